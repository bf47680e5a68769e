internal import Foundation

/// What `/chat/completions` is sent.
struct ChatCompletionBody: RemoteBody, Encodable {
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
    var logitBias: [String: Double]?
    var logprobs: Bool?
    var topLogprobs: Int?
    /// Encoded apart from the rest: the order of a schema's properties is that of the answer.
    var responseFormat: ResponseFormat?

    struct StreamOptions: Encodable, Sendable {
        var includeUsage = true

        enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
    }

    enum CodingKeys: String, CodingKey {
        case model, messages, stream, temperature, seed, stop, logprobs
        case streamOptions = "stream_options"
        case topP = "top_p"
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
        case logitBias = "logit_bias"
        case topLogprobs = "top_logprobs"
    }

    /// Stop strings that the protocol takes; ``ChatAnswer`` looks for the others.
    static let maximumStops = 4

    /// The protocol knows neither top-k, min-p nor a repetition penalty, and takes few stop strings; servers refuse what they
    /// do not know, so these are left out.
    ///
    /// - Throws: `invalidRequest`; `unsupportedRequest` for biased tokens that are not named by their numbers.
    init(_ request: GenerationRequest, schema: AnswerSchema?, model: String) throws {
        try request.check()
        self.model = model
        messages = request.messages
        temperature = request.sampling.temperature
        topP = request.sampling.temperature > 0 ? request.sampling.topP : nil
        seed = Int(request.sampling.seed & 0x7FFF_FFFF)
        maxTokens = request.maximumTokens
        stop = request.stop.isEmpty ? nil : Array(request.stop.prefix(Self.maximumStops))
        logitBias = try Self.logitBias(request.sampling.logitBias)
        logprobs = request.topLogProbabilities == nil ? nil : true
        topLogprobs = request.topLogProbabilities
        responseFormat = schema.map { .jsonSchema($0.text) }
    }

    /// The bytes that are sent.
    func encoded() throws -> [UInt8] {
        let rest = try JSONEncoder().encode(self)
        guard let responseFormat else { return Array(rest) }
        return rest.dropLast() + Array(#","response_format":\#(responseFormat.json)}"#.utf8)
    }

    /// By number, from −100, which rules a token out, to 100.
    private static func logitBias(_ biases: [SamplingSettings.Token: Double]) throws -> [String: Double]? {
        guard !biases.isEmpty else { return nil }
        return try biases.reduce(into: [:]) { result, entry in
            guard case .id(let id) = entry.key else {
                throw InferenceError(
                    .unsupportedRequest,
                    "a server takes the bias of a token by its number only, not that of \(entry.key); give its id, or choose an "
                        + "engine on this machine")
            }
            result[String(id)] = max(-100, min(100, entry.value))
        }
    }

    /// The same without what a server said it does not take; nil where nothing of this is in its complaint.
    func adapted(toComplaint complaint: String) -> ChatCompletionBody? {
        var body = self
        if complaint.contains("response_format"), let other = responseFormat?.alternative {
            body.responseFormat = other
        } else if complaint.contains("max_completion_tokens"), maxTokens != nil {
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
