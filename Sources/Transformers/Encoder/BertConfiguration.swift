internal import Foundation

/// The sizes of a BERT encoder.
struct BertConfiguration: Sendable {
    var hiddenSize: Int
    var layers: Int
    var heads: Int
    var intermediateSize: Int
    var vocabularySize: Int
    /// Positions that a text can have.
    var positions: Int
    /// Rows of the table of positions before that of a text's first token, which only RoBERTa has.
    var positionOffset = 0
    /// Kinds of segments, of which a text is the first.
    var segments: Int
    var epsilon: Float
    /// The longest input in tokens, special tokens included.
    var maximumLength: Int

    var headSize: Int { hiddenSize / heads }

    /// What the numbers of a model file must be.
    enum Limits {
        static let hiddenSize = 16...4096
        static let layers = 1...64
        static let heads = 1...64
        static let intermediateSize = 16...16384
        static let vocabularySize = 1...1_000_000
        static let positions = 8...32768
        static let segments = 1...16
    }

    /// - Parameter path: the file that the sizes are from, for messages.
    /// - Throws: `unsupported` for sizes that the kernels do not take.
    func check(path: String) throws {
        guard hiddenSize % heads == 0, headSize % 16 == 0, headSize <= 128, intermediateSize % 16 == 0 else {
            throw ModelFileError(
                .unsupported,
                "\(path): sizes \(hiddenSize)/\(heads)/\(intermediateSize) cannot be run; heads must have a multiple of 16 numbers"
            )
        }
    }
}

extension BertConfiguration {
    /// The types of models that are run, and whether positions are counted from the padding token on, as RoBERTa does.
    private static let types = ["bert": false, "roberta": true, "xlm-roberta": true]

    /// Reads `config.json`, and the longest input from `sentence_bert_config.json` or `tokenizer_config.json`.
    ///
    /// - Throws: `unreadable`, `damaged`, or `unsupported` for another architecture.
    init(contentsOf folder: URL) throws {
        let file = try ModelJSON(contentsOf: folder.appending(path: "config.json"))
        let type = file.value["model_type"]?.text ?? "unknown"
        guard let countsFromPadding = Self.types[type] else {
            throw ModelFileError(
                .unsupported,
                "\(file.path): models of type “\(type)” cannot be run; “bert”, “roberta” and “xlm-roberta” can")
        }
        try file.require("hidden_act", "gelu")
        try file.require("position_embedding_type", "absolute")
        hiddenSize = try file.integer("hidden_size", Limits.hiddenSize)
        layers = try file.integer("num_hidden_layers", Limits.layers)
        heads = try file.integer("num_attention_heads", Limits.heads)
        intermediateSize = try file.integer("intermediate_size", Limits.intermediateSize)
        vocabularySize = try file.integer("vocab_size", Limits.vocabularySize)
        let rows = try file.integer("max_position_embeddings", Limits.positions)
        if countsFromPadding {
            positionOffset = try file.integer("pad_token_id", 0...rows - 5, default: 1) + 1
        }
        positions = rows - positionOffset
        segments = try file.integer("type_vocab_size", Limits.segments, default: 2)
        epsilon = file.value["layer_norm_eps"]?.number.map(Float.init) ?? 1e-12
        maximumLength = positions
        let lengths: [(String, StaticString)] = [
            ("tokenizer_config.json", "model_max_length"), ("sentence_bert_config.json", "max_seq_length"),
        ]
        for (name, key) in lengths {
            let other = try? ModelJSON(contentsOf: folder.appending(path: name))
            if let length = try? other?.integer(key, 4...positions) { maximumLength = length }
        }
        try check(path: file.path)
    }

    /// What GGUF files say that have such an encoder.
    static let ggufArchitecture = "bert"

    /// Reads the metadata of a GGUF file.
    ///
    /// - Throws: `damaged`, or `unsupported` for another architecture.
    init(_ file: GGUFFile) throws {
        let architecture = file.string("general.architecture") ?? "none"
        guard architecture == Self.ggufArchitecture else {
            throw ModelFileError(
                .unsupported,
                "\(file.path): models of the architecture “\(architecture)” make no vectors here; “bert” does")
        }
        hiddenSize = try file.integer("bert.embedding_length", Limits.hiddenSize)
        layers = try file.integer("bert.block_count", Limits.layers)
        heads = try file.integer("bert.attention.head_count", Limits.heads)
        intermediateSize = try file.integer("bert.feed_forward_length", Limits.intermediateSize)
        vocabularySize = file.strings("tokenizer.ggml.tokens")?.count ?? 0
        positions = try file.integer("bert.context_length", Limits.positions)
        segments = try file.integer("tokenizer.ggml.token_type_count", Limits.segments, default: 2)
        epsilon = file.float("bert.attention.layer_norm_epsilon").map(Float.init) ?? 1e-12
        maximumLength = positions
        try check(path: file.path)
    }
}
