/// A JSON value whose texts are bytes. Foundation's dictionaries take spellings that are canonically equal, such as both of “é”,
/// for the same key, which vocabularies must not.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with a fraction or an exponent, or one that is too large for an integer.
    case number(Double)
    case string([UInt8])
    case array([JSONValue])
    case object([(key: [UInt8], value: JSONValue)])

    /// The member of an object; nil where it is missing or null, or this is no object.
    subscript(key: StaticString) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let found = members.last { member in
            member.key.elementsEqual(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        }
        if case .null? = found?.value { return nil }
        return found?.value
    }

    var bytes: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { integer.map(Double.init) } }
    var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    var members: [(key: [UInt8], value: JSONValue)]? { if case .object(let members) = self { members } else { nil } }
}
