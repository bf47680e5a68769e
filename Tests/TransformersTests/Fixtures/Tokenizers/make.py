"""Makes the fixtures of the rules tekken, gpt-4o, qwen35 and deepseek-v3, and their sums in words.json:

    python make.py        with tokenizers 0.23.3

Vocabularies of 700 byte-level pairs are trained with each family's own patterns on texts.json; each RULE.golden.json has the ids and
the decoded texts of Hugging Face's tokenizers.
"""

import json
import pathlib

import tokenizers
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
CAPITALS, SMALL = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"


def cased(contractions, digits):
    before = r"[^\r\n\p{L}\p{N}]?"
    words = f"{before}{CAPITALS}*{SMALL}+{contractions}|{before}{CAPITALS}+{SMALL}*{contractions}"
    return words + f"|{digits}" + r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"


RULES = {
    "tekken": [cased("", r"\p{N}")],
    "gpt-4o": [cased("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", r"\p{N}{1,3}")],
    "qwen35": [
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"
        r"|\s*[\r\n]+|\s+(?!\S)|\s+"
    ],
    "deepseek-v3": [
        r"\p{N}{1,3}",
        "[一-龥\u3040-ゟ゠-ヿ]+",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
        "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
    ],
}


def splits(name):
    # Files that were converted from tiktoken say it in this way.
    behavior, invert = ("removed", True) if name == "gpt-4o" else ("isolated", False)
    steps = [pre_tokenizers.Split(Regex(pattern), behavior, invert) for pattern in RULES[name]]
    return pre_tokenizers.Sequence(steps + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def make(name, texts):
    tokenizer = Tokenizer(models.BPE(ignore_merges=name == "tekken"))
    tokenizer.pre_tokenizer = splits(name)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=700, initial_alphabet=alphabet, special_tokens=[], show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens(["<s>", "<|endoftext|>", "<|im_end|>"])
    tokenizer.save(str(HERE / f"{name}.json"), pretty=False)
    rows = []
    for text in texts:
        row = {"ids": tokenizer.encode(text).ids}
        tokenizer.encode_special_tokens = True
        plain = tokenizer.encode(text).ids
        tokenizer.encode_special_tokens = False
        if plain != row["ids"]:
            row["plain"] = plain
        decoded = tokenizer.decode(plain, skip_special_tokens=False)
        if decoded != text:
            row["decoded"] = decoded
        rows.append(row)
    note = (
        "ids with special tokens recognised; plain: without, where that differs; decoded: the decoded plain ids, where that is "
        "not the text; made by make.py"
    )
    lines = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in rows)
    (HERE / f"{name}.golden.json").write_text(
        f'{{\n "engine": "tokenizers {tokenizers.__version__}",\n "note": {json.dumps(note)},\n "rows": [\n{lines}\n ]\n}}\n'
    )


def sums(step):
    """For every 4096 scalars, FNV-1a of the lengths of the words of a text with each, as the note of words.json says."""
    result = []
    for block in [*range(0x40), 0xE0]:
        value = 2166136261
        for scalar in range(block << 12, (block + 1) << 12):
            if 0xD800 <= scalar < 0xE000:
                continue
            s = chr(scalar)
            words = step.pre_tokenize_str(f"a{s}b {s} 1{s}{s}\n{s}'{s}  {s}\t")
            for length in [len(word) for word, _ in words] + [255]:
                value = ((value ^ length) * 16777619) & 0xFFFFFFFF
        result.append(value)
    return result


texts = json.loads((HERE / "texts.json").read_text())["texts"]
words = json.loads((HERE / "words.json").read_text())
for name in RULES:
    make(name, texts)
    words["rules"][name] = sums(splits(name))
    print(name, flush=True)
(HERE / "words.json").write_text(json.dumps(words))
