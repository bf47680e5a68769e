/// The tokens of one word while pairs of them are merged, lowest rank first and leftmost first among equals.
///
/// A word of n bytes takes O(n log n) time: a run of a million equal letters is no worse than a million letters of text.
struct MergeQueue {
    private var ids: [Int32]
    private var next: [Int32]
    private var previous: [Int32]
    private var heap: [Candidate] = []

    private struct Candidate {
        var rank: Int32
        var left: Int32
        var leftID: Int32
        var rightID: Int32
        var result: Int32

        func precedes(_ other: Candidate) -> Bool { rank != other.rank ? rank < other.rank : left < other.left }
    }

    /// Stands for a byte without a token; it is merged with nothing and left out at the end.
    static let unknown: Int32 = -2
    /// Stands where a token was merged into the one before.
    private static let merged: Int32 = -1

    init(tokens: [Int32]) {
        ids = tokens
        next = tokens.indices.map { Int32($0 + 1) }
        previous = tokens.indices.map { Int32($0 - 1) }
    }

    /// The tokens that are left.
    var tokens: [Int32] { ids.filter { $0 >= 0 } }

    /// Merges pairs until none stand beside each other that are in `merges`.
    mutating func mergeAll(by merges: some MergeRules) {
        for left in ids.indices.dropLast() { consider(Int32(left), merges) }
        while let candidate = popFirst() {
            let left = Int(candidate.left)
            guard ids[left] == candidate.leftID else { continue }
            let right = Int(next[left])
            guard right < ids.count, ids[right] == candidate.rightID else { continue }
            ids[left] = candidate.result
            ids[right] = Self.merged
            next[left] = next[right]
            if Int(next[right]) < ids.count { previous[Int(next[right])] = candidate.left }
            if previous[left] >= 0 { consider(previous[left], merges) }
            consider(candidate.left, merges)
        }
    }

    private mutating func consider(_ left: Int32, _ merges: some MergeRules) {
        let right = Int(next[Int(left)])
        guard right < ids.count else { return }
        let found = merges.merge(ids[Int(left)], ids[right])
        guard found.rank < .max else { return }
        push(
            Candidate(rank: found.rank, left: left, leftID: ids[Int(left)], rightID: ids[right], result: found.result))
    }

    private mutating func push(_ candidate: Candidate) {
        heap.append(candidate)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func popFirst() -> Candidate? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].precedes(heap[smallest]) {
                smallest = child
            }
            guard smallest != parent else { return first }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
