import Evaluation
import Foundation

/// Vectors of 384 numbers with length 1 as embedders make them, generated: four of five around the centres of clusters of
/// 200, the others in random directions; queries are made like the vectors.
struct GeneratedVectors {
    static let dimension = 384
    private static let clusterSize = 200
    /// How far vectors are from their centre, compared with its length.
    private static let spread: Float = 0.9

    /// Vectors that are made at once.
    private static let batch = 16_384

    /// [clusters, ``dimension``].
    private let centres: [Float]
    private(set) var queries: [[Float]] = []
    let count: Int

    init(count: Int, queryCount: Int) {
        self.count = count
        centres = Self.parallel(max(1, count / Self.clusterSize)) { index, row in
            var random = Gaussian(seed: UInt64(index))
            for place in row.indices { row[place] = random.next() }
            Self.normalize(row)
        }
        let drawn = Self.parallel(queryCount) { draw($0, $1, seed: 1 << 50) }
        queries = (0..<queryCount).map { Array(drawn[$0 * Self.dimension..<($0 + 1) * Self.dimension]) }
    }

    /// Calls `body` with all vectors, some at a time and always the same, so that they need no memory: the index of the first, and [some,
    /// ``dimension``].
    func forEachBatch(_ body: (_ first: Int, _ numbers: [Float]) async throws -> Void) async rethrows {
        for first in stride(from: 0, to: count, by: Self.batch) {
            try await body(first, Self.parallel(min(Self.batch, count - first)) { draw(first + $0, $1, seed: 1 << 40) })
        }
    }

    /// The `limit` nearest vectors to each query, by comparing it with all.
    func nearest(_ limit: Int) async -> [Set<Int>] {
        var best = [[(score: Float, index: Int)]](repeating: [], count: queries.count)
        await forEachBatch { first, numbers in
            best.withUnsafeMutableBufferPointer { best in
                nonisolated(unsafe) let best = best
                DispatchQueue.concurrentPerform(iterations: queries.count) { query in
                    numbers.withUnsafeBufferPointer { numbers in
                        guard let start = numbers.baseAddress else { return }
                        for index in 0..<numbers.count / Self.dimension {
                            let score = Self.dot(start + index * Self.dimension, queries[query])
                            guard best[query].count < limit || score > best[query][limit - 1].score else { continue }
                            let place = best[query].firstIndex { $0.score < score } ?? best[query].count
                            best[query].insert((score, first + index), at: place)
                            if best[query].count > limit { best[query].removeLast() }
                        }
                    }
                }
            }
        }
        return best.map { Set($0.map(\.index)) }
    }

    private func draw(_ index: Int, _ row: UnsafeMutableBufferPointer<Float>, seed: UInt64) {
        var random = Gaussian(seed: seed &+ UInt64(index))
        let clusters = centres.count / Self.dimension
        let cluster = Int(random.uniform() * Double(clusters)) % clusters
        let isDirection = random.uniform() < 0.2
        let scale = (isDirection ? 1 : Self.spread) / Float(Self.dimension).squareRoot()
        for place in row.indices {
            let centre = isDirection ? 0 : centres[cluster * Self.dimension + place]
            row[place] = centre + random.next() * scale
        }
        Self.normalize(row)
    }

    private static func dot(_ vector: UnsafePointer<Float>, _ query: [Float]) -> Float {
        query.withUnsafeBufferPointer { query in
            var sum = SIMD16<Float>()
            for place in stride(from: 0, to: dimension, by: 16) {
                let a = UnsafeRawPointer(vector + place).loadUnaligned(as: SIMD16<Float>.self)
                let b = UnsafeRawPointer(query.baseAddress.map { $0 + place } ?? vector)
                sum += a * b.loadUnaligned(as: SIMD16<Float>.self)
            }
            return sum.sum()
        }
    }

    private static func normalize(_ row: UnsafeMutableBufferPointer<Float>) {
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for place in row.indices { row[place] /= length }
    }

    private static func parallel(
        _ rows: Int, _ body: (Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: rows * dimension) { buffer, count in
            nonisolated(unsafe) let target = buffer
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: rows) { row in
                body(row, .init(rebasing: target[row * dimension..<(row + 1) * dimension]))
            }
            count = rows * dimension
        }
    }
}

/// Numbers of the normal distribution (Box and Muller, 1958), the same on every run.
private struct Gaussian {
    private var draws: Draws
    private var spare: Float?

    init(seed: UInt64) { draws = Draws(seed: seed &* 0x9E37_79B9_7F4A_7C15) }

    /// From 0 up to 1.
    mutating func uniform() -> Double {
        Double(draws.next() >> 11) * 0x1p-53
    }

    mutating func next() -> Float {
        if let number = spare {
            spare = nil
            return number
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = Float(radius * sin(angle))
        return Float(radius * cos(angle))
    }
}
