import CKernels
import Foundation
import Testing

// A barrier that is wrong shows as a run that never ends.
@Suite(.timeLimit(.minutes(3)))
struct ThreadsTests {
    /// What tasks write: a number a thread, each in a place of its own.
    private final class Slots {
        let values: UnsafeMutablePointer<Int>
        let pool: OpaquePointer
        let count: Int

        init(pool: OpaquePointer) {
            self.pool = pool
            count = Int(ck_pool_threads(pool))
            values = .allocate(capacity: count)
            values.initialize(repeating: 0, count: count)
        }

        deinit { values.deallocate() }

        var all: [Int] { (0..<count).map { values[$0] } }

        static func of(_ context: UnsafeMutableRawPointer?) -> Slots? {
            context.map { Unmanaged<Slots>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private func withPool(_ threads: Int32, _ body: (OpaquePointer, Slots) throws -> Void) throws {
        let pool = try #require(ck_pool_create(threads))
        defer { ck_pool_destroy(pool) }
        let slots = Slots(pool: pool)
        try withExtendedLifetime(slots) { try body(pool, slots) }
    }

    private func run(
        _ slots: Slots, _ task: @convention(c) (UnsafeMutableRawPointer?, Int32, Int32) -> Void
    ) {
        ck_pool_run(slots.pool, task, Unmanaged.passUnretained(slots).toOpaque())
    }

    @Test("Every thread takes part in every run, and all are done when it returns", arguments: [1, 2, 3, 8] as [Int32])
    func everyThread(threads: Int32) throws {
        try withPool(threads) { pool, slots in
            #expect(ck_pool_threads(pool) == threads)
            for round in 1...500 {
                run(slots) { context, thread, threads in
                    guard let slots = Slots.of(context), slots.count == Int(threads) else { return }
                    slots.values[Int(thread)] += 1
                }
                #expect(slots.all == Array(repeating: round, count: Int(threads)))
            }
        }
    }

    @Test("No thread passes a barrier before all have come to it", arguments: [1, 2, 3, 5] as [Int32])
    func barrier(threads: Int32) throws {
        try withPool(threads) { _, slots in
            for _ in 0..<5 {
                run(slots) { context, thread, _ in
                    guard let slots = Slots.of(context) else { return }
                    let own = Int(thread)
                    let start = slots.values[own]
                    for round in 1...100 {
                        slots.values[own] += 1
                        ck_pool_barrier(slots.pool)
                        let isComplete = slots.all.allSatisfy { $0 == start + round }
                        ck_pool_barrier(slots.pool)
                        if !isComplete { slots.values[own] = -1_000_000 }
                    }
                }
            }
            #expect(slots.all == Array(repeating: 500, count: Int(threads)))
        }
    }

    @Test("Threads wake from sleep")
    func wakes() throws {
        try withPool(3) { _, slots in
            for _ in 0..<4 {
                Thread.sleep(forTimeInterval: 0.03)
                run(slots) { context, thread, _ in Slots.of(context)?.values[Int(thread)] += 1 }
            }
            #expect(slots.all == [4, 4, 4])
        }
    }

    #if os(Linux)
        @Test("Threads without work take no processor time")
        func sleeps() throws {
            try withPool(2) { _, slots in
                run(slots) { context, thread, _ in
                    var clock = clockid_t()
                    guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
                    Slots.of(context)?.values[Int(thread)] = Int(clock)
                }
                let clock = clockid_t(slots.values[1])
                // On a busy machine the thread may not get to sleep at once, but a thread that never sleeps has no such span.
                var used = Double.infinity
                for _ in 0..<20 where used > 0.001 {
                    let before = try seconds(clock)
                    Thread.sleep(forTimeInterval: 0.1)
                    used = try seconds(clock) - before
                }
                #expect(used < 0.001)
            }
        }

        private func seconds(_ clock: clockid_t) throws -> Double {
            var time = timespec()
            try #require(clock_gettime(clock, &time) == 0)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    #endif

    @Test("When threads of brief runs keep each other waiting, the next 8 are the caller's alone, then 16")
    func brief() throws {
        try withPool(2) { pool, slots in
            let context = Unmanaged.passUnretained(slots).toOpaque()
            // Four runs are judged together, so each time four are shared before the caller goes on alone.
            for alone in [8, 16] {
                let before = slots.all
                for _ in 0..<4 + alone {
                    ck_pool_run_briefly(
                        pool,
                        { context, thread, threads in
                            guard let slots = Slots.of(context) else { return }
                            slots.values[Int(thread)] += 1
                            if thread == 1 { usleep(3000) }
                            if threads == 2 { ck_pool_barrier(slots.pool) }
                        }, context)
                }
                #expect(zip(slots.all, before).map(-) == [4 + alone, 4])
            }
        }
    }

    @Test("Pools of several callers work side by side")
    func sideBySide() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    try withPool(2) { _, slots in
                        for _ in 0..<200 {
                            run(slots) { context, thread, _ in Slots.of(context)?.values[Int(thread)] += 1 }
                        }
                        #expect(slots.all == [200, 200])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("A pool has at least the caller's thread; destroying none is allowed")
    func smallest() throws {
        for threads: Int32 in [0, -3] {
            try withPool(threads) { pool, slots in
                #expect(ck_pool_threads(pool) == 1)
                run(slots) { context, thread, _ in Slots.of(context)?.values[Int(thread)] += 1 }
                #expect(slots.all == [1])
            }
        }
        ck_pool_destroy(nil)
    }
}
