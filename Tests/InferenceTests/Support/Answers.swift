import Inference

/// What an engine said, whole.
struct WholeAnswer {
    var pieces: [String] = []
    var tokens: [GeneratedToken] = []
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
            case .token(let token): answer.tokens.append(token)
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

    /// A question over three passages, to which the default engine has one answer that is far likelier than any other.
    static func hexaphone(tokens: Int = 48) -> GenerationRequest {
        .asking(
            """
            Answer from the context only. If the context does not hold the answer, say so.

            Context:
            [1] The Hexaphone was built in 1911 by Ada Lindqvist in Tromsø. It has 48 keys.
            [2] Tromsø lies north of the Arctic Circle.
            [3] The instrument was restored in 1987 by Piet van Dongen.

            Question: Who restored the Hexaphone, and when?
            """, tokens: tokens)
    }
}
