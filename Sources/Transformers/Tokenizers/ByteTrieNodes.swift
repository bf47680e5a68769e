/// The nodes of a ``ByteTrie`` while they are numbered.
struct ByteTrieNodes {
    private var firstChildren: [Int32] = []
    private var values: [Int32] = []
    private var labels: [UInt8] = [0]

    /// - Parameter indices: those of the strings that belong to the tree, ascending.
    init(_ strings: ByteStrings, _ indices: [Int32]) {
        var order = indices
        strings.bytes.withUnsafeBufferPointer { bytes in
            order.withUnsafeMutableBufferPointer { order in add(order, of: strings, bytes) }
        }
    }

    /// The number of nodes whose arrays have so many bytes; nil where none has.
    static func count(inBytes count: Int) -> Int? { count > 4 && (count - 4) % 9 == 0 ? (count - 4) / 9 : nil }

    /// Whether bytes are the arrays of a tree that nobody gets lost in.
    ///
    /// - Parameter isValue: whether a string has this index.
    static func areSound(_ bytes: UnsafeRawBufferPointer, isValue: (Int) -> Bool) -> Bool {
        guard let count = count(inBytes: bytes.count) else { return false }
        let firstChildren = UnsafeRawBufferPointer(rebasing: bytes.prefix(4 * (count + 1))).bindMemory(to: Int32.self)
        let values = UnsafeRawBufferPointer(rebasing: bytes[4 * (count + 1)..<4 * (2 * count + 1)]).bindMemory(
            to: Int32.self)
        guard firstChildren.first == 1, firstChildren.last == Int32(exactly: count) else { return false }
        for node in 0..<count
        where firstChildren[node] <= node || firstChildren[node] > firstChildren[node + 1] { return false }
        return values.allSatisfy { $0 == -1 || isValue(Int($0)) }
    }

    /// The arrays one behind the other: where children begin, values, labels.
    func bytes() -> AlignedBuffer {
        let buffer = AlignedBuffer(uninitialized: 4 * firstChildren.count + 5 * values.count)
        var place = buffer.address
        func append(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress else { return }
            place.copyMemory(from: start, byteCount: bytes.count)
            place += bytes.count
        }
        firstChildren.withUnsafeBytes(append)
        values.withUnsafeBytes(append)
        labels.withUnsafeBytes(append)
        return buffer
    }

    /// - Parameter order: indices of strings, which are sorted on the way.
    private mutating func add(
        _ order: UnsafeMutableBufferPointer<Int32>, of strings: ByteStrings, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        var sorter = StableByteSorter(capacity: order.count)
        /// Strings that begin with the same bytes, for each node of a level.
        var level = [0..<order.count]
        var depth = 0
        while !level.isEmpty {
            /// Zero for a string that ends here, else its next byte and one.
            let key = { (index: Int32) -> Int in
                let range = strings.range(of: Int(index))
                return range.count == depth ? 0 : Int(bytes[range.lowerBound + depth]) + 1
            }
            var nextLevel: [Range<Int>] = []
            nextLevel.reserveCapacity(level.count)
            for range in level {
                firstChildren.append(Int32(labels.count))
                var value: Int32 = -1
                sorter.sort(UnsafeMutableBufferPointer(rebasing: order[range]), by: key)
                var start = range.lowerBound
                while start < range.upperBound {
                    let common = key(order[start])
                    var end = start + 1
                    while end < range.upperBound, key(order[end]) == common { end += 1 }
                    if common == 0 {
                        value = order[start]
                    } else {
                        labels.append(UInt8(common - 1))
                        nextLevel.append(start..<end)
                    }
                    start = end
                }
                values.append(value)
            }
            level = nextLevel
            depth += 1
        }
        firstChildren.append(Int32(labels.count))
    }
}

/// Sorts indices by keys from 0 to 256, those with equal keys in their order.
private struct StableByteSorter {
    /// So few are sorted sooner by insertion than by counting.
    private static let insertionCount = 8

    private var scratch: [Int32]
    private var places = [Int](repeating: 0, count: 258)

    /// - Parameter capacity: the most indices that are sorted at once.
    init(capacity: Int) { scratch = [Int32](repeating: 0, count: capacity) }

    @inline(__always)
    mutating func sort(_ indices: UnsafeMutableBufferPointer<Int32>, by key: (Int32) -> Int) {
        switch indices.count {
        case ...1: return
        case ...Self.insertionCount: Self.insert(indices, by: key)
        default: count(indices, by: key)
        }
    }

    private static func insert(_ indices: UnsafeMutableBufferPointer<Int32>, by key: (Int32) -> Int) {
        for next in 1..<indices.count {
            let index = indices[next]
            let ownKey = key(index)
            var place = next
            while place > 0, key(indices[place - 1]) > ownKey {
                indices[place] = indices[place - 1]
                place -= 1
            }
            indices[place] = index
        }
    }

    private mutating func count(_ indices: UnsafeMutableBufferPointer<Int32>, by key: (Int32) -> Int) {
        for place in places.indices { places[place] = 0 }
        for index in indices { places[key(index) + 1] += 1 }
        for place in 1..<places.count { places[place] += places[place - 1] }
        for (place, index) in indices.enumerated() { scratch[place] = index }
        for place in indices.indices {
            let own = key(scratch[place])
            indices[places[own]] = scratch[place]
            places[own] += 1
        }
    }
}
