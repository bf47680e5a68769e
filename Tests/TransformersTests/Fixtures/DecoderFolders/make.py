"""Writes a small random decoder of each family as a folder, and the logits that transformers gives after some tokens of a text.

    pip install torch transformers && python make.py    (made with torch 2.5.1, transformers 4.57.1)

Weights are stored in the number format that each model names; logits are computed from them in f32.
"""
import base64
import json
import os
import shutil

import torch
import transformers as hf
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

LENGTH = 40
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)

SIZES = dict(
    vocab_size=280, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, head_dim=32, max_position_embeddings=512, rms_norm_eps=1e-6,
)
WINDOWED = dict(sliding_window=16, query_pre_attn_scalar=24)
STRETCHED = dict(
    rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64
)
GEMMA3 = {
    **SIZES, **WINDOWED, "num_hidden_layers": 6, "intermediate_size": 32, "rope_scaling": dict(rope_type="linear", factor=8.0)
}


def vision():
    return hf.SiglipVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=1, image_size=28, patch_size=14
    )


MODELS = {
    "llama": (hf.LlamaForCausalLM, hf.LlamaConfig(**SIZES, rope_theta=500_000.0, rope_scaling=STRETCHED), "bfloat16"),
    "mistral": (hf.MistralForCausalLM, hf.MistralConfig(**SIZES, sliding_window=None, tie_word_embeddings=True), "float16"),
    "qwen2": (
        hf.Qwen2ForCausalLM,
        hf.Qwen2Config(
            **{**SIZES, "head_dim": 16}, tie_word_embeddings=True,
            rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=32),
        ),
        "float32",
    ),
    "qwen3": (hf.Qwen3ForCausalLM, hf.Qwen3Config(**SIZES, rope_theta=1_000_000.0), "bfloat16"),
    "gemma2": (
        hf.Gemma2ForCausalLM,
        hf.Gemma2Config(**SIZES, **WINDOWED, attn_logit_softcapping=2.0, final_logit_softcapping=3.0),
        "bfloat16",
    ),
    "gemma3": (hf.Gemma3ForCausalLM, hf.Gemma3TextConfig(**GEMMA3), "bfloat16"),
    "gemma3-images": (
        hf.Gemma3ForConditionalGeneration,
        hf.Gemma3Config(text_config=GEMMA3, vision_config=vision(), image_token_index=279, mm_tokens_per_image=4),
        "bfloat16",
    ),
}


def tokenizer(adds_beginning):
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = ["th", "the", "er", "in", "on", "Ġt", "Ġthe"]
    merges = [("t", "h"), ("th", "e"), ("e", "r"), ("i", "n"), ("o", "n"), ("Ġ", "t"), ("Ġt", "h"), ("Ġth", "e")]
    vocabulary = {piece: number for number, piece in enumerate(letters + pieces + ["Ġth"])}
    rule = Tokenizer(models.BPE(vocabulary, merges))
    rule.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    rule.decoder = decoders.ByteLevel()
    special = ["<|begin|>", "<|stop|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
    rule.add_special_tokens([AddedToken(spelling, special=True) for spelling in special])
    steps = [processors.ByteLevel(trim_offsets=False)]
    if adds_beginning:
        number = rule.token_to_id("<|begin|>")
        steps.append(processors.TemplateProcessing("<|begin|> $A", special_tokens=[("<|begin|>", number)]))
    rule.post_processor = processors.Sequence(steps)
    return hf.PreTrainedTokenizerFast(tokenizer_object=rule, bos_token="<|begin|>", eos_token="<|stop|>")


def write(name, kind, config, number_format):
    torch.manual_seed(len(name))
    config.eos_token_id, config.bos_token_id = 265, 264
    model = kind(config)
    for path, weights in model.state_dict().items():
        if "vision" in path or "multi_modal" in path or "inv_freq" in path:
            continue
        if "norm" in path:
            weights.normal_(0 if "gemma" in name else 1, 0.2)
        else:
            weights.normal_(0, 1.0 if "embed" in path else 0.2 if "bias" in path else 1.5 / weights.shape[-1] ** 0.5)
    model = model.to(getattr(torch, number_format))
    model.tie_weights()
    rule = tokenizer(adds_beginning=name != "qwen2")
    rule.chat_template = None if name == "mistral" else TEMPLATE
    shutil.rmtree(name, ignore_errors=True)
    model.generation_config = hf.GenerationConfig(eos_token_id=[265, 266], bos_token_id=264)
    model.save_pretrained(name, max_shard_size="60KB" if name == "llama" else "1GB")
    rule.save_pretrained(name)
    os.remove(f"{name}/special_tokens_map.json")
    # Read again: what is no weight was never rounded there.
    reference = kind.from_pretrained(name, dtype=torch.float32, attn_implementation="eager").eval()
    tokens = torch.randint(0, 256, (1, LENGTH))
    with torch.no_grad():
        logits = reference(tokens).logits[0].numpy()
    places = list(range(4, LENGTH, 5))
    golden = dict(
        tokens=tokens[0].tolist(),
        places=places,
        logits=base64.b64encode(logits[places].astype("<f4").tobytes()).decode(),
        text="Then <|end|> the others' \u00e9t\u00e9 in 1999",
    )
    golden["ids"] = rule(golden["text"])["input_ids"]
    if rule.chat_template:
        messages = [dict(role="system", content="Be brief."), dict(role="user", content="Who?")]
        golden["prompt"] = rule.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    with open(name + ".golden.json", "w") as file:
        json.dump(golden, file)
    print(name, float(abs(logits).max()), float(logits.std()), sum(p.numel() for p in model.parameters()))


for name, (kind, config, number_format) in MODELS.items():
    write(name, kind, config, number_format)
