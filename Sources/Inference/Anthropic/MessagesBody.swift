internal import Foundation

/// What `/messages` is sent (docs.claude.com, “Create a Message”).
struct MessagesBody: RemoteBody, Encodable {
    var model: String
    var maxTokens: Int
    var system: String?
    var messages: [ChatMessage]
    var stream = true
    var temperature: Double?
    var topK: Int?
    var stopSequences: [String]?

    enum CodingKeys: String, CodingKey {
        case model, system, messages, stream, temperature
        case maxTokens = "max_tokens"
        case topK = "top_k"
        case stopSequences = "stop_sequences"
    }

    /// The API knows neither min-p nor a repetition penalty, and newer models refuse top-p beside a temperature, so these are
    /// left out.
    ///
    /// - Throws: `invalidRequest`; `unsupportedRequest` for what the API cannot do.
    init(_ request: GenerationRequest, model: String) throws {
        try request.check()
        if let wish = Self.unsupportedWish(of: request) {
            throw InferenceError(
                .unsupportedRequest,
                "Anthropic's Messages API takes no \(wish); leave it out, or choose another engine (“bespoke engines”)")
        }
        self.model = model
        maxTokens = request.maximumTokens
        let told = request.messages.filter { $0.role == .system }.map(\.content).joined(separator: "\n\n")
        system = told.isEmpty ? nil : told
        messages = request.messages.filter { $0.role != .system }
        temperature = request.sampling.temperature
        topK = request.sampling.temperature > 0 && request.sampling.topK > 0 ? request.sampling.topK : nil
        let stops = request.stop.filter(Self.takesStop)
        stopSequences = stops.isEmpty ? nil : stops
    }

    /// Whether the API takes a stop string: not one of white space alone.
    static func takesStop(_ stop: String) -> Bool { !stop.allSatisfy(\.isWhitespace) }

    func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

    func adapted(toComplaint complaint: String) -> MessagesBody? {
        var body = self
        if complaint.contains("top_k"), topK != nil {
            body.topK = nil
        } else if complaint.contains("temperature"), temperature != nil {
            body.temperature = nil
            body.topK = nil
        } else {
            return nil
        }
        return body
    }

    private static func unsupportedWish(of request: GenerationRequest) -> String? {
        let sampling = request.sampling
        if request.constraint != nil { return "constraint on the answer" }
        if request.topLogProbabilities != nil { return "request for log-probabilities" }
        if !sampling.logitBias.isEmpty { return "logit bias" }
        if sampling.seed != 0 { return "seed" }
        if sampling.temperature > 1 { return "temperature above 1 (it is \(sampling.temperature))" }
        return nil
    }
}
