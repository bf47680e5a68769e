/// The text of a paragraph as it comes in, with white space as a browser shows it and the lines it stands on.
struct FlowText {
    private var bytes: [UInt8] = []
    private var firstLine: Int?
    private var lastLine = 1
    private var needsSpace = false
    private var isPreformatted = false

    /// How many bytes there are.
    var count: Int { bytes.count }

    /// Adds text that ends on line `endLine` of the source.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>, isPreformatted: Bool, endLine: Int) {
        if isPreformatted { return appendVerbatim(text, endLine: endLine) }
        var index = 0
        var newlines = 0
        var newlinesBefore: Int?
        while index < text.count {
            let start = index
            while index < text.count, text[index] > 0x20, text[index] != 0xC2 { index += 1 }
            if index < text.count, text[index] == 0xC2, index + 1 < text.count, text[index + 1] != 0xAD { index += 2 }
            if index > start {
                if needsSpace, let last = bytes.last, last != 0x0A { bytes.append(0x20) }
                needsSpace = false
                bytes.append(contentsOf: text[start..<index])
                if newlinesBefore == nil { newlinesBefore = newlines }
            }
            guard index < text.count else { break }
            if text[index] == 0xC2 {
                // A soft hyphen, which shows only where a line is broken at it.
                index += index + 1 < text.count && text[index + 1] == 0xAD ? 2 : 1
                continue
            }
            if text[index] <= 0x20 {
                if text[index] == 0x0A { newlines += 1 }
                needsSpace = needsSpace || !bytes.isEmpty
                index += 1
            }
        }
        guard let newlinesBefore else { return }
        let trailing = text.reversed().prefix { $0 <= 0x20 }.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        note(first: endLine - newlines + newlinesBefore, last: endLine - trailing)
    }

    private mutating func appendVerbatim(_ text: UnsafeBufferPointer<UInt8>, endLine: Int) {
        let newlines = text.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        note(first: endLine - newlines, last: endLine)
        isPreformatted = true
        bytes.append(contentsOf: text)
    }

    private mutating func note(first: Int, last: Int) {
        if firstLine == nil { firstLine = max(1, first) }
        lastLine = max(lastLine, last)
    }

    /// The end of a line inside the paragraph.
    mutating func breakLine() {
        guard !bytes.isEmpty else { return }
        bytes.append(0x0A)
        needsSpace = false
    }

    /// The end of a word.
    mutating func breakWord() { needsSpace = needsSpace || !bytes.isEmpty }

    /// The text so far, nil if there is none; begins anew.
    mutating func take() -> (text: String, lines: ClosedRange<Int>)? {
        defer { self = FlowText() }
        var end = bytes.count
        while end > 0, bytes[end - 1].isSpace { end -= 1 }
        var start = 0
        if isPreformatted {
            // Empty lines at the start go, the indentation of the first line stays.
            while let newline = bytes[start..<end].firstIndex(of: 0x0A), bytes[start..<newline].allSatisfy(\.isSpace) {
                start = newline + 1
            }
        }
        guard start < end, let firstLine else { return nil }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        guard isPreformatted else { return (text, firstLine...max(firstLine, lastLine)) }
        let first = firstLine + bytes[..<start].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        return (text, first...first + bytes[start..<end].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) })
    }
}
