/// The tensors of a decoder's folder, by the names that GGUF files give them.
struct DecoderTensors: TensorSource {
    private let folder: SafetensorsFolder
    /// Hugging Face's names of the parts of a layer.
    private let layerParts: [Substring: String]
    private let isTied: Bool
    /// What is before the names of layers; models that also see images have more before them.
    private let prefix: String

    /// - Parameter isTied: whether the embeddings are the output matrix too, whatever else the files have.
    init(_ folder: SafetensorsFolder, _ architecture: DecoderArchitecture, isTied: Bool) {
        self.folder = folder
        layerParts = Self.layerParts(of: architecture)
        self.isTied = isTied
        let prefixes = ["model.", "language_model.model.", "model.language_model.", ""]
        prefix = prefixes.first { folder.hasTensor($0 + "embed_tokens.weight") } ?? "model."
    }

    func hasTensor(_ name: String) -> Bool { huggingFaceName(name).map(folder.hasTensor) ?? false }

    func tensor(_ name: String, shape: [Int]) throws -> WeightTensor {
        try folder.tensor(huggingFaceName(name) ?? name, shape: shape)
    }

    var parameterCount: Int { folder.parameterCount }

    func releasePages() { folder.releasePages() }

    /// Hugging Face's name of a tensor; nil for one that such folders do not have.
    private func huggingFaceName(_ name: String) -> String? {
        switch name {
        case "token_embd.weight": return prefix + "embed_tokens.weight"
        case "output_norm.weight": return prefix + "norm.weight"
        case "output.weight":
            return isTied
                ? nil : ["lm_head.weight", "language_model.lm_head.weight"].first { folder.hasTensor($0) }
        default: break
        }
        let parts = name.split(separator: ".")
        guard parts.count == 4, parts[0] == "blk", let part = layerParts[parts[2]] else { return nil }
        return "\(prefix)layers.\(parts[1]).\(part).\(parts[3])"
    }

    /// Gemma has norms on both sides of a layer's halves, and calls them otherwise.
    private static func layerParts(of architecture: DecoderArchitecture) -> [Substring: String] {
        var parts: [Substring: String] = [
            "attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
            "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm",
            "attn_k_norm": "self_attn.k_norm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
            "ffn_down": "mlp.down_proj", "ffn_norm": "post_attention_layernorm",
        ]
        if architecture.isGemma {
            parts["ffn_norm"] = "pre_feedforward_layernorm"
            parts["post_attention_norm"] = "post_attention_layernorm"
            parts["post_ffw_norm"] = "post_feedforward_layernorm"
        }
        return parts
    }
}
