import Evaluation
import Foundation

/// Vectors of 384 numbers with length 1 as embedders make them, generated: four of five around the centres of clusters of
/// 200, the others in random directions; queries are made like the vectors.
struct GeneratedVectors {
    static let dimension = 384
    private static let clusterSize = 200
    /// How far vectors are from their centre, compared with its length.
    private static let spread: Float = 0.9

    /// [count, ``dimension``].
    private(set) var numbers: [Float]
    let queries: [[Float]]
    let count: Int

    init(count: Int, queryCount: Int) {
        self.count = count
        let clusters = max(1, count / Self.clusterSize)
        let centres = Self.parallel(clusters) { index, row in
            var random = Gaussian(seed: UInt64(index))
            for place in row.indices { row[place] = random.next() }
            Self.normalize(row)
        }
        func draw(_ index: Int, _ row: UnsafeMutableBufferPointer<Float>, seed: UInt64) {
            var random = Gaussian(seed: seed &+ UInt64(index))
            let cluster = Int(random.uniform() * Double(clusters)) % clusters
            let isDirection = random.uniform() < 0.2
            let scale = (isDirection ? 1 : Self.spread) / Float(Self.dimension).squareRoot()
            for place in row.indices {
                let centre = isDirection ? 0 : centres[cluster * Self.dimension + place]
                row[place] = centre + random.next() * scale
            }
            Self.normalize(row)
        }
        numbers = Self.parallel(count) { draw($0, $1, seed: 1 << 40) }
        let drawn = Self.parallel(queryCount) { draw($0, $1, seed: 1 << 50) }
        queries = (0..<queryCount).map { Array(drawn[$0 * Self.dimension..<($0 + 1) * Self.dimension]) }
    }

    /// A vector.
    subscript(index: Int) -> [Float] { Array(numbers[index * Self.dimension..<(index + 1) * Self.dimension]) }

    /// The `limit` nearest vectors to each query, by comparing it with all.
    func nearest(_ limit: Int) -> [Set<Int>] {
        let found = numbers.withUnsafeBufferPointer { numbers in
            nonisolated(unsafe) let start = numbers.baseAddress
            let results = UnsafeMutableBufferPointer<Set<Int>>.allocate(capacity: queries.count)
            results.initialize(repeating: [])
            defer { results.deallocate() }
            nonisolated(unsafe) let target = results
            DispatchQueue.concurrentPerform(iterations: queries.count) { query in
                guard let start else { return }
                var best: [(score: Float, index: Int)] = []
                for index in 0..<count {
                    let score = Self.dot(start + index * Self.dimension, queries[query])
                    guard best.count < limit || score > best[limit - 1].score else { continue }
                    let place = best.firstIndex { $0.score < score } ?? best.count
                    best.insert((score, index), at: place)
                    if best.count > limit { best.removeLast() }
                }
                target[query] = Set(best.map(\.index))
            }
            return Array(results)
        }
        return found
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
