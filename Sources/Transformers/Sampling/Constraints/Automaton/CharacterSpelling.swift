/// How characters are written in the text that a constraint reads.
enum CharacterSpelling: Sendable {
    /// As UTF-8.
    case plain
    /// As in a JSON string: what must be escaped is, in the shortest way, and nothing else.
    case jsonString

    /// Leads from one node to another by a character of a set.
    func connect(
        _ source: NetworkBuilder.Node, _ set: ScalarSet, to target: NetworkBuilder.Node,
        in builder: inout NetworkBuilder
    ) throws(ConstraintError) {
        guard self == .jsonString else { return try Self.connectUTF8(source, set, to: target, in: &builder) }
        let plain = ScalarSet(0x20...0x21, 0x23...0x5B, 0x5D...0x10FFFF)
        try Self.connectUTF8(source, set.intersection(plain), to: target, in: &builder)
        // Escapes that begin alike share the nodes of their beginnings.
        var nodes: [[UInt8]: NetworkBuilder.Node] = [:]
        for value in Array(0..<0x20) + [0x22, 0x5C] as [UInt8] where set.contains(Unicode.Scalar(value)) {
            let spelling = Self.escaped(value)
            var last = source
            for count in 1..<spelling.count {
                let beginning = Array(spelling[..<count])
                if let known = nodes[beginning] {
                    last = known
                } else {
                    last = try builder.append([spelling[count - 1]], to: last)
                    nodes[beginning] = last
                }
            }
            builder.connect(last, spelling[spelling.count - 1]...spelling[spelling.count - 1], to: target)
        }
    }

    /// The bytes of a text.
    func bytes(of text: some Sequence<UInt8>) -> [UInt8] {
        guard self == .jsonString else { return Array(text) }
        return text.flatMap { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C ? Self.escaped($0) : [$0] }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x22, 0x5C: return [0x5C, byte]
        case 0x08: return Array("\\b".utf8)
        case 0x09: return Array("\\t".utf8)
        case 0x0A: return Array("\\n".utf8)
        case 0x0C: return Array("\\f".utf8)
        case 0x0D: return Array("\\r".utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    private struct Ending: Hashable {
        var bytes: ClosedRange<UInt8>
        var target: NetworkBuilder.Node
    }

    /// Characters that end in the same bytes share the nodes of those.
    private static func connectUTF8(
        _ source: NetworkBuilder.Node, _ set: ScalarSet, to target: NetworkBuilder.Node,
        in builder: inout NetworkBuilder
    ) throws(ConstraintError) {
        var nodes: [Ending: NetworkBuilder.Node] = [:]
        for range in set.ranges {
            for sequence in UTF8Ranges.sequences(of: range) {
                var next = target
                for bytes in sequence.dropFirst().reversed() {
                    let ending = Ending(bytes: bytes, target: next)
                    if let known = nodes[ending] {
                        next = known
                    } else {
                        let node = try builder.node()
                        builder.connect(node, bytes, to: next)
                        nodes[ending] = node
                        next = node
                    }
                }
                builder.connect(source, sequence[0], to: next)
            }
        }
    }
}
