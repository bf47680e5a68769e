internal import Foundation

/// The sizes of a BERT encoder, from `config.json` and `sentence_bert_config.json`.
struct BertConfiguration: Sendable {
    var hiddenSize: Int
    var layers: Int
    var heads: Int
    var intermediateSize: Int
    var vocabularySize: Int
    var positions: Int
    var epsilon: Float
    /// The longest input in tokens, [CLS] and [SEP] included.
    var maximumLength: Int

    var headSize: Int { hiddenSize / heads }

    /// - Throws: `unreadable`, `damaged`, or `unsupported` for another architecture.
    init(contentsOf folder: URL) throws {
        let url = folder.appending(path: "config.json")
        guard let data = try? Data(contentsOf: url) else {
            throw ModelFileError(.unreadable, "\(url.path) cannot be read; fetch the model again")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw ModelFileError(.damaged, "\(url.path) is not JSON; fetch the model again")
        }
        let type = object["model_type"] as? String ?? "unknown"
        guard type == "bert" else {
            throw ModelFileError(.unsupported, "\(url.path): models of type “\(type)” cannot be run; “bert” can")
        }
        let activation = object["hidden_act"] as? String ?? "gelu"
        guard activation == "gelu" else {
            throw ModelFileError(.unsupported, "\(url.path): activation “\(activation)” cannot be run; “gelu” can")
        }
        func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let value = object[key] as? Int, range.contains(value) else {
                let found = object[key].map { "\($0)" } ?? "missing"
                throw ModelFileError(
                    .damaged,
                    "\(url.path): “\(key)” is \(found), but must be from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
        hiddenSize = try number("hidden_size", 16...4096)
        layers = try number("num_hidden_layers", 1...64)
        heads = try number("num_attention_heads", 1...64)
        intermediateSize = try number("intermediate_size", 16...16384)
        vocabularySize = try number("vocab_size", 1...1_000_000)
        positions = try number("max_position_embeddings", 4...32768)
        epsilon = (object["layer_norm_eps"] as? Double).map(Float.init) ?? 1e-12
        maximumLength = positions
        guard hiddenSize % heads == 0, headSize % 16 == 0, headSize <= 128, hiddenSize % 16 == 0,
            intermediateSize % 16 == 0
        else {
            throw ModelFileError(
                .unsupported,
                "\(url.path): sizes \(hiddenSize)/\(heads)/\(intermediateSize) cannot be run; heads must have a multiple of 16 numbers"
            )
        }
        if let data = try? Data(contentsOf: folder.appending(path: "sentence_bert_config.json")),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let length = object["max_seq_length"] as? Int, (4...positions).contains(length)
        {
            maximumLength = length
        }
    }
}
