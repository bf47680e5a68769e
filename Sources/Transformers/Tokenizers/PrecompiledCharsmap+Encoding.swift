extension PrecompiledCharsmap {
    /// The bytes of a table as model files have it.
    ///
    /// - Parameter entries: what is replaced, which is not empty, has no zeros and is there once; and its replacement, without zeros.
    static func encoded(_ entries: [(key: [UInt8], replacement: [UInt8])]) -> [UInt8] {
        let entries = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var replacements: [UInt8] = []
        var keys: [(key: [UInt8], value: UInt32)] = []
        for entry in entries {
            keys.append((entry.key, UInt32(replacements.count)))
            replacements += entry.replacement + [0]
        }
        var tree = DoubleArray()
        tree.insert(keys[...], depth: 0, at: 0)
        let units = tree.units
        return bytes(UInt32(units.count * 4)) + units.flatMap(bytes) + replacements
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

/// A double-array tree that is being made (github.com/s-yata/darts-clone): the child of a node for a byte lies where the node's
/// offset and the byte say, and has the byte as its label; a value lies where the byte would be zero.
private struct DoubleArray {
    private(set) var units: [UInt32] = [1 << 10]
    private var isTaken = [true]
    /// Two nodes with the same base would find each other's children.
    private var bases: Set<Int> = [0]
    /// Below this all places are taken.
    private var firstFree = 1

    private static let isLeaf: UInt32 = 1 << 31
    private static let hasLeaf: UInt32 = 1 << 8

    /// Puts keys, which are sorted and share their first `depth` bytes, below a node.
    mutating func insert(_ keys: ArraySlice<(key: [UInt8], value: UInt32)>, depth: Int, at node: Int) {
        var children: [(label: UInt8, keys: ArraySlice<(key: [UInt8], value: UInt32)>)] = []
        var start = keys.startIndex
        while start < keys.endIndex {
            let label = depth < keys[start].key.count ? keys[start].key[depth] : 0
            let end = keys[start...].firstIndex { depth < $0.key.count && $0.key[depth] != label } ?? keys.endIndex
            // The key that ends here comes first, and has a child of its own.
            let isEnd = depth == keys[start].key.count
            children.append((label, isEnd ? keys[start...start] : keys[start..<end]))
            start = isEnd ? start + 1 : end
        }
        guard !children.isEmpty else { return }
        let base = takeBase(for: children.map { Int($0.label) })
        units[node] = units[node] & 0xFF | UInt32(base ^ node) << 10
        for child in children {
            let place = base ^ Int(child.label)
            if child.label == 0 {
                units[node] |= Self.hasLeaf
                units[place] = Self.isLeaf | child.keys[child.keys.startIndex].value
            } else {
                units[place] = UInt32(child.label)
            }
        }
        for child in children where child.label != 0 {
            insert(child.keys, depth: depth + 1, at: base ^ Int(child.label))
        }
    }

    /// Finds a base at which places for all labels are free, and takes them.
    private mutating func takeBase(for labels: [Int]) -> Int {
        while firstFree < isTaken.count, isTaken[firstFree] { firstFree += 1 }
        var place = firstFree
        while true {
            let base = place ^ labels[0]
            if !bases.contains(base), labels.allSatisfy({ base ^ $0 >= isTaken.count || !isTaken[base ^ $0] }) {
                grow(to: base | 0xFF)
                bases.insert(base)
                for label in labels { isTaken[base ^ label] = true }
                return base
            }
            place += 1
        }
    }

    private mutating func grow(to last: Int) {
        let missing = last + 1 - units.count
        guard missing > 0 else { return }
        units += [UInt32](repeating: 0, count: missing)
        isTaken += [Bool](repeating: false, count: missing)
    }
}
