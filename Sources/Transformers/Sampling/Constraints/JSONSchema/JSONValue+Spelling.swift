extension JSONValue {
    /// How a value that is neither an array nor an object is written.
    var scalarSpelling: [UInt8] {
        switch self {
        case .bool(let value): return Array((value ? "true" : "false").utf8)
        case .integer(let value): return Array("\(value)".utf8)
        case .number(let value):
            return Array((Int(exactly: value).map { "\($0)" } ?? "\(value)").utf8)
        case .string(let bytes): return [0x22] + CharacterSpelling.jsonString.bytes(of: bytes) + [0x22]
        case .null, .array, .object: return Array("null".utf8)
        }
    }

    /// How a value is written without white space.
    var spelling: [UInt8] {
        func list(_ elements: [[UInt8]], _ start: Unicode.Scalar, _ end: Unicode.Scalar) -> [UInt8] {
            [UInt8(ascii: start)] + elements.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: end)]
        }
        switch self {
        case .array(let values): return list(values.map(\.spelling), "[", "]")
        case .object(let members):
            return list(
                members.map { JSONValue.string($0.key).scalarSpelling + [UInt8(ascii: ":")] + $0.value.spelling }, "{",
                "}")
        default: return scalarSpelling
        }
    }
}
