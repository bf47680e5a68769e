internal import Foundation
internal import Synchronization

/// Work that several threads share.
enum Shares {
    /// Divides the numbers below `count` into ranges of nearly equal length, a thread each, and returns what `body` makes of them, in order.
    ///
    /// Blocks the calling thread. - Throws: what `body` throws for the first of them that fails.
    static func map<Value: Sendable>(
        _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> Value
    ) throws -> [Value] {
        let results = Mutex([Int: Result<Value, any Error>]())
        DispatchQueue.concurrentPerform(iterations: threads) { number in
            let result = Result { try body(count * number / threads..<count * (number + 1) / threads) }
            results.withLock { $0[number] = result }
        }
        return try results.withLock { $0 }.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
}
