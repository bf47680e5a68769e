/// Walks over the tags of what `pdftohtml -xml` prints: text without nested markup, in which `<` is always escaped.
struct PopplerXML {
    /// A tag, and where its parts stand.
    struct Tag {
        var name: Range<Int>
        var attributes: Range<Int>
        /// The text between the tag before and this one.
        var textBefore: Range<Int>
        var isClosing: Bool
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next tag.
    mutating func next() -> Tag? {
        let start = index
        skip(to: UInt8(ascii: "<"))
        guard index < bytes.count else { return nil }
        let text = start..<index
        index += 1
        let isClosing = index < bytes.count && bytes[index] == UInt8(ascii: "/")
        if isClosing { index += 1 }
        let nameStart = index
        while index < bytes.count, bytes[index].isLetter || bytes[index].isDigit { index += 1 }
        let name = nameStart..<index
        skip(to: UInt8(ascii: ">"))
        defer { index = min(index + 1, bytes.count) }
        return Tag(name: name, attributes: name.upperBound..<index, textBefore: text, isClosing: isClosing)
    }

    private mutating func skip(to byte: UInt8) {
        while index < bytes.count, bytes[index] != byte { index += 1 }
    }

    /// Whether a tag has a name.
    func isNamed(_ tag: Tag, _ name: StaticString) -> Bool {
        tag.name.count == name.utf8CodeUnitCount && matches(name, at: tag.name.lowerBound, end: tag.name.upperBound)
    }

    /// The number that an attribute holds; 0 for one that is not there or is no number. It is at most ten million.
    func number(_ name: StaticString, of tag: Tag) -> Float {
        guard let range = value(name, of: tag) else { return 0 }
        var index = range.lowerBound
        let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value = 0.0
        var scale = 0.0
        while index < range.upperBound, value < 1e12 {
            if bytes[index] == UInt8(ascii: ".") {
                scale = 1
            } else if bytes[index].isDigit {
                value = value * 10 + Double(bytes[index] &- 0x30)
                scale *= 10
            } else {
                break
            }
            index += 1
        }
        let number = min(scale > 1 ? value / scale : value, 10_000_000)
        return Float(isNegative ? -number : number)
    }

    /// The text of an attribute.
    func string(_ name: StaticString, of tag: Tag) -> String? { value(name, of: tag).map(text) }

    private func value(_ name: StaticString, of tag: Tag) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        var index = tag.attributes.lowerBound
        let end = tag.attributes.upperBound
        while index + length + 3 < end {
            if bytes[index] == 0x20, bytes[index + length + 1] == UInt8(ascii: "="),
                matches(name, at: index + 1, end: end)
            {
                let start = index + length + 3
                return start..<(bytes[start..<end].firstIndex(of: UInt8(ascii: "\"")) ?? end)
            }
            index += 1
        }
        return nil
    }

    private func matches(_ name: StaticString, at start: Int, end: Int) -> Bool {
        name.withUTF8Buffer { name in
            guard end - start >= name.count else { return false }
            for offset in name.indices where bytes[start + offset] != name[offset] { return false }
            return true
        }
    }

    /// A text with its entities replaced and without control characters.
    func text(_ range: Range<Int>) -> String {
        let isPlain = bytes[range].allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "&") }
        if isPlain { return String(decoding: bytes[range], as: UTF8.self) }
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = entity(at: index, end: range.upperBound) {
                result.append(contentsOf: String(scalar).utf8)
                index = end
            } else {
                if bytes[index] >= 0x20, bytes[index] != 0x7F { result.append(bytes[index]) }
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func entity(at start: Int, end: Int) -> (Unicode.Scalar, Int)? {
        guard let semicolon = bytes[start..<min(end, start + 12)].firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[start + 1..<semicolon], as: UTF8.self)
        let scalar: Unicode.Scalar? =
            switch name {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            case _ where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
            default: nil
            }
        return scalar.map { ($0, semicolon + 1) }
    }
}
