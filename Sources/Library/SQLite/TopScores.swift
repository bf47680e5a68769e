/// Keeps the best of many scores: a heap whose root is the worst that is kept.
struct TopScores {
    private let limit: Int
    private var heap: [(id: Int64, score: Float)] = []

    init(limit: Int) { self.limit = max(0, limit) }

    /// The scores kept, best first; equal scores in order of their ids.
    var sorted: [ScoredChunk] {
        heap.sorted { Self.isWorse($1, $0) }.map { ScoredChunk(id: $0.id, score: Double($0.score)) }
    }

    /// The worst score that is kept, once there are as many as wanted: others must be better.
    var threshold: Float? { heap.count == limit ? heap.first?.score : nil }

    mutating func insert(_ id: Int64, score: Float) {
        if heap.count < limit {
            heap.append((id, score))
            siftUp()
        } else if let root = heap.first, Self.isWorse(root, (id, score)) {
            heap[0] = (id, score)
            siftDown()
        }
    }

    private static func isWorse(_ a: (id: Int64, score: Float), _ b: (id: Int64, score: Float)) -> Bool {
        a.score != b.score ? a.score < b.score : a.id > b.id
    }

    private mutating func siftUp() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.isWorse(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && Self.isWorse(heap[right], heap[left]) ? right : left
            guard Self.isWorse(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
