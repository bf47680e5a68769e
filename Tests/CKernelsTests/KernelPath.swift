import CKernels
import Synchronization
import Testing

/// The features that a kernel path needs, for tests that run every path that this processor has.
struct KernelPath: CustomTestStringConvertible {
    let features: UInt32
    let testDescription: String

    /// The paths of this processor; the first is the scalar one.
    static let all: [Self] = {
        let sets: [[Int]] = [
            [], [CK_AVX2], [CK_AVX2, CK_AVX512], [CK_AVX2, CK_AVX512, CK_AVX512_VNNI],
            [CK_AVX2, CK_AVX512, CK_AVX512_VNNI, CK_AVX512_BF16], [CK_NEON], [CK_NEON, CK_DOTPROD],
        ]
        return sets.filter { $0.allSatisfy { ck_cpu_features() & UInt32($0) != 0 } }.map { set in
            let name = set.last.flatMap { ck_feature_name(UInt32($0)) }.map { String(cString: $0) }
            return Self(features: UInt32(set.reduce(0, |)), testDescription: name ?? "scalar")
        }
    }()

    private static let lock = Mutex(())

    /// Runs `body` with only these features; one path at a time, since the limit is the process's.
    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.lock.withLock { _ in
            ck_limit_features(features)
            defer { ck_limit_features(.max) }
            return try body()
        }
    }
}
