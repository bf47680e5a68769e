/// Divides a text whose markup is told by how lines begin.
protocol LineMarkupParser {
    init(cancellation: Cancellation)

    /// What was found so far.
    var blocks: MarkupBlocks { get set }

    /// Reads what begins at a line.
    ///
    /// - Returns: the index of the first line that it did not read.
    mutating func read(_ lines: [MarkupLine], _ index: Int) throws -> Int
}

extension LineMarkupParser {
    /// The blocks of a text.
    static func blocks(of lines: [MarkupLine], cancellation: Cancellation) throws -> MarkupBlocks {
        var parser = Self(cancellation: cancellation)
        var index = 0
        while index < lines.count {
            if index & 0xFF == 0 { try cancellation.check() }
            index = try parser.read(lines, index)
        }
        try parser.blocks.endItem()
        return parser.blocks
    }
}
