/// A tree of byte strings that finds all of them with which a text begins, reading no further than one of them goes on.
///
/// Nodes are numbered level by level, so that the children of a node lie beside each other in the order of their bytes.
struct ByteTrie: Sendable {
    /// The node before the first byte.
    static let root = 0

    /// The byte that leads to each node.
    private var labels: [UInt8] = [0]
    /// Where the children of each node begin; those of the next node begin where they end.
    private var firstChildren: [Int32] = []
    private var values: [Int32] = []

    /// - Parameter strings: the strings, each with a value that is not negative; of equal ones the first counts.
    init(_ strings: [(bytes: [UInt8], value: Int32)]) {
        let keys = strings.map { Self.sortKey($0.bytes) }
        let order = strings.indices.sorted { left, right in
            if keys[left] != keys[right] { return keys[left] < keys[right] }
            let (first, second) = (strings[left].bytes, strings[right].bytes)
            return first == second ? left < right : first.lexicographicallyPrecedes(second)
        }
        var level = [order[...]]
        var depth = 0
        while !level.isEmpty {
            var nextLevel: [ArraySlice<Int>] = []
            for var rest in level {
                firstChildren.append(Int32(labels.count))
                var value: Int32 = -1
                while let first = rest.first, strings[first].bytes.count == depth {
                    if value < 0 { value = strings[first].value }
                    rest.removeFirst()
                }
                values.append(value)
                while let first = rest.first {
                    let byte = strings[first].bytes[depth]
                    let end = rest.firstIndex { strings[$0].bytes[depth] != byte } ?? rest.endIndex
                    labels.append(byte)
                    nextLevel.append(rest[..<end])
                    rest = rest[end...]
                }
            }
            level = nextLevel
            depth += 1
        }
        firstChildren.append(Int32(labels.count))
    }

    /// The first eight bytes as a number that sorts as they do.
    private static func sortKey(_ bytes: [UInt8]) -> UInt64 {
        (0..<8).reduce(0) { $0 << 8 | UInt64($1 < bytes.count ? bytes[$1] : 0) }
    }

    /// The node that `byte` leads to from `node`.
    func child(of node: Int, _ byte: UInt8) -> Int? {
        var low = Int(firstChildren[node])
        var high = Int(firstChildren[node + 1])
        while high - low > 4 {
            let middle = (low + high) / 2
            if labels[middle] <= byte { low = middle } else { high = middle }
        }
        while low < high {
            if labels[low] == byte { return low }
            low += 1
        }
        return nil
    }

    /// The nodes that a byte leads to from `node`, in the order of those bytes.
    func children(of node: Int) -> Range<Int> { Int(firstChildren[node])..<Int(firstChildren[node + 1]) }

    /// The byte that leads to `node`.
    func label(of node: Int) -> UInt8 { labels[node] }

    /// The value of the string that ends at `node`; negative where none does.
    func value(of node: Int) -> Int32 { values[node] }
}
