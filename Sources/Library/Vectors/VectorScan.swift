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

    /// Blocks that a thread takes at a time: a library of so few is scanned by one thread.
    private static let share = 32

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
        let limit = min(limit, blocks.count * Int(VectorLayout.blockSize))
        let shares = (blocks.count + Self.share - 1) / Self.share
        let next = Atomic(0)
        let reach = Atomic(Int64.min)
        let best = Mutex(NearestCodes(limit: limit))
        DispatchQueue.concurrentPerform(iterations: min(shares, ProcessInfo.processInfo.activeProcessorCount)) { _ in
            var nearest = NearestCodes(limit: limit)
            while true {
                let share = next.add(1, ordering: .relaxed).oldValue
                guard share < shares else { break }
                let end = min(blocks.count, (share + 1) * Self.share)
                scan(blocks, share * Self.share..<end, scope, reach, &nearest)
            }
            best.withLock { $0.merge(nearest) }
        }
        return best.withLock { $0.sorted }.map { entry in
            let (block, slot) = entry.place.quotientAndRemainder(dividingBy: Int(VectorLayout.blockSize))
            return Candidate(chunk: blocks[block].chunk(slot), estimate: (Float(entry.sum) - offset) * scale)
        }
    }

    /// Scans the blocks of `range`.
    ///
    /// - Parameter reach: what an entry must be beyond to be among the best of what all threads have seen.
    private func scan(
        _ blocks: [VectorIndex.Block], _ range: Range<Int>, _ scope: ProfileScope, _ reach: borrowing Atomic<Int64>,
        _ nearest: inout NearestCodes
    ) {
        var sums = [Int32](repeating: 0, count: Int(VectorLayout.blockSize))
        nearest.raise(to: reach.load(ordering: .relaxed))
        for number in range {
            let block = blocks[number]
            scope.forEachRange(of: block.slots, firstChunk: block.firstChunk) { places in
                if let start = block.codes.bytes.baseAddress {
                    ck_vector_scan(
                        start + places.lowerBound * layout.codeBytes, Int64(places.count), Int64(layout.dimension),
                        codes, &sums)
                }
                nearest.insert(
                    sums, count: places.count, from: number * Int(VectorLayout.blockSize) + places.lowerBound)
            }
        }
        _ = reach.max(nearest.threshold, ordering: .relaxed)
    }
}

/// Collects the greatest of many sums; of equal ones those at the first places. In which order they come does not matter.
struct NearestCodes {
    /// A sum and the place of its vector: one number, which is greater for a greater sum and, of equal ones, for an earlier place.
    private typealias Entry = Int64

    private let limit: Int
    private var entries: [Entry] = []
    /// An entry must be greater to be among the best.
    private(set) var threshold = Int64.min
    private var indices = [Int32](repeating: 0, count: Int(VectorLayout.blockSize))

    init(limit: Int) {
        self.limit = max(1, limit)
        entries.reserveCapacity(2 * self.limit + indices.count)
    }

    /// What is kept, the greatest sums first.
    var sorted: [(sum: Int32, place: Int)] {
        var copy = self
        copy.keepBest()
        return copy.entries.sorted(by: >).map { (Int32($0 >> 32), Int(~UInt32(truncatingIfNeeded: $0))) }
    }

    /// Takes entries only if they are greater than this, which enough others are.
    mutating func raise(to threshold: Int64) { self.threshold = max(self.threshold, threshold) }

    /// Takes the sums of vectors at so many places from `first` on.
    mutating func insert(_ sums: [Int32], count: Int, from first: Int) {
        let least = threshold == .min ? .min : Int32(threshold >> 32) - 1
        let found = Int(ck_vector_above(sums, Int64(count), least, &indices))
        for index in indices[..<found] {
            let entry = Int64(sums[Int(index)]) << 32 | Int64(~UInt32(first + Int(index)))
            if entry > threshold { entries.append(entry) }
        }
        if entries.count >= 2 * limit { keepBest() }
    }

    /// Takes what others found.
    mutating func merge(_ others: Self) {
        entries += others.entries
        keepBest()
    }

    private mutating func keepBest() {
        guard entries.count > limit else { return }
        Self.moveGreatest(limit, to: &entries)
        entries.removeLast(entries.count - limit)
        raise(to: entries.min() ?? .min)
    }

    /// Puts the `count` greatest numbers first (Hoare's quickselect, 1961).
    private static func moveGreatest(_ count: Int, to numbers: inout [Entry]) {
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
        }
    }
}
