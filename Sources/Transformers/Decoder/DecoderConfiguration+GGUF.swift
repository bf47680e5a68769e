extension DecoderConfiguration {
    /// Reads the metadata of a GGUF file.
    ///
    /// - Throws: `unsupported` for another architecture, `damaged` for sizes that cannot be.
    init(_ file: GGUFFile) throws {
        let metadata = try ArchitectureMetadata(file)
        architecture = metadata.architecture
        layers = try metadata.number("block_count", Limits.layers)
        hiddenSize = try metadata.number("embedding_length", Limits.hiddenSize)
        heads = try metadata.number("attention.head_count", Limits.heads)
        keyValueHeads = try metadata.number("attention.head_count_kv", Limits.heads, default: heads)
        headSize = try metadata.number("attention.key_length", Limits.headSize, default: hiddenSize / heads)
        feedForwardSize = try metadata.number("feed_forward_length", Limits.feedForwardSize)
        try Self.check(
            hiddenSize: hiddenSize, heads: heads, keyValueHeads: keyValueHeads, headSize: headSize,
            feedForwardSize: feedForwardSize, path: file.path)
        guard try metadata.number("attention.value_length", Limits.headSize, default: headSize) == headSize else {
            throw ModelFileError(
                .unsupported, "\(file.path): its values have another size than its keys, which cannot be run")
        }
        contextLength = try metadata.number("context_length", Limits.contextLength)
        guard let tokens = file.strings("tokenizer.ggml.tokens"), !tokens.isEmpty else {
            throw ModelFileError(.damaged, "\(file.path) has no vocabulary; fetch the model again")
        }
        vocabularySize = tokens.count
        epsilon = try metadata.float("attention.layer_norm_rms_epsilon", default: 1e-5)
        let isLargest = architecture.layersOfLargest == layers
        attentionScale = 1 / Float(isLargest ? hiddenSize / heads : headSize).squareRoot()
        attentionCap = try metadata.float("attn_logit_softcapping", default: architecture.defaultCaps.attention)
        logitCap = try metadata.float("final_logit_softcapping", default: architecture.defaultCaps.logits)
        if architecture.windowPeriod != nil {
            window = try metadata.number(
                "attention.sliding_window", Limits.window, default: architecture.defaultWindow)
        }
        turnsNeighbours = architecture == .llama
        rotation = try RotaryPositions(metadata, headSize: headSize, contextLength: contextLength)
        if window > 0, let base = architecture.windowRotaryBase {
            windowRotation = RotaryPositions(
                base: Double(try metadata.float("rope.freq_base_swa", default: base)), headSize: headSize)
        }
    }
}
