"""Writes a small random decoder of each family as GGUF, and the logits that llama.cpp gives after each token of a text.

    pip install gguf llama-cpp-python && python make.py    (made with gguf 0.19.0, llama-cpp-python 0.3.36)

Weights are f32 and so are llama.cpp's keys and values, but for formats.gguf: random blocks of every format.
"""
import base64
import ctypes
import json

import gguf
import llama_cpp as llama
import numpy as np

VOCABULARY = 70
LENGTH = 40

# What each file differs in from the defaults of `write`.
MODELS = {
    "mistral": dict(architecture="llama", has_output=True),
    "llama3": dict(architecture="llama", base=500_000.0, has_rope_factors=True),
    "linear": dict(architecture="llama", scaling=("linear", 4.0)),
    "yarn": dict(architecture="qwen3", scaling=("yarn", 4.0), trained=32, base=1_000_000.0),
    "qwen2": dict(architecture="qwen2", hidden=64, heads=4, key_value_heads=2, head_size=16, base=1_000_000.0),
    "qwen3": dict(architecture="qwen3", base=1_000_000.0, has_output=True),
    "gemma2": dict(architecture="gemma2", layers=3, window=16, caps=(2.0, 3.0)),
    "gemma3": dict(
        architecture="gemma3", layers=6, feed_forward=32, window=16, base=1_000_000.0, scaling=("linear", 8.0)
    ),
    "formats": dict(
        architecture="llama", layers=1, hidden=256, heads=4, key_value_heads=2, head_size=64, feed_forward=256, has_blocks=True
    ),
}

# Where a block has f16 numbers: a scale, and a minimum.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
FORMATS = {
    "token_embd": "Q8_0", "attn_q": "Q2_K", "attn_k": "Q3_K", "attn_v": "Q4_K", "attn_output": "Q5_K",
    "ffn_gate": "Q6_K", "ffn_up": "Q5_0", "ffn_down": "Q5_1", "output": "Q4_1",
}


