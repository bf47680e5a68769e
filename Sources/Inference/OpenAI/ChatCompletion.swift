internal import Foundation

/// What `/chat/completions` is sent.
struct ChatCompletionBody: Encodable {
    var model: String
    var messages: [ChatMessage]
    var stream = true
    var streamOptions: StreamOptions? = StreamOptions()
    var temperature: Double?
    var topP: Double?
    var seed: Int?
    var maxTokens: Int?
    var maxCompletionTokens: Int?
    var stop: [String]?

    struct StreamOptions: Encodable {
        var includeUsage = true

        enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
    }

    enum CodingKeys: String, CodingKey {
        case model, messages, stream, temperature, seed, stop
        case streamOptions = "stream_options"
        case topP = "top_p"
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// The protocol knows neither top-k, min-p nor a repetition penalty, and takes four stop strings; servers refuse what they
    /// do not know, so these are left out.
    init(_ request: GenerationRequest, model: String) {
        self.model = model
        messages = request.messages
        temperature = request.sampling.temperature
        topP = request.sampling.temperature > 0 ? request.sampling.topP : nil
        seed = Int(request.sampling.seed & 0x7FFF_FFFF)
        maxTokens = request.maximumTokens
        stop = request.stop.isEmpty ? nil : Array(request.stop.prefix(4))
    }

    /// The same without what a server said it does not take; nil where nothing of this is in its complaint.
    func adapted(toComplaint complaint: String) -> ChatCompletionBody? {
        var body = self
        if complaint.contains("max_completion_tokens"), maxTokens != nil {
            body.maxCompletionTokens = maxTokens
            body.maxTokens = nil
        } else if complaint.contains("stream_options"), streamOptions != nil {
            body.streamOptions = nil
        } else if complaint.contains("temperature"), temperature != nil {
            body.temperature = nil
            body.topP = nil
        } else if complaint.contains("seed"), seed != nil {
            body.seed = nil
        } else {
            return nil
        }
        return body
    }
}

/// A piece of a streamed answer, or a whole answer from a server that does not stream.
struct ChatCompletionPiece: Decodable {
    var choices: [Choice]?
    var usage: Usage?
    var error: ServerComplaint?

    struct Choice: Decodable {
        var delta: Content?
        var message: Content?
        var finishReason: String?

        enum CodingKeys: String, CodingKey {
            case delta, message
            case finishReason = "finish_reason"
        }
    }

    struct Content: Decodable {
        var content: String?
    }

    struct Usage: Decodable {
        var promptTokens: Int?
        var completionTokens: Int?

        enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
        }
    }
}

/// What a server says about a request that it does not answer, in any of the forms that are about.
struct ServerComplaint: Decodable {
    var message: String

    private enum CodingKeys: String, CodingKey { case error, message, detail }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let inner = try? container.decode(ServerComplaint.self, forKey: .error) {
            message = inner.message
        } else if let text = try? container.decode(String.self, forKey: .message) {
            message = text
        } else {
            message = try container.decode(String.self, forKey: .detail)
        }
    }
}

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
