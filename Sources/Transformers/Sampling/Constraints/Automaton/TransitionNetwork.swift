/// A recursive transition network over bytes (Woods, 1970): a nondeterministic automaton whose edges may also call a part of it,
/// as a grammar's rules call each other. ``NetworkBuilder`` makes it.
struct TransitionNetwork: Sendable {
    /// The number of a node.
    typealias Node = Int32

    /// A way from one node to another.
    struct Edge: Sendable {
        /// What is read on the way.
        enum Label: Sendable {
            case bytes(ClosedRange<UInt8>)
            case nothing
            /// All that the rule with this first node reads.
            case call(Node)
        }

        var source: Node
        var label: Label
        var target: Node
    }

    /// Calls within calls are followed to this depth.
    static let maximumDepth = 64

    /// Where a text begins.
    let start: Node
    /// Edges by their source: those of node n are at `firstEdges[n]..<firstEdges[n + 1]`.
    private let edges: [Edge]
    private let firstEdges: [Int32]
    private let isEnd: [Bool]
    private let readsOnlyBytes: [Bool]
    /// How many calls within calls it takes at least to come from each node to the end of its rule.
    private let depthsNeeded: [UInt8]
    /// The class of each byte: bytes of one class are on the same edges.
    let byteClasses: [UInt8]
    /// The number of classes.
    let classCount: Int

    /// - Parameter ends: the last node of each rule.
    /// - Throws: `unsatisfiable` where no text leads from `start` to its end.
    init(nodeCount: Int, edges: [Edge], start: Node, ends: [Node]) throws(ConstraintError) {
        self.start = start
        var isEnd = [Bool](repeating: false, count: nodeCount)
        for end in ends { isEnd[Int(end)] = true }
        self.isEnd = isEnd
        (self.edges, firstEdges) = Self.grouped(edges, by: \.source, nodeCount)
        readsOnlyBytes = Self.readingOnlyBytes(edges, nodeCount)
        depthsNeeded = Self.depthsNeeded(edges, ends: ends, nodeCount)
        (byteClasses, classCount) = Self.classes(edges)
        guard isAlive(start, depth: 0) else { throw ConstraintError(.unsatisfiable, "no text fulfils the constraint") }
    }

    /// The edges that begin at `node`.
    func edges(of node: Node) -> ArraySlice<Edge> { edges[Int(firstEdges[Int(node)])..<Int(firstEdges[Int(node) + 1])] }

    /// Whether `node` is the last one of its rule; it has no edges then.
    func isEnd(_ node: Node) -> Bool { isEnd[Int(node)] }

    /// Whether some text leads from `node` to the end of its rule where `depth` calls are open. From a node that is alive, an edge
    /// leads to another.
    func isAlive(_ node: Node, depth: Int) -> Bool { depth + Int(depthsNeeded[Int(node)]) <= Self.maximumDepth }

    /// Whether all edges that begin at `node` read bytes, and there are some.
    func readsOnlyBytes(_ node: Node) -> Bool { readsOnlyBytes[Int(node)] }

    private static func readingOnlyBytes(_ edges: [Edge], _ nodeCount: Int) -> [Bool] {
        var (reads, leads) = ([Bool](repeating: false, count: nodeCount), [Bool](repeating: false, count: nodeCount))
        for edge in edges {
            if case .bytes = edge.label { reads[Int(edge.source)] = true } else { leads[Int(edge.source)] = true }
        }
        return zip(reads, leads).map { $0 && !$1 }
    }

    private static func grouped(
        _ edges: [Edge], by key: (Edge) -> Node, _ nodeCount: Int
    ) -> (edges: [Edge], firsts: [Int32]) {
        var firsts = [Int32](repeating: 0, count: nodeCount + 1)
        for edge in edges { firsts[Int(key(edge)) + 1] += 1 }
        for node in 0..<nodeCount { firsts[node + 1] += firsts[node] }
        var places = firsts
        var grouped = edges
        for edge in edges {
            grouped[Int(places[Int(key(edge))])] = edge
            places[Int(key(edge))] += 1
        }
        return (grouped, firsts)
    }

    /// Goes backwards from the ends, one depth after another. A node that no text leads from to its end needs more than there is.
    private static func depthsNeeded(_ edges: [Edge], ends: [Node], _ nodeCount: Int) -> [UInt8] {
        let unknown = UInt8.max
        var needed = [UInt8](repeating: unknown, count: nodeCount)
        let (incoming, firsts) = grouped(edges, by: \.target, nodeCount)
        let calls = edges.filter { if case .call = $0.label { true } else { false } }
        var reached: [Node] = []
        for depth in 0...UInt8(maximumDepth) {
            func isPassable(_ edge: Edge) -> Bool {
                guard case .call(let rule) = edge.label else { return true }
                return needed[Int(rule)] < depth
            }
            func reach(_ node: Node) {
                guard needed[Int(node)] == unknown else { return }
                needed[Int(node)] = depth
                reached.append(node)
            }
            if depth == 0 { ends.forEach(reach) }
            for call in calls where needed[Int(call.target)] != unknown && isPassable(call) { reach(call.source) }
            while let node = reached.popLast() {
                for edge in incoming[Int(firsts[Int(node)])..<Int(firsts[Int(node) + 1])] where isPassable(edge) {
                    reach(edge.source)
                }
            }
        }
        return needed
    }

    private static func classes(_ edges: [Edge]) -> (classes: [UInt8], count: Int) {
        var begins = [Bool](repeating: false, count: 257)
        for edge in edges {
            guard case .bytes(let range) = edge.label else { continue }
            begins[Int(range.lowerBound)] = true
            begins[Int(range.upperBound) + 1] = true
        }
        var classes: [UInt8] = [0]
        for byte in 1...255 { classes.append(classes[byte - 1] + (begins[byte] ? 1 : 0)) }
        return (classes, Int(classes[255]) + 1)
    }
}
