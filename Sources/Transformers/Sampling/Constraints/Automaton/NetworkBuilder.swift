/// Puts a ``TransitionNetwork`` together.
struct NetworkBuilder {
    typealias Node = TransitionNetwork.Node

    /// A part of the network that edges can call.
    struct Rule {
        var start: Node
        var end: Node
    }

    /// More nodes are refused, as they take memory; a counted repetition makes many.
    static let maximumNodes = 1 << 18

    private var edges: [TransitionNetwork.Edge] = []
    private var nodeCount = 0
    private var ends: [Node] = []

    /// A new node.
    ///
    /// - Throws: `tooLarge`.
    mutating func node() throws(ConstraintError) -> Node {
        guard nodeCount < Self.maximumNodes else {
            throw ConstraintError(
                .tooLarge,
                "the constraint has more than \(Self.maximumNodes) states; use smaller counts or a shorter text")
        }
        nodeCount += 1
        return Node(nodeCount - 1)
    }

    /// A new rule, with nothing between its nodes yet.
    mutating func rule() throws(ConstraintError) -> Rule {
        let rule = Rule(start: try node(), end: try node())
        ends.append(rule.end)
        return rule
    }

    /// Leads from one node to another without reading anything.
    mutating func connect(_ source: Node, to target: Node) {
        edges.append(TransitionNetwork.Edge(source: source, label: .nothing, target: target))
    }

    /// Leads from one node to another by a byte of a range.
    mutating func connect(_ source: Node, _ bytes: ClosedRange<UInt8>, to target: Node) {
        edges.append(TransitionNetwork.Edge(source: source, label: .bytes(bytes), target: target))
    }

    /// Leads from one node to another by all that a rule reads.
    mutating func connect(_ source: Node, calling rule: Rule, to target: Node) {
        edges.append(TransitionNetwork.Edge(source: source, label: .call(rule.start), target: target))
    }

    /// Adds a text behind a node.
    ///
    /// - Returns: the node at its end.
    mutating func append(_ text: some Sequence<UInt8>, to source: Node) throws(ConstraintError) -> Node {
        var last = source
        for byte in text {
            let next = try node()
            connect(last, byte...byte, to: next)
            last = next
        }
        return last
    }

    /// Adds something behind a node a number of times.
    ///
    /// - Parameters:
    ///   - maximum: nil for any number.
    ///   - part: adds it once and returns the node at its end.
    /// - Returns: the node at the end.
    mutating func append(
        _ minimum: Int, _ maximum: Int?, to source: Node,
        _ part: (inout NetworkBuilder, Node) throws(ConstraintError) -> Node
    ) throws(ConstraintError) -> Node {
        var last = source
        for _ in 0..<minimum { last = try part(&self, last) }
        let end = try node()
        guard let maximum else {
            let start = try node()
            connect(last, to: start)
            connect(try part(&self, start), to: start)
            connect(start, to: end)
            return end
        }
        for _ in minimum..<max(minimum, maximum) {
            connect(last, to: end)
            last = try part(&self, last)
        }
        connect(last, to: end)
        return end
    }

    /// The network of all that was built.
    ///
    /// - Parameter root: the rule of a whole text.
    /// - Throws: `unsatisfiable`.
    func network(_ root: Rule) throws(ConstraintError) -> TransitionNetwork {
        try TransitionNetwork(nodeCount: nodeCount, edges: edges, start: root.start, ends: ends)
    }
}