def write(
    name, architecture, layers=2, hidden=32, heads=2, key_value_heads=1, head_size=32, feed_forward=64, base=10_000.0,
    window=None, caps=None, scaling=None, trained=None, has_output=False, has_rope_factors=False, has_blocks=False,
):
    random = np.random.default_rng(len(name) + layers)
    writer = gguf.GGUFWriter(name + ".gguf", architecture)
    writer.add_name(name)
    writer.add_block_count(layers)
    writer.add_context_length(512)
    writer.add_embedding_length(hidden)
    writer.add_feed_forward_length(feed_forward)
    writer.add_head_count(heads)
    writer.add_head_count_kv(key_value_heads)
    writer.add_key_length(head_size)
    writer.add_value_length(head_size)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_dimension_count(head_size)
    writer.add_rope_freq_base(base)
    if window:
        writer.add_sliding_window(window)
    if caps:
        writer.add_attn_logit_softcapping(caps[0])
        writer.add_final_logit_softcapping(caps[1])
    if scaling:
        writer.add_rope_scaling_type(gguf.RopeScalingType(scaling[0]))
        writer.add_rope_scaling_factor(scaling[1])
    if trained:
        writer.add_rope_scaling_orig_ctx_len(trained)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    tokens = ["<s>", "</s>"] + [chr(0x21 + i) for i in range(VOCABULARY - 3)] + ["ab"]
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3] + [1] * (VOCABULARY - 2))
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)

    def add(tensor, rows, columns, gain=1.0):
        part = tensor.split(".")[-2] if "." in tensor else tensor
        if has_blocks and part in FORMATS:
            kind = gguf.GGMLQuantizationType[FORMATS[part]]
            length, size = gguf.GGML_QUANT_SIZES[kind]
            blocks = random.integers(0, 256, (rows * columns // length, size), dtype=np.uint8)
            places = HALVES[FORMATS[part]]

            def weights(*factors):
                for place, factor in zip(places, factors):
                    blocks[:, place : place + 2] = np.full((len(blocks), 1), factor, "<f2").view(np.uint8)
                return gguf.quants.dequantize(blocks, kind)

            # A minimum that makes the mean 0, then a scale that gives the weights the size that they need.
            factors = [1.0]
            if len(places) == 2:
                factors.append(-weights(1.0, 0.0).mean() / weights(0.0, 1.0).mean())
            scale = gain / np.sqrt(columns) / weights(*factors).std()
            weights(*[factor * scale for factor in factors])
            writer.add_tensor(tensor, blocks.reshape(rows, -1), raw_dtype=kind)
            return
        width = gain * np.sqrt(3 / columns)
        writer.add_tensor(tensor, random.uniform(-width, width, (rows, columns)).astype("<f4"))

    def add_norm(tensor, size):
        writer.add_tensor(tensor, random.uniform(0.5, 1.5, size).astype("<f4"))

    is_gemma = architecture.startswith("gemma")
    add("token_embd.weight", VOCABULARY, hidden)
    for layer in range(layers):
        path = f"blk.{layer}."
        queries, keys = heads * head_size, key_value_heads * head_size
        add_norm(path + "attn_norm.weight", hidden)
        add(path + "attn_q.weight", queries, hidden, 2)
        add(path + "attn_k.weight", keys, hidden, 2)
        add(path + "attn_v.weight", keys, hidden)
        add(path + "attn_output.weight", hidden, queries)
        if architecture == "qwen2":
            for part, size in [("q", queries), ("k", keys), ("v", keys)]:
                writer.add_tensor(path + f"attn_{part}.bias", random.uniform(-1, 1, size).astype("<f4"))
        if architecture in ("qwen3", "gemma3"):
            add_norm(path + "attn_q_norm.weight", head_size)
            add_norm(path + "attn_k_norm.weight", head_size)
        if is_gemma:
            add_norm(path + "post_attention_norm.weight", hidden)
            add_norm(path + "post_ffw_norm.weight", hidden)
        add_norm(path + "ffn_norm.weight", hidden)
        add(path + "ffn_gate.weight", feed_forward, hidden)
        add(path + "ffn_up.weight", feed_forward, hidden)
        add(path + "ffn_down.weight", hidden, feed_forward)
    if has_rope_factors:
        writer.add_tensor("rope_freqs.weight", np.linspace(1, 8, head_size // 2).astype("<f4"))
    add_norm("output_norm.weight", hidden)
    if has_output or has_blocks:
        add("output.weight", VOCABULARY, hidden)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def logits(path, tokens):
    parameters = llama.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = 512
    parameters.n_threads = parameters.n_threads_batch = 1
    parameters.type_k = parameters.type_v = llama.GGML_TYPE_F32
    parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
    model = llama.llama_model_load_from_file(path.encode(), llama.llama_model_default_params())
    context = llama.llama_init_from_model(model, parameters)
    batch = llama.llama_batch_init(len(tokens), 0, 1)
    batch.n_tokens = len(tokens)
    for index, token in enumerate(tokens):
        batch.token[index], batch.pos[index], batch.logits[index] = token, index, 1
        batch.n_seq_id[index], batch.seq_id[index][0] = 1, 0
    assert llama.llama_decode(context, batch) == 0
    size = len(tokens) * llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(model))
    result = np.ctypeslib.as_array(llama.llama_get_logits(context), shape=(size,)).copy()
    llama.llama_batch_free(batch)
    llama.llama_free(context)
    llama.llama_model_free(model)
    return result


@llama.llama_log_callback
def silent(level, text, data):
    pass


if __name__ == "__main__":
    llama.llama_log_set(silent, ctypes.c_void_p(0))
    for name, differences in MODELS.items():
        write(name, **differences)
        tokens = [int(token) for token in np.random.default_rng(5).integers(0, VOCABULARY, LENGTH)]
        golden = logits(name + ".gguf", tokens).astype("<f4")
        print(name, golden.std(), np.abs(golden).max())
        with open(name + ".golden.json", "w") as file:
            json.dump({"tokens": tokens, "logits": base64.b64encode(golden.tobytes()).decode()}, file)
