/// Reads bytes with several networks at once, to find the texts that some of them match and others do not.
struct AutomatonProduct {
    /// A state of each network; ``LazyAutomaton/dead`` where it reads the text no further.
    private typealias Place = [LazyAutomaton.State]

    /// More places are refused, as they take time and memory.
    private static let maximumPlaces = 1 << 16

    private var automata: [LazyAutomaton]
    /// A byte of each group of bytes that all networks read alike, and the group's bytes.
    private let groups: [(byte: UInt8, ranges: [ClosedRange<UInt8>])]

    init(_ networks: [TransitionNetwork]) {
        automata = networks.map(LazyAutomaton.init)
        var members: [[UInt8]: [UInt8]] = [:]
        for byte in UInt8.min...UInt8.max {
            members[networks.map { $0.byteClasses[Int(byte)] }, default: []].append(byte)
        }
        groups = members.values.sorted { $0[0] < $1[0] }.map { bytes in
            var ranges: [ClosedRange<UInt8>] = []
            for byte in bytes {
                if let last = ranges.last, Int(last.upperBound) + 1 == Int(byte) {
                    ranges[ranges.count - 1] = last.lowerBound...byte
                } else {
                    ranges.append(byte...byte)
                }
            }
            return (bytes[0], ranges)
        }
    }

    /// Adds texts behind a node.
    ///
    /// - Parameters:
    ///   - needed: how many of the first networks have to match; no text is looked at that one of them does not go on with.
    ///   - accepts: whether a text is added that networks match or do not.
    /// - Returns: the node at the end.
    /// - Throws: `tooLarge`.
    mutating func append(
        to source: NetworkBuilder.Node, in builder: inout NetworkBuilder, needed: Int, where accepts: ([Bool]) -> Bool
    ) throws(ConstraintError) -> NetworkBuilder.Node {
        let end = try builder.node()
        let start = automata.map(\.start)
        var nodes: [Place: NetworkBuilder.Node] = [start: source]
        var open = [start]
        while let place = open.popLast() {
            guard let node = nodes[place] else { continue }
            let matches = zip(automata, place).map { $1 != LazyAutomaton.dead && $0.isAccepting($1) }
            if matches.prefix(needed).allSatisfy(\.self) && accepts(matches) { builder.connect(node, to: end) }
            for group in groups {
                let next = place.indices.map { index in
                    place[index] == LazyAutomaton.dead
                        ? LazyAutomaton.dead : automata[index].next(place[index], group.byte)
                }
                guard !next.prefix(needed).contains(LazyAutomaton.dead) else { continue }
                let target: NetworkBuilder.Node
                if let known = nodes[next] {
                    target = known
                } else {
                    guard nodes.count < Self.maximumPlaces else {
                        throw ConstraintError(
                            .tooLarge, "conditions that hold at once make more than \(Self.maximumPlaces) states")
                    }
                    target = try builder.node()
                    nodes[next] = target
                    open.append(next)
                }
                for range in group.ranges { builder.connect(node, range, to: target) }
            }
        }
        return end
    }
}
