internal import Foundation

/// Reads JSON (RFC 8259) that may be hostile: nesting is limited, and a text takes no more memory than a few times its size.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    private static let maximumDepth = 64

    /// - Throws: `damaged` with the place where the bytes are not JSON.
    static func value(of data: Data) throws -> JSONValue {
        try Array(data).withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes: bytes)
            let value = try reader.value(depth: 0)
            reader.skipSpace()
            guard reader.place == bytes.count else { throw reader.damaged("there is more behind the end") }
            return value
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private func damaged(_ reason: String) -> ModelFileError {
        ModelFileError(.damaged, "it is not JSON: \(reason) (at byte \(place))")
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    /// Takes one byte where it is there, after white space.
    private mutating func takes(_ byte: UInt8) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        skipSpace()
        guard depth < Self.maximumDepth else { throw damaged("it is nested too deeply") }
        guard place < bytes.count else { throw damaged("it ends too early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[place...].starts(with: word.utf8) else { throw damaged("a value is missing") }
        place += word.utf8.count
        return value
    }

    private mutating func elements(depth: Int) throws -> [JSONValue] {
        place += 1
        var values: [JSONValue] = []
        if takes(UInt8(ascii: "]")) { return values }
        repeat { values.append(try value(depth: depth + 1)) } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw damaged("a list does not end") }
        return values
    }

    private mutating func members(depth: Int) throws -> [(key: [UInt8], value: JSONValue)] {
        place += 1
        var members: [(key: [UInt8], value: JSONValue)] = []
        if takes(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw damaged("a key is missing") }
            let key = try string()
            guard takes(UInt8(ascii: ":")) else { throw damaged("a colon is missing") }
            members.append((key, try value(depth: depth + 1)))
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw damaged("an object does not end") }
        return members
    }

    private mutating func number() throws -> JSONValue {
        let start = place
        while place < bytes.count,
            (0x30...0x39).contains(bytes[place]) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[place])
        {
            place += 1
        }
        let digits = String(decoding: bytes[start..<place], as: UTF8.self)
        if let integer = Int(digits) { return .integer(integer) }
        guard let number = Double(digits), number.isFinite else { throw damaged("a value is missing") }
        return .number(number)
    }

    private mutating func string() throws -> [UInt8] {
        place += 1
        var result: [UInt8] = []
        var start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            result += bytes[start..<place]
            result += try escape()
            start = place
        }
        guard place < bytes.count else { throw damaged("a text does not end") }
        result += bytes[start..<place]
        place += 1
        guard result.allSatisfy({ $0 < 0x80 }) || String(validating: result, as: UTF8.self) != nil else {
            throw damaged("a text is not UTF-8")
        }
        return result
    }

    /// The bytes of a letter after a backslash.
    private mutating func escape() throws -> [UInt8] {
        place += 1
        guard place < bytes.count else { throw damaged("a text does not end") }
        let letter = bytes[place]
        place += 1
        switch letter {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            {
                place += 2
                units.append(try unit())
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw damaged("half a character is escaped")
            }
            return Array(text.utf8)
        default: throw damaged("an unknown letter is escaped")
        }
    }

    private mutating func unit() throws -> UInt16 {
        guard place + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw damaged("four digits are missing") }
        place += 4
        return unit
    }
}
