internal import Foundation
public import Inference
internal import Synchronization

/// An engine that says what the test wrote, in the pieces that the test wrote, and remembers what it was asked. A token is a
/// word.
public final class ScriptedEngine: Engine {
    public let name = "scripted"
    public let sizeClass: EngineSizeClass
    public let contextLength: Int
    public let isBaseModel: Bool

    private let reply: @Sendable (GenerationRequest) -> [String]
    private let failure: (any Error)?
    private let pause: Duration
    private let asked = Mutex<[GenerationRequest]>([])
    private let stopped = Mutex(false)

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - pause: waits this long before every piece.
    ///   - failure: thrown after the last piece.
    public init(
        _ sizeClass: EngineSizeClass, contextLength: Int = 4096, isBaseModel: Bool = false, pause: Duration = .zero,
        failure: (any Error)? = nil, reply: @escaping @Sendable (GenerationRequest) -> [String]
    ) {
        self.sizeClass = sizeClass
        self.contextLength = contextLength
        self.isBaseModel = isBaseModel
        self.pause = pause
        self.failure = failure
        self.reply = reply
    }

    /// Creates an engine that says the same to all that it is asked.
    public convenience init(_ sizeClass: EngineSizeClass, says text: String) {
        self.init(sizeClass) { _ in [text] }
    }

    /// What it was asked, in order.
    public var requests: [GenerationRequest] { asked.withLock { $0 } }
    /// Whether a consumer went away before the end.
    public var wasStopped: Bool { stopped.withLock { $0 } }

    public func tokenCount(of messages: [ChatMessage]) throws -> Int {
        messages.reduce(1) { $0 + 3 + $1.content.split(whereSeparator: \.isWhitespace).count }
    }

    public func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
        asked.withLock { $0.append(request) }
        return AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let pieces = reply(request)
                    for piece in pieces {
                        if pause > .zero { try await Task.sleep(for: pause) }
                        try Task.checkCancellation()
                        continuation.yield(.text(piece))
                    }
                    if let failure { throw failure }
                    continuation.yield(
                        .finished(
                            GenerationSummary(
                                reason: .endOfText, promptTokens: try tokenCount(of: request.messages),
                                answerTokens: pieces.count)))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { [self] reason in
                if case .cancelled = reason { stopped.withLock { $0 = true } }
                task.cancel()
            }
        }
    }
}

extension GenerationRequest {
    /// The number of the passage that holds `words`; 0 where none does.
    public func number(of words: String) -> Int {
        let passages = messages.last?.content.components(separatedBy: "\n\n") ?? []
        guard let passage = passages.first(where: { $0.first == "[" && $0.contains(words) }) else { return 0 }
        return Int(passage.dropFirst().prefix { $0 != "]" }) ?? 0
    }
}
