import Inference

/// What an engine said, whole.
struct WholeAnswer {
    var pieces: [String] = []
    var summary: GenerationSummary?

    var text: String { pieces.joined() }
}

extension Engine {
    /// Waits for the whole answer.
    func answer(_ request: GenerationRequest) async throws -> WholeAnswer {
        var answer = WholeAnswer()
        for try await event in generate(request) {
            switch event {
            case .text(let piece): answer.pieces.append(piece)
            case .finished(let summary): answer.summary = summary
            }
        }
        return answer
    }

    /// Waits for the error that the answer ends with; nil where there is none.
    func failure(_ request: GenerationRequest) async -> InferenceError? {
        do {
            _ = try await answer(request)
            return nil
        } catch {
            return error as? InferenceError
        }
    }
}

extension GenerationRequest {
    /// A greedy request with one question.
    static func asking(_ question: String, tokens: Int = 32, stop: [String] = []) -> GenerationRequest {
        GenerationRequest(messages: [ChatMessage(.user, question)], maximumTokens: tokens, stop: stop)
    }
}
