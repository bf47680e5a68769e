import Foundation

/// A folder with a small BERT encoder of random weights, right or wrong in one way.
struct TinyBert {
    var configuration: [String: Any] = [
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 2, "intermediate_size": 48, "vocab_size": 8, "max_position_embeddings": 16,
        "layer_norm_eps": 1e-12,
    ]
    var vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "##der", "sky"]
    var weights: SafetensorsBuilder

    init(prefix: String = "") {
        var builder = SafetensorsBuilder()
        var state: UInt32 = 7
        func add(_ name: String, _ shape: [Int]) {
            let values = (0..<shape.reduce(1, *)).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(state >> 8) / Float(1 << 24) - 0.5
            }
            builder.add(prefix + name, shape, values)
        }
        func layer(_ name: String, _ outputs: Int, _ inputs: Int) {
            add(name + ".weight", [outputs, inputs])
            add(name + ".bias", [outputs])
        }
        func norm(_ name: String) {
            add(name + ".weight", [32])
            add(name + ".bias", [32])
        }
        add("embeddings.word_embeddings.weight", [8, 32])
        add("embeddings.position_embeddings.weight", [16, 32])
        add("embeddings.token_type_embeddings.weight", [2, 32])
        norm("embeddings.LayerNorm")
        for index in 0..<2 {
            let path = "encoder.layer.\(index)."
            for part in ["query", "key", "value"] { layer(path + "attention.self." + part, 32, 32) }
            layer(path + "attention.output.dense", 32, 32)
            norm(path + "attention.output.LayerNorm")
            layer(path + "intermediate.dense", 48, 32)
            layer(path + "output.dense", 32, 48)
            norm(path + "output.LayerNorm")
        }
        weights = builder
    }

    /// Calls `body` with the model's folder.
    func write<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bert-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try JSONSerialization.data(withJSONObject: configuration).write(to: folder.appending(path: "config.json"))
        try Data(vocabulary.joined(separator: "\n").utf8).write(to: folder.appending(path: "vocab.txt"))
        try Data(weights.file()).write(to: folder.appending(path: "model.safetensors"))
        return try body(folder)
    }
}
