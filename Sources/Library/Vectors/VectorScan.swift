internal import CKernels
internal import Foundation
internal import Synchronization

/// A query on its way through the codes of a space.
struct VectorScan: Sendable {
    /// A vector whose codes are near to the query, and what the codes say of the cosine.
    struct Candidate: Sendable {
        var chunk: Int64
        var estimate: Float
    }

    /// The query with length 1, filled up by zeros; all zeros for a query of zeros.
    let query: [Float]
    private let codes: [Int8]
    /// cosine ≈ (sum − ``offset``) · ``scale``, for a sum over codes.
    private let scale: Float
    private let offset: Float
    private let layout: VectorLayout

    /// The vectors up to which one thread scans them all.
    private static let vectorsOfOneThread = 16_384

    init(_ vector: [Float], layout: VectorLayout) {
        self.layout = layout
        let squares = vector.reduce(0.0) { $0 + Double($1) * Double($1) }
        let inverse = squares > 0 ? 1 / squares.squareRoot() : 0
        query =
            vector.map { Float(Double($0) * inverse) }
            + [Float](repeating: 0, count: layout.paddedDimension - layout.dimension)
        var codes = [Int8](repeating: 0, count: layout.paddedDimension)
        let step = 1 / Float(layout.dimension).squareRoot()
        scale = ck_quantize_i8(query, Int64(query.count), &codes) * step
        // A code stands for the middle of its interval: 0 for −1½ steps, 3 for 1½.
        offset = 1.5 * Float(codes.reduce(0) { $0 + Int($1) })
        self.codes = codes
    }

    /// The `limit` vectors in scope whose codes are nearest to the query, best first; equal ones in order of their chunks.
    func candidates(in blocks: [VectorIndex.Block], limit: Int, scope: ProfileScope) -> [Candidate] {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let vectors = blocks.reduce(0) { $0 + $1.slots.count }
        let threads = vectors > Self.vectorsOfOneThread ? processors : 1
        let parts = (0..<threads).map { blocks.count * $0 / threads..<blocks.count * ($0 + 1) / threads }
        let found = Mutex([[NearestCodes.Entry]](repeating: [], count: threads))
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let nearest = scan(blocks[parts[thread]], limit: limit, scope: scope)
            found.withLock { $0[thread] = nearest }
        }
        var best = NearestCodes(limit: limit)
        found.withLock { $0.forEach { best.merge($0) } }
        return best.best.sorted { $0.sum != $1.sum ? $0.sum > $1.sum : $0.chunk < $1.chunk }.map {
            Candidate(chunk: $0.chunk, estimate: (Float($0.sum) - offset) * scale)
        }
    }

    private func scan(_ blocks: ArraySlice<VectorIndex.Block>, limit: Int, scope: ProfileScope) -> [NearestCodes.Entry]
    {
        var nearest = NearestCodes(limit: limit)
        var sums = [Int32](repeating: 0, count: Int(VectorLayout.blockSize))
        for block in blocks {
            scope.forEachRange(of: block.slots, firstChunk: block.firstChunk) { places in
                if let start = block.codes.bytes.baseAddress {
                    ck_vector_scan(
                        start + places.lowerBound * layout.codeBytes, Int64(places.count), Int64(layout.dimension),
                        codes, &sums)
                }
                nearest.insert(sums, count: places.count, of: block, from: places.lowerBound)
            }
        }
        return nearest.best
    }
}

/// Collects the greatest of many sums; of equal ones those that came first.
struct NearestCodes {
    struct Entry: Sendable {
        var sum: Int32
        var chunk: Int64
    }

    private let limit: Int
    private var entries: [Entry] = []
    /// A sum must be greater to be among the best.
    private var threshold = Int32.min
    private var indices = [Int32](repeating: 0, count: Int(VectorLayout.blockSize))

    init(limit: Int) {
        self.limit = max(1, limit)
        entries.reserveCapacity(4 * self.limit)
    }

    /// Takes the sums of a block's vectors from `first` on.
    mutating func insert(_ sums: [Int32], count: Int, of block: VectorIndex.Block, from first: Int) {
        let found = Int(ck_vector_above(sums, Int64(count), threshold, &indices))
        for index in indices[..<found] {
            entries.append(Entry(sum: sums[Int(index)], chunk: block.chunk(first + Int(index))))
        }
        if entries.count >= 4 * limit { keepBest() }
    }

    /// Takes what others found.
    mutating func merge(_ others: [Entry]) {
        entries += others
        keepBest()
    }

    /// The greatest sums, in no order.
    var best: [Entry] {
        var copy = self
        copy.keepBest()
        return copy.entries
    }

    private mutating func keepBest() {
        guard entries.count > limit else { return }
        var sums = entries.map(\.sum)
        let least = Self.greatest(limit, of: &sums)
        var room = limit - entries.count { $0.sum > least }
        entries.removeAll { entry in
            guard entry.sum <= least else { return false }
            guard entry.sum == least, room > 0 else { return true }
            room -= 1
            return false
        }
        threshold = least
    }

    /// The number that `count` numbers reach, which are put in another order (Hoare's quickselect, 1961).
    private static func greatest(_ count: Int, of numbers: inout [Int32]) -> Int32 {
        numbers.withUnsafeMutableBufferPointer { numbers in
            var (low, high) = (0, numbers.count - 1)
            while low < high {
                let pivot = numbers[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while numbers[left] > pivot { left += 1 }
                    while numbers[right] < pivot { right -= 1 }
                    guard left <= right else { break }
                    numbers.swapAt(left, right)
                    left += 1
                    right -= 1
                }
                if count - 1 <= right {
                    high = right
                } else if count - 1 >= left {
                    low = left
                } else {
                    break
                }
            }
            return numbers[count - 1]
        }
    }
}
