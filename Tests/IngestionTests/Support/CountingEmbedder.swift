import Foundation
import Inference
import Synchronization

/// An embedder whose vectors depend on the text alone and which remembers what it was given.
final class CountingEmbedder: Embedder {
    let name: String
    let dimension = 8
    let maximumTokens = 64
    private let given = Mutex<[String]>([])
    /// Seconds that a batch takes.
    let delay: Double
    /// The number of batches after which it fails.
    let batches: Mutex<Int?>

    init(name: String = "counting", delay: Double = 0, failingAfter batches: Int? = nil) {
        self.name = name
        self.delay = delay
        self.batches = Mutex(batches)
    }

    /// All texts in the order in which they were embedded.
    var texts: [String] { given.withLock { $0 } }

    func covers(_ text: String) -> Bool { true }
    func tokenCount(_ text: String) -> Int { simpleTokenCount(text) }

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try batches.withLock { left in
            guard let count = left else { return }
            guard count > 0 else { throw InferenceError(.brokenOff, "the embedder broke off") }
            left = count - 1
        }
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
        given.withLock { $0 += texts }
        return texts.map { text in
            var vector = [Float](repeating: 0, count: dimension)
            for (place, byte) in text.utf8.enumerated() { vector[place % dimension] += Float(byte) }
            let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / max(norm, 1) }
        }
    }
}
