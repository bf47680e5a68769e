/// The link reference definitions of a text: lines such as `[label]: https://example.org "title"`.
struct MarkdownReferences {
    /// The longest label. Source: CommonMark, "link label".
    static let maximumLabel = 999

    private var labels: Set<[UInt8]> = []

    init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            var start = index
            while start < bytes.count, bytes[start] == 0x20 || bytes[start] == UInt8(ascii: ">") { start += 1 }
            if start < bytes.count, bytes[start] == UInt8(ascii: "["), let label = Self.definedLabel(bytes[start...]) {
                labels.insert(Self.normalized(label))
            }
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            index += 1
        }
    }

    /// Whether `[label]` is a link.
    func contains(_ label: ArraySlice<UInt8>) -> Bool {
        !labels.isEmpty && label.count <= Self.maximumLabel && labels.contains(Self.normalized(label))
    }

    /// A paragraph without the definitions at its start; a footnote loses only its label.
    func withoutDefinitions(_ paragraph: [UInt8]) -> [UInt8] {
        guard paragraph.first == UInt8(ascii: "[") else { return paragraph }
        var rest = paragraph[...]
        while rest.first == UInt8(ascii: "["), let label = Self.definedLabel(rest) {
            if label.first == UInt8(ascii: "^") {
                rest = rest.dropFirst(label.count + 3).drop(while: \.isSpace)
                break
            }
            rest = rest[(rest.firstIndex(of: 0x0A) ?? rest.endIndex)...].drop(while: \.isSpace)
        }
        return Array(rest)
    }

    /// The label if the text begins with `[label]:` and something after it on the line.
    private static func definedLabel(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var index = text.startIndex + 1
        let limit = min(text.endIndex, index + maximumLabel)
        while index < limit, text[index] != UInt8(ascii: "]"), text[index] != 0x0A, text[index] != UInt8(ascii: "[") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index + 2 < text.endIndex, text[index] == UInt8(ascii: "]"), text[index + 1] == UInt8(ascii: ":") else {
            return nil
        }
        let label = text[(text.startIndex + 1)..<index]
        guard label.contains(where: { !$0.isSpace }) else { return nil }
        let lineEnd = text[index...].prefix(4_096).firstIndex(of: 0x0A) ?? min(text.endIndex, index + 4_096)
        let target = text[(index + 2)..<lineEnd].drop(while: \.isSpace)
        guard !target.isEmpty else { return nil }
        if label.first == UInt8(ascii: "^") { return label }
        // "[note]: this is a sentence" is text: after the target there may only be a title.
        return isTitleOrNothing(target.drop { !$0.isSpace }) ? label : nil
    }

    private static func isTitleOrNothing(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.firstIndex(where: { !$0.isSpace }), let last = text.lastIndex(where: { !$0.isSpace })
        else {
            return true
        }
        let pair = (text[first], text[last])
        return first < last
            && [(0x22, 0x22), (0x27, 0x27), (0x28, 0x29)].contains { $0 == pair }
    }

    private static func normalized(_ label: ArraySlice<UInt8>) -> [UInt8] {
        label.split(whereSeparator: \.isSpace).map { $0.map(\.lowercased) }.joined(separator: [0x20]).map { $0 }
    }
}
