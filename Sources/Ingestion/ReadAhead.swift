internal import Foundation

/// Prepares jobs ahead of their turn, several at the same time, and hands on what came of them in their order.
struct ReadAhead {
    let jobs: [SourceJob]
    /// The most jobs at a time.
    var width = ProcessInfo.processInfo.activeProcessorCount
    /// The bytes of files that may be in memory before their turn; a file of more waits until it is alone.
    var maximumBytes = 67_108_864

    /// How many jobs may be done before their turn, for each that is prepared at a time.
    private static let depth = 4

    /// Calls `body` with each job and its outcome, in order, while the next ones are prepared.
    ///
    /// - Throws: what preparing a job throws, when its turn comes, or what `body` throws.
    func forEach(_ body: (SourceJob, SourceJob.Outcome) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Prepared.self) { group in
            var ready: [Int: Prepared] = [:]
            var sizes: [Int: Int] = [:]
            var started = 0
            var running = 0
            var turn = 0
            while turn < jobs.count {
                while started < jobs.count, running < width, started - turn < width * Self.depth {
                    let size = jobs[started].expectedBytes
                    guard sizes.isEmpty || sizes.values.reduce(size, +) <= maximumBytes else { break }
                    sizes[started] = size
                    let (index, job) = (started, jobs[started])
                    group.addTask { await Prepared(index, job) }
                    started += 1
                    running += 1
                }
                if let prepared = ready.removeValue(forKey: turn) {
                    try await body(jobs[turn], try prepared.outcome.get())
                    sizes[turn] = nil
                    turn += 1
                } else if let prepared = try await group.next() {
                    ready[prepared.index] = prepared
                    running -= 1
                }
            }
        }
    }

    /// A job that is done and waits for its turn.
    private final class Prepared: Sendable {
        let index: Int
        let outcome: Result<SourceJob.Outcome, any Error>

        init(_ index: Int, _ job: SourceJob) async {
            self.index = index
            do {
                outcome = .success(try await job.prepare())
            } catch {
                outcome = .failure(error)
            }
        }
    }
}
