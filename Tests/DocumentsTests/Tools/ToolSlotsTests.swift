import Documents
import Foundation
import Synchronization
import Testing

@Suite struct ToolSlotsTests {
    /// How many run, how many ran at the same time at the most, and how many are done.
    private final class Counts: Sendable {
        private let counts = Mutex((running: 0, most: 0, done: 0))

        var most: Int { counts.withLock { $0.most } }
        var done: Int { counts.withLock { $0.done } }

        func begin() {
            counts.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
        }

        func end() {
            counts.withLock {
                $0.running -= 1
                $0.done += 1
            }
        }
    }

    @Test("No more run at a time than there are slots, and all run in the end") func limits() async throws {
        let slots = ToolSlots(count: 3)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await slots.withSlot {
                        counts.begin()
                        try await Task.sleep(for: .milliseconds(2))
                        counts.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.most == 3)
        #expect(counts.done == 40)
    }

    @Test("Who is cancelled while waiting gives up at once, and those behind are served") func cancellation()
        async throws
    {
        let slots = ToolSlots(count: 1)
        let holder = Task { try await slots.withSlot { try await Task.sleep(for: .milliseconds(300)) } }
        try await Task.sleep(for: .milliseconds(50))
        let waiter = Task { try await slots.withSlot {} }
        let next = Task { try await slots.withSlot { 7 } }
        try await Task.sleep(for: .milliseconds(50))
        waiter.cancel()
        let start = ContinuousClock.now
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(ContinuousClock.now - start < .milliseconds(200))
        try await holder.value
        #expect(try await next.value == 7)
    }
}
