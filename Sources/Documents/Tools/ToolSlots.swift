internal import Foundation

/// Lets only so many programs run at the same time, however many files are read: each takes a slot and gives it back.
package actor ToolSlots {
    /// Two for each processor: of two that work on the same pages, one often waits for the disk.
    static let shared = ToolSlots(count: 2 * ProcessInfo.processInfo.activeProcessorCount)

    private var free: Int
    private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    private var nextNumber = 0

    package init(count: Int) { free = count }

    /// Runs `body` while it holds a slot; those who wait are served in the order in which they came.
    ///
    /// - Throws: what `body` throws, or `CancellationError` while waiting.
    package nonisolated func withSlot<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await take()
        do {
            let value = try await body()
            await giveBack()
            return value
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async throws {
        guard free == 0 else {
            free -= 1
            return
        }
        let number = nextNumber
        nextNumber += 1
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting.append((number, continuation))
                }
            }
        } onCancel: {
            Task { await giveUp(number) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().continuation.resume()
        }
    }

    private func giveUp(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }
}
