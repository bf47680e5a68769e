/// The bytes of a vocabulary's tokens as a tree, so that a constraint looks at beginnings that tokens share once. It is made once
/// for a model.
public struct TokenTrie: Sendable {
    /// A byte of tokens, behind the bytes before it.
    struct Node: Sendable {
        /// The token that ends here; negative where none does.
        var token: Int32 = -1
        /// The next node that does not go on from here.
        var end: Int32 = 0
        /// The number of bytes before.
        var depth: UInt16
        var byte: UInt8
    }

    /// Longer tokens are never written under a constraint.
    private static let maximumLength = 1024

    /// Number of token ids.
    let vocabularySize: Int
    /// Tokens that end a text.
    package let endTokens: [Int32]
    /// The nodes, each before those that go on from it.
    let nodes: [Node]
    /// The most bytes of a token.
    let depth: Int
    /// The bytes of each token of text; empty for others.
    let spellings: ByteStringTable
    /// Whether each byte is a token.
    let isToken: [Bool]
    /// Tokens that are not in the tree because another, which is, has the same bytes.
    let twins: [(token: Int32, inTree: Int32)]

    /// - Parameter endTokens: tokens that end a text. Other control tokens are not part of it.
    public init(_ tokenizer: any Tokenizer, endTokens: Set<Int32>) {
        vocabularySize = tokenizer.vocabularySize
        self.endTokens = endTokens.filter { $0 >= 0 && $0 < tokenizer.vocabularySize }.sorted()
        let excluded = tokenizer.controlTokens.union(endTokens)
        let spellings = (0..<Int32(vocabularySize)).map { id -> [UInt8] in
            let bytes = excluded.contains(id) ? [] : tokenizer.bytes(of: id)
            return bytes.count <= Self.maximumLength ? bytes : []
        }
        let table = ByteStringTable(spellings)
        twins = spellings.indices.compactMap { id in
            guard !spellings[id].isEmpty, let first = table.index(of: spellings[id]), first != id else { return nil }
            return (Int32(id), Int32(first))
        }
        self.spellings = table
        depth = spellings.map(\.count).max() ?? 0
        isToken = (UInt8.min...UInt8.max).map { table.index(of: [$0]) != nil }
        nodes = Self.nodes(ByteTrie(table.strings))
    }

    /// The nodes of a tree without its root, in the order in which a walk comes to them.
    private static func nodes(_ tree: ByteTrie) -> [Node] {
        var nodes: [Node] = []
        /// Nodes that are still to be written, and where nodes that were written are, whose end is to be set.
        enum Step {
            case enter(Int, depth: UInt16)
            case leave(Int)
        }
        var steps = tree.children(of: ByteTrie.root).reversed().map { Step.enter($0, depth: 0) }
        while let step = steps.popLast() {
            switch step {
            case .enter(let node, let depth):
                steps.append(.leave(nodes.count))
                nodes.append(Node(token: tree.value(of: node), depth: depth, byte: tree.label(of: node)))
                steps += tree.children(of: node).reversed().map { .enter($0, depth: depth + 1) }
            case .leave(let index): nodes[index].end = Int32(nodes.count)
            }
        }
        return nodes
    }
}
