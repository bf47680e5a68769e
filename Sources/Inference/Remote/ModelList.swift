/// What `/models` answers.
struct ModelList: Decodable {
    var data: [Entry]

    struct Entry: Decodable {
        var id: String
        var meta: Meta?
        var maxModelLength: Int?
        var contextLength: Int?
        var contextWindow: Int?
        var maxInputTokens: Int?

        struct Meta: Decodable {
            var contextSize: Int?

            enum CodingKeys: String, CodingKey { case contextSize = "n_ctx" }
        }

        enum CodingKeys: String, CodingKey {
            case id, meta
            case maxModelLength = "max_model_len"
            case contextLength = "context_length"
            case contextWindow = "context_window"
            case maxInputTokens = "max_input_tokens"
        }

        /// Tokens that prompt and answer may have together, where the server says so.
        var window: Int? {
            meta?.contextSize ?? maxModelLength ?? contextLength ?? contextWindow ?? maxInputTokens
        }
    }

    /// The window of a model; of the only one where no name agrees, as servers of one model answer for any name.
    func window(of model: String) -> Int? {
        let entry = data.first { $0.id == model } ?? (data.count == 1 ? data.first : nil)
        return entry?.window
    }
}
