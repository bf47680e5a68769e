/// What `/models` answers.
struct ModelList: Decodable {
    var data: [Entry]

    struct Entry: Decodable {
        var id: String
        var meta: Meta?
        var maxModelLength: Int?
        var contextLength: Int?
        var contextWindow: Int?

        struct Meta: Decodable {
            var contextSize: Int?

            enum CodingKeys: String, CodingKey { case contextSize = "n_ctx" }
        }

        enum CodingKeys: String, CodingKey {
            case id, meta
            case maxModelLength = "max_model_len"
            case contextLength = "context_length"
            case contextWindow = "context_window"
        }

        /// Tokens that prompt and answer may have together, where the server says so.
        var window: Int? { meta?.contextSize ?? maxModelLength ?? contextLength ?? contextWindow }
    }
}
