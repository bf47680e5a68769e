extension DecoderConfiguration {
    /// The family of a `model_type`; nil for one that cannot be run.
    static func architecture(_ type: String) -> DecoderArchitecture? {
        switch type {
        case "llama", "mistral": .llama
        case "qwen2": .qwen2
        case "qwen3": .qwen3
        case "gemma2": .gemma2
        case "gemma3", "gemma3_text": .gemma3
        default: nil
        }
    }

    /// Whether the embeddings are the output matrix where `config.json` does not say.
    static func isTiedByDefault(_ file: ModelJSON) -> Bool {
        architecture(file.value["model_type"]?.text ?? "")?.isGemma ?? false
    }

    /// What `config.json` need not say.
    private struct Defaults {
        var heads: Int?
        var keyValueHeads: Int?
        var headSize: Int?
        var vocabularySize: Int?
        var contextLength = 2048
        /// The head size by whose root scores are divided.
        var scaledHeadSize: Int?

        /// Gemma 3's models with images state only what differs from these.
        static let gemma3 = Defaults(
            heads: 8, keyValueHeads: 4, headSize: 256, vocabularySize: 262_208, contextLength: 131_072,
            scaledHeadSize: 256)
    }

    /// Reads `config.json`, as transformers writes it for the causal language models of these families.
    ///
    /// - Throws: `unsupported` for another architecture or a part that cannot be run, `damaged` for sizes that cannot be.
    init(_ file: ModelJSON) throws {
        let type = file.value["model_type"]?.text ?? "unknown"
        guard let architecture = Self.architecture(type) else {
            throw ModelFileError(
                .unsupported,
                "\(file.path): models of type “\(type)” cannot be run; “llama”, “mistral”, “qwen2”, “qwen3”, “gemma2” and "
                    + "“gemma3” can")
        }
        self.architecture = architecture
        let defaults = architecture == .gemma3 ? Defaults.gemma3 : Defaults()
        let activation: StaticString = architecture.isGemma ? "hidden_activation" : "hidden_act"
        try file.require(activation, architecture.isGemma ? "gelu_pytorch_tanh" : "silu")
        layers = try file.integer("num_hidden_layers", Limits.layers)
        hiddenSize = try file.integer("hidden_size", Limits.hiddenSize)
        heads = try file.integer("num_attention_heads", Limits.heads, default: defaults.heads)
        keyValueHeads = try file.integer(
            "num_key_value_heads", Limits.heads, default: defaults.keyValueHeads ?? heads)
        headSize = try file.integer("head_dim", Limits.headSize, default: defaults.headSize ?? hiddenSize / heads)
        feedForwardSize = try file.integer("intermediate_size", Limits.feedForwardSize)
        try Self.check(
            hiddenSize: hiddenSize, heads: heads, keyValueHeads: keyValueHeads, headSize: headSize,
            feedForwardSize: feedForwardSize, path: file.path)
        vocabularySize = try file.integer("vocab_size", 1...4_000_000, default: defaults.vocabularySize)
        contextLength = try file.integer("max_position_embeddings", 1...Int.max, default: defaults.contextLength)
        contextLength = min(contextLength, Limits.contextLength.upperBound)
        epsilon = Float(try file.float("rms_norm_eps", default: 1e-6))
        let scaledHeadSize = try file.float(
            "query_pre_attn_scalar", default: Double(defaults.scaledHeadSize ?? headSize))
        attentionScale = 1 / Float(max(1, scaledHeadSize)).squareRoot()
        attentionCap = Float(
            try file.float("attn_logit_softcapping", default: architecture.defaultCaps.attention))
        logitCap = Float(try file.float("final_logit_softcapping", default: architecture.defaultCaps.logits))
        normOffset = architecture.isGemma ? 1 : 0
        let positions = PositionSettings(file, defaultBase: architecture == .gemma3 ? 1_000_000 : 10_000)
        rotation = try positions.rotation(.whole, headSize: headSize, contextLength: contextLength)
        let window = try file.integer("sliding_window", Limits.window, default: architecture.defaultWindow)
        if architecture.windowPeriod != nil {
            self.window = window
            try checkLayerTypes(file)
            if architecture.windowRotaryBase != nil {
                windowRotation = try positions.rotation(.window, headSize: headSize, contextLength: contextLength)
            }
        } else if window > 0, file.value["use_sliding_window"]?.bool ?? true {
            // Within the window, nothing is out of sight.
            contextLength = min(contextLength, window)
        }
    }

    /// - Throws: `unsupported` where other layers have a window than in the models that there are.
    private func checkLayerTypes(_ file: ModelJSON) throws {
        let types = file.value["layer_types"]?.array?.map { $0.text == "sliding_attention" }
        let period = try file.integer("sliding_window_pattern", 1...256, default: architecture.windowPeriod)
        guard types == nil || types == (0..<layers).map(hasWindow), types != nil || period == architecture.windowPeriod
        else {
            throw ModelFileError(
                .unsupported, "\(file.path): its layers see windows in an order that cannot be run")
        }
    }
}
