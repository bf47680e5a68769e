"""all-MiniLM-L6-v2 in ONNX Runtime, as a peer that works only when it is asked to.

    python onnx_peer.py --make FOLDER OUT      writes OUT.onnx (f32) and OUT-int8.onnx from FOLDER/model.safetensors
    python onnx_peer.py MODEL [THREADS]        reads requests from standard input, writes one line for each

The graph is what ONNX Runtime's own optimizer makes of the model: fused embedding, attention, layer norms and GELU; the integer
one is quantised dynamically, per channel.

Requests:  embed COUNT LENGTH -> milliseconds for COUNT texts of LENGTH tokens;  vectors FILE -> writes a JSON list of vectors for
the JSON list of token-id lists in FILE to FILE.out;   memory -> megabytes;   quit.
"""
import json
import sys
import time

import numpy as np
import onnxruntime

HIDDEN, HEADS, LAYERS, BATCH = 384, 12, 6, 32


def make(folder, out):
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    weights = load_file(folder + "/model.safetensors")
    nodes, constants = [], {}

    def constant(name, value):
        constants[name] = numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name)
        return name

    def weight(name, transposed=False):
        return constant(name, weights[name].T if transposed else weights[name])

    def node(kind, inputs, outputs, domain="com.microsoft", **attributes):
        nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def dense(x, path, name):
        return node("MatMul", [x, weight(path + ".weight", True)], [name], domain="")

    def norm(x, skip, bias, path, name):
        inputs = [x, skip, weight(path + ".weight"), weight(path + ".bias"), bias]
        return node("SkipLayerNormalization", inputs, [name], epsilon=1e-12)

    tables = ["word_embeddings", "position_embeddings", "token_type_embeddings"]
    embedded = [weight(f"embeddings.{t}.weight") for t in tables]
    embedded += [weight("embeddings.LayerNorm.weight"), weight("embeddings.LayerNorm.bias")]
    x = node(
        "EmbedLayerNormalization", ["input_ids", "token_type_ids", *embedded, "attention_mask"], ["x", "lengths"],
        epsilon=1e-12)
    for layer in range(LAYERS):
        path, parts = f"encoder.layer.{layer}", ["query", "key", "value"]
        joined = [
            constant(
                f"{path}.joined.{kind}",
                np.concatenate([weights[f"{path}.attention.self.{p}.{kind}"].T for p in parts], axis=-1))
            for kind in ("weight", "bias")
        ]
        attended = node("Attention", [x, *joined, "lengths"], [f"attended{layer}"], num_heads=HEADS)
        output = dense(attended, f"{path}.attention.output.dense", f"output{layer}")
        bias = weight(f"{path}.attention.output.dense.bias")
        x = norm(output, x, bias, f"{path}.attention.output.LayerNorm", f"normed{layer}")
        middle = dense(x, f"{path}.intermediate.dense", f"middle{layer}")
        middle = node("BiasGelu", [middle, weight(f"{path}.intermediate.dense.bias")], [f"gelu{layer}"])
        contracted = dense(middle, f"{path}.output.dense", f"contracted{layer}")
        last = "hidden" if layer == LAYERS - 1 else f"state{layer}"
        x = norm(contracted, x, weight(f"{path}.output.dense.bias"), f"{path}.output.LayerNorm", last)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"])
        for name in ("input_ids", "token_type_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", HIDDEN])]
    graph = helper.make_graph(nodes, "minilm", inputs, outputs, list(constants.values()))
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=9), out + ".onnx")
    quantize_dynamic(
        out + ".onnx", out + "-int8.onnx", weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Attention"], extra_options={"DefaultTensorType": TensorProto.FLOAT})


class Peer:
    def __init__(self, path, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "1")
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def batch(self, texts):
        length = max(map(len, texts))
        ids = np.zeros((len(texts), length), np.int32)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, : len(text)], mask[row, : len(text)] = text, 1
        inputs = {"input_ids": ids, "token_type_ids": np.zeros_like(ids), "attention_mask": mask}
        hidden = self.session.run(["hidden"], inputs)[0]
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def embed(self, texts):
        return np.concatenate([self.batch(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)])


def serve(peer):
    random = np.random.default_rng(1)
    for line in sys.stdin:
        request = line.split()
        if request[0] == "quit":
            return
        if request[0] == "embed":
            texts = [
                [101, *map(int, random.integers(2000, 20000, int(request[2]) - 2)), 102] for _ in range(int(request[1]))
            ]
            start = time.perf_counter()
            peer.embed(texts)
            answer = 1000 * (time.perf_counter() - start)
        elif request[0] == "vectors":
            with open(request[1]) as file:
                vectors = [peer.batch([ids])[0].tolist() for ids in json.load(file)]
            with open(request[1] + ".out", "w") as file:
                json.dump(vectors, file)
            answer = len(vectors)
        elif request[0] == "memory":
            with open("/proc/self/status") as status:
                answer = next(int(l.split()[1]) / 1000 for l in status if l.startswith("VmHWM"))
        print(answer, flush=True)


if sys.argv[1] == "--make":
    make(sys.argv[2], sys.argv[3])
else:
    serve(Peer(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2))
