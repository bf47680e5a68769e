/// What a regular expression matches.
indirect enum RegularExpression: Sendable {
    /// Nothing but the empty text.
    case empty
    case character(ScalarSet)
    case sequence([RegularExpression])
    case alternatives([RegularExpression])
    /// A number of times; without a maximum where that is nil.
    case repetition(RegularExpression, minimum: Int, maximum: Int?)

    /// Adds what it matches behind a node.
    ///
    /// - Returns: the node at the end.
    func append(
        to source: NetworkBuilder.Node, spelling: CharacterSpelling, in builder: inout NetworkBuilder
    ) throws(ConstraintError) -> NetworkBuilder.Node {
        switch self {
        case .empty: return source
        case .character(let set):
            let end = try builder.node()
            try spelling.connect(source, set, to: end, in: &builder)
            return end
        case .sequence(let parts):
            var last = source
            for part in parts { last = try part.append(to: last, spelling: spelling, in: &builder) }
            return last
        case .alternatives(let parts):
            let end = try builder.node()
            for part in parts {
                let start = try builder.node()
                builder.connect(source, to: start)
                builder.connect(try part.append(to: start, spelling: spelling, in: &builder), to: end)
            }
            return end
        case .repetition(let part, let minimum, let maximum):
            return try builder.append(minimum, maximum, to: source) { builder, node throws(ConstraintError) in
                try part.append(to: node, spelling: spelling, in: &builder)
            }
        }
    }
}
