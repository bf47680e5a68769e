/// What a kind of file calls the tensors of a BERT encoder, whose names here are those of Hugging Face's `BertModel`.
enum BertTensorNames: Sendable {
    /// Models that have a `BertModel` as a part put a prefix before its names; what classifies is beside it.
    case huggingFace(prefix: String)
    /// As llama.cpp's conversion writes them.
    case gguf

    /// The name in the file of "encoder.layer.3.output.dense.weight", for example.
    func name(_ path: String) -> String {
        switch self {
        case .huggingFace(let prefix): return path.hasPrefix("classifier") ? path : prefix + path
        case .gguf:
            var parts = path.split(separator: ".")
            let kind = parts.removeLast()
            guard parts.count > 3, parts[1] == "layer" else {
                return "\(Self.ggufNames[parts.joined(separator: ".")] ?? "none").\(kind)"
            }
            return "blk.\(parts[2]).\(Self.ggufNames[parts[3...].joined(separator: ".")] ?? "none").\(kind)"
        }
    }

    private static let ggufNames = [
        "embeddings.word_embeddings": "token_embd", "embeddings.position_embeddings": "position_embd",
        "embeddings.token_type_embeddings": "token_types", "embeddings.LayerNorm": "token_embd_norm",
        "attention.self.query": "attn_q", "attention.self.key": "attn_k", "attention.self.value": "attn_v",
        "attention.output.dense": "attn_output", "attention.output.LayerNorm": "attn_output_norm",
        "intermediate.dense": "ffn_up", "output.dense": "ffn_down", "output.LayerNorm": "layer_output_norm",
        "classifier.dense": "cls", "classifier.out_proj": "cls.output",
    ]
}
