/// A piece of a streamed answer, or a whole answer from a server that does not stream.
struct ChatCompletionPiece: Decodable {
    var choices: [Choice]?
    var usage: Usage?
    var error: ServerComplaint?

    struct Choice: Decodable {
        var delta: Content?
        var message: Content?
        var finishReason: String?
        var logprobs: LogProbabilities?

        enum CodingKeys: String, CodingKey {
            case delta, message, logprobs
            case finishReason = "finish_reason"
        }
    }

    struct Content: Decodable {
        var content: String?
        /// What servers of models that think send before the answer.
        var thoughts: String?

        enum CodingKeys: String, CodingKey {
            case content
            case thoughts = "reasoning_content"
        }
    }

    struct LogProbabilities: Decodable {
        var content: [Token]

        private enum CodingKeys: String, CodingKey { case content }

        /// What is of another protocol counts for nothing: it is sent by servers that were not asked for it, too.
        init(from decoder: any Decoder) {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            content = (try? container?.decodeIfPresent([Token].self, forKey: .content)) ?? []
        }
    }

    struct Token: Decodable {
        var token: String
        var bytes: [UInt8]?
        var logprob: Double
        var topLogprobs: [Token]?

        enum CodingKeys: String, CodingKey {
            case token, bytes, logprob
            case topLogprobs = "top_logprobs"
        }

        var likelihood: TokenLikelihood {
            TokenLikelihood(id: nil, bytes: bytes ?? Array(token.utf8), logProbability: logprob)
        }

        /// - Parameter count: how many of the likeliest were asked for; servers add the token itself.
        func generated(likeliest count: Int) -> GeneratedToken {
            let likeliest = (topLogprobs ?? []).map(\.likelihood).sorted { $0.logProbability > $1.logProbability }
            return GeneratedToken(likelihood, likeliest: Array(likeliest.prefix(count)))
        }
    }

    struct Usage: Decodable {
        var promptTokens: Int?
        var completionTokens: Int?
        var promptTokensDetails: Details?

        struct Details: Decodable {
            var cachedTokens: Int?

            enum CodingKeys: String, CodingKey { case cachedTokens = "cached_tokens" }
        }

        enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
            case promptTokensDetails = "prompt_tokens_details"
        }
    }
}
