/// Finds the tokens with the largest logits.
enum LikeliestTokens {
    /// A token and its logit.
    typealias Candidate = (id: Int32, logit: Float)

    /// The `count` likeliest tokens, likeliest first and the first of equals; logits that are not finite are passed over.
    ///
    /// A heap of that size keeps them while all logits are looked at once.
    static func first(_ count: Int, of logits: [Float]) -> [Candidate] {
        let finite = logits.indices.lazy.filter { logits[$0].isFinite }.map { (id: Int32($0), logit: logits[$0]) }
        guard count < logits.count else { return finite.sorted(by: precedes) }
        guard count > 0 else { return [] }
        var heap: [Candidate] = []
        for candidate in finite {
            if heap.count < count {
                heap.append(candidate)
                if heap.count == count { heap.sort { precedes($1, $0) } }
            } else if precedes(candidate, heap[0]) {
                heap[0] = candidate
                sink(in: &heap)
            }
        }
        return heap.sorted(by: precedes)
    }

    private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
        a.logit != b.logit ? a.logit > b.logit : a.id < b.id
    }

    /// Moves the first candidate down to where no likelier one is above it.
    private static func sink(in heap: inout [Candidate]) {
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(heap[last], heap[child])
            {
                last = child
            }
            if last == parent { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }
}
