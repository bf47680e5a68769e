/// Spells the entities of a text of XML out before it is parsed, since the parser knows none but XML's own five.
///
/// Entities of HTML become their characters, and so do those that the text declares with plain words. Others stay in
/// sight as they are written, and so does a lone `&`. No value is looked at twice, so nothing grows by itself.
enum XMLEntities {
    private static let maximumValueBytes = 1_024
    private static let maximumNameBytes = 64
    /// How far declarations are looked for.
    private static let declarationBytes = 65_536

    static func spelledOut(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
        let declared = declarations(in: bytes.prefix(declarationBytes))
        // Values may add this much and no more.
        var room = bytes.count + 1_048_576
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var index = 0
        var isInData = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<"), bytes[index...].starts(with: "<![CDATA[".utf8) { isInData = true }
            if byte == UInt8(ascii: "]"), bytes[index...].starts(with: "]]>".utf8) { isInData = false }
            guard byte == UInt8(ascii: "&"), !isInData else {
                result.append(byte)
                index += 1
                continue
            }
            let name = bytes[(index + 1)...].prefix(maximumNameBytes).prefix {
                $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "#") || "_.-".utf8.contains($0)
            }
            let end = name.endIndex
            guard !name.isEmpty, end < bytes.count, bytes[end] == UInt8(ascii: ";") else {
                result.append(contentsOf: "&amp;".utf8)
                index += 1
                continue
            }
            index = end + 1
            if own.contains(where: { name.elementsEqual($0.utf8) }) || name.first == UInt8(ascii: "#") {
                result.append(contentsOf: bytes[(name.startIndex - 1)...end])
            } else if let value = declared[String(decoding: name, as: UTF8.self)], value.utf8.count <= room {
                room -= value.utf8.count
                result.append(contentsOf: value.utf8)
            } else if let text = HTMLEntity.text(of: name) {
                result.append(contentsOf: text.utf8)
            } else {
                result.append(contentsOf: "&amp;".utf8)
                result.append(contentsOf: bytes[name.startIndex...end])
            }
        }
        return result
    }

    private static let own = ["amp", "lt", "gt", "quot", "apos"]

    /// The entities that are declared as plain words: `<!ENTITY name "value">`.
    private static func declarations(in bytes: ArraySlice<UInt8>) -> [String: String] {
        let word = Array("<!ENTITY".utf8)
        var result: [String: String] = [:]
        var rest = bytes
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            guard rest.starts(with: word) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(word.count).drop(while: \.isSpace)
            let name = rest.prefix(maximumNameBytes).prefix { !$0.isSpace && $0 != UInt8(ascii: "%") }
            let value = rest[name.endIndex...].drop(while: \.isSpace)
            guard !name.isEmpty, let quote = value.first, quote == 0x22 || quote == 0x27 else { continue }
            let text = value.dropFirst().prefix(maximumValueBytes).prefix { $0 != quote }
            guard text.endIndex < bytes.endIndex, bytes[text.endIndex] == quote,
                !text.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") })
            else { continue }
            result[String(decoding: name, as: UTF8.self)] = String(decoding: text, as: UTF8.self)
        }
        return result
    }
}
