import Foundation
import Probes
import Synchronization

/// What this machine can do at the most, all processors together.
struct Limits {
    /// Multiply-adds of f32, two operations each, a second.
    var f32: Double
    /// Dot products of 8-bit integers, operations a second; 0 where unknown.
    var int8: Double
    /// Dot products of bfloat16, operations a second; 0 where unknown.
    var bfloat16: Double
    /// Bytes a second read from 100 MiB, the size of a small model.
    var read: Double

    /// Measures them on `threads` threads, about two seconds in all.
    init(threads: Int) {
        f32 = Self.sum(threads) { _ in probe_f32(0.4) }
        int8 = Self.sum(threads) { _ in probe_int8(0.4) }
        bfloat16 = Self.sum(threads) { _ in probe_bf16(0.4) }
        read = Self.readRate(threads)
    }

    /// ``read`` of this moment.
    static func readRate(_ threads: Int) -> Double {
        let size = (100 << 20) / threads / 4096 * 4096
        guard let memory = probe_memory(size * threads) else { return 0 }
        defer { free(memory) }
        let address = UInt(bitPattern: memory)
        return sum(threads) { thread in
            UnsafeRawPointer(bitPattern: address + UInt(thread * size)).map { probe_read($0, size, 0.4) } ?? 0
        }
    }

    /// The sum of what `measure` gives on each thread, all at once.
    private static func sum(_ threads: Int, _ measure: @Sendable (Int) -> Double) -> Double {
        let total = Mutex(0.0)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let rate = measure(thread)
            total.withLock { $0 += rate }
        }
        return total.withLock { $0 }
    }
}
