/// Finds the tokens with the largest logits.
struct LikeliestTokens {
    /// A token and its logit.
    typealias Candidate = (id: Int32, logit: Float)

    /// The `count` likeliest tokens of those allowed, likeliest first and the first of equals; logits that are not finite are
    /// passed over.
    ///
    /// A heap of that size keeps them while all logits are looked at once.
    ///
    /// - Parameters:
    ///   - logits: [vocabulary].
    ///   - allowed: nil for all.
    static func first(_ count: Int, of logits: [Float], among allowed: TokenSet? = nil) -> [Candidate] {
        guard count > 0 else { return [] }
        var tokens = LikeliestTokens(count: min(count, logits.count))
        logits.withUnsafeBufferPointer { logits in
            switch allowed?.storage {
            case .list(let ids):
                for id in ids where logits.indices.contains(Int(id)) { tokens.consider(Int(id), logits[Int(id)]) }
            case .bits(let words): words.withUnsafeBufferPointer { tokens.consider(logits, $0) }
            case nil: tokens.consider(logits, nil)
            }
        }
        return tokens.heap.sorted(by: precedes)
    }

    private let count: Int
    /// The likeliest so far; where there are `count`, the least likely is at the top of a heap.
    private var heap: [Candidate] = []
    /// Only a larger logit is among the likeliest.
    private var threshold = -Float.infinity

    private init(count: Int) {
        self.count = count
        heap.reserveCapacity(count)
    }

    /// Looks at 64 logits at once, most of which are too small.
    ///
    /// - Parameter words: bit i of word w says whether token 64 w + i is allowed; nil for all.
    private mutating func consider(_ logits: UnsafeBufferPointer<Float>, _ words: UnsafeBufferPointer<UInt64>?) {
        for word in 0..<(logits.count + 63) / 64 {
            let allowed: UInt64 = if let words { word < words.count ? words[word] : 0 } else { .max }
            let block = UnsafeBufferPointer(rebasing: logits[64 * word..<min(64 * word + 64, logits.count)])
            guard allowed != 0, block.count < 64 || Self.hasLarger(block, than: threshold) else { continue }
            for index in block.indices where block[index] > threshold && allowed >> UInt64(index) & 1 == 1 {
                consider(64 * word + index, block[index])
            }
        }
    }

    /// Whether one of 64 numbers is larger.
    private static func hasLarger(_ block: UnsafeBufferPointer<Float>, than threshold: Float) -> Bool {
        let bytes = UnsafeRawBufferPointer(block)
        let limit = SIMD16<Float>(repeating: threshold)
        var larger = SIMDMask<SIMD16<Int32>>(repeating: false)
        for start in stride(from: 0, to: bytes.count, by: 64) {
            larger .|= bytes.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self) .> limit
        }
        return any(larger)
    }

    private mutating func consider(_ id: Int, _ logit: Float) {
        guard logit > threshold, logit.isFinite else { return }
        if heap.count < count {
            heap.append((Int32(id), logit))
            guard heap.count == count else { return }
            heap.sort { Self.precedes($1, $0) }
        } else {
            heap[0] = (Int32(id), logit)
            sink()
        }
        threshold = heap[0].logit
    }

    private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
        a.logit != b.logit ? a.logit > b.logit : a.id < b.id
    }

    /// Moves the first candidate down to where no likelier one is above it.
    private mutating func sink() {
        var parent = 0
        while true {
            var last = parent
            for child in 2 * parent + 1..<max(2 * parent + 1, min(2 * parent + 3, heap.count))
            where Self.precedes(heap[last], heap[child]) {
                last = child
            }
            if last == parent { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }
}
