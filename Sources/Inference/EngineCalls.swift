internal import Synchronization

/// Asks an engine for texts that nobody reads as they come, and counts what they took.
package final class EngineCalls: Sendable {
    /// The engine that is asked.
    package let engine: any Engine
    private let made = Mutex<[GenerationSummary]>([])

    /// Counts from nothing.
    package init(_ engine: any Engine) { self.engine = engine }

    /// What each call took, in order.
    package var summaries: [GenerationSummary] { made.withLock { $0 } }

    /// The whole text of an answer.
    ///
    /// - Throws: an ``InferenceError``, or `CancellationError`.
    package func text(answering request: GenerationRequest) async throws -> String {
        var text = ""
        for try await event in engine.generate(request) {
            switch event {
            case .text(let piece): text += piece
            case .token: break
            case .finished(let summary): made.withLock { $0.append(summary) }
            }
        }
        try Task.checkCancellation()
        return text
    }
}
