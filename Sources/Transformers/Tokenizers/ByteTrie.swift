internal import Foundation

/// A tree of byte strings that finds all of them with which a text begins, reading no further than one of them goes on.
///
/// Nodes are numbered level by level, so that the children of a node lie beside each other in the order of their bytes.
///
/// `@unchecked Sendable`: the memory is written once, before it is shared.
struct ByteTrie: @unchecked Sendable {
    /// The node before the first byte.
    static let root = 0

    private let memory: PreparedBytes
    /// Where the children of each node begin, [nodes + 1]; those of the next node begin where they end.
    private let firstChildren: UnsafePointer<Int32>
    /// [nodes]
    private let values: UnsafePointer<Int32>
    /// The byte that leads to each node, [nodes].
    private let labels: UnsafePointer<UInt8>

    /// - Parameters:
    ///   - strings: the strings, whose values are their indices; of equal ones the first counts. Empty ones are left out.
    ///   - isIncluded: whether the string with an index belongs to the tree.
    ///   - url: where the tree is kept, which takes a while for a large vocabulary; nil for nowhere.
    init(_ strings: ByteStrings, where isIncluded: (Int) -> Bool = { _ in true }, keptAt url: URL? = nil) {
        let order = strings.indices.compactMap { index in
            strings.range(of: index).isEmpty || !isIncluded(index) ? nil : Int32(index)
        }
        memory = PreparedBytes(
            keptAt: url, madeFrom: Self.identity(of: strings, order),
            isRight: { ByteTrieNodes.areSound($0) { strings.indices.contains($0) && isIncluded($0) } }
        ) { ByteTrieNodes(strings, order).bytes() }
        let bytes = memory.bytes
        guard let start = bytes.baseAddress, let count = ByteTrieNodes.count(inBytes: bytes.count) else {
            preconditionFailure("a tree has a root")
        }
        firstChildren = start.assumingMemoryBound(to: Int32.self)
        values = firstChildren + count + 1
        labels = (start + 4 * (2 * count + 1)).assumingMemoryBound(to: UInt8.self)
    }

    private static func identity(of strings: ByteStrings, _ order: [Int32]) -> PreparedFile.Identity {
        var identity = PreparedFile.Identity()
        strings.identify(&identity)
        identity.combine(order)
        return identity
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

    /// The value of a string; nil where it is not in the tree.
    func value(of string: some Sequence<UInt8>) -> Int32? {
        var node = Self.root
        for byte in string {
            guard let next = child(of: node, byte) else { return nil }
            node = next
        }
        let value = value(of: node)
        return value < 0 ? nil : value
    }

    /// The nodes that a byte leads to from `node`, in the order of those bytes.
    func children(of node: Int) -> Range<Int> { Int(firstChildren[node])..<Int(firstChildren[node + 1]) }

    /// The byte that leads to `node`.
    func label(of node: Int) -> UInt8 { labels[node] }

    /// The value of the string that ends at `node`; negative where none does.
    func value(of node: Int) -> Int32 { values[node] }
}
