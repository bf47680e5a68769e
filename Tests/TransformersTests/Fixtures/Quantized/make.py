"""Writes weights.json: random blocks of every block format, and the weights that the `gguf` package makes of them.

    pip install gguf && python make.py        (made with gguf 0.19.0)
"""
import base64
import json

import gguf
import numpy as np

# Where a block has f16 numbers.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
random = np.random.default_rng(1)
result = {}
for name, places in HALVES.items():
    kind = gguf.GGMLQuantizationType[name]
    length, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (1024 // length, size), dtype=np.uint8)
    for place in places:
        blocks[:, place : place + 2] = random.normal(0, 0.1, (len(blocks), 1)).astype("<f2").view(np.uint8)
    weights = gguf.quants.dequantize(blocks, kind).astype("<f4")
    result[name] = {
        "type": int(kind),
        "bytes": base64.b64encode(blocks.tobytes()).decode(),
        "weights": base64.b64encode(weights.tobytes()).decode(),
    }
with open("weights.json", "w") as file:
    json.dump(result, file, indent=1)
