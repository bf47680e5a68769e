/// The text of a paragraph of Markdown as a reader of the rendered page sees it.
///
/// The text is copied to an output in which a byte that turns out to be markup is overwritten with 0xFF, which no UTF-8
/// text holds; those bytes are taken out at the end. Each construct looks ahead by a bounded number of bytes, so the time is
/// linear in the text.
struct MarkdownInline {
    /// How far the end of a tag or of a link's title is looked for.
    static let lookahead = 4_096
    static let erased: UInt8 = 0xFF
    /// Longer runs of backticks are text.
    private static let maximumRun = 80

    let source: [UInt8]
    let references: MarkdownReferences
    var output: [UInt8] = []
    var index = 0
    /// Brackets that are not closed.
    var brackets: [Bracket] = []
    /// Runs of `*`, `_` and `~` that may open emphasis.
    var openers: [EmphasisRun] = []
    /// Where the last run of each number of backticks stands, -1 for none; empty until the first is met.
    private var lastRuns: [Int] = []
    /// Whether a comment was found to have no end, as all after it do.
    var hasOpenComment = false
    var hidden: [String] = []

    init(_ source: [UInt8], references: MarkdownReferences) {
        self.source = source
        self.references = references
    }

    /// The text, and the comments in it.
    mutating func read() -> (text: String, hidden: [String]) {
        guard source.contains(where: { Self.isSpecial[Int($0)] }) else {
            return (String(decoding: source, as: UTF8.self), [])
        }
        output.reserveCapacity(source.count)
        while index < source.count {
            let byte = source[index]
            if Self.isSpecial[Int(byte)] {
                readSpecial(byte)
            } else {
                output.append(byte)
                index += 1
            }
        }
        output.removeAll { $0 == Self.erased }
        return (String(decoding: output, as: UTF8.self), hidden)
    }

    private mutating func readSpecial(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"): readEscape()
        case UInt8(ascii: "`"): readCode()
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): readEmphasis(byte)
        case UInt8(ascii: "["): openBracket(isImage: false)
        case UInt8(ascii: "!"):
            if index + 1 < source.count, source[index + 1] == UInt8(ascii: "[") {
                openBracket(isImage: true)
            } else {
                copy()
            }
        case UInt8(ascii: "]"): closeBracket()
        case UInt8(ascii: "<"): readTag()
        case UInt8(ascii: "&"): readEntity()
        default: readLineEnd()
        }
    }

    mutating func copy() {
        output.append(source[index])
        index += 1
    }

    private mutating func readEscape() {
        let next = index + 1 < source.count ? source[index + 1] : 0
        if next.isPunctuation {
            output.append(next)
            index += 2
        } else if next == 0x0A {
            output.append(next)
            index += 2
        } else {
            copy()
        }
    }

    /// A line end in the source is a space, unless two spaces before it make it hard; none between Chinese or Japanese.
    private mutating func readLineEnd() {
        var spaces = 0
        while let last = output.last, last == 0x20 || last == 0x09 {
            output.removeLast()
            spaces += 1
        }
        index += 1
        if spaces >= 2 {
            output.append(0x0A)
        } else if !(endsIdeographic(output[...]) && beginsIdeographic(source[index...])) {
            output.append(0x20)
        }
    }

    private func endsIdeographic(_ text: ArraySlice<UInt8>) -> Bool {
        guard let last = text.last, last >= 0x80 else { return false }
        return String(decoding: text.suffix(4), as: UTF8.self).unicodeScalars.last?.isIdeographic ?? false
    }

    private func beginsIdeographic(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first >= 0x80 else { return false }
        return String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first?.isIdeographic ?? false
    }

    private mutating func readCode() {
        let length = runLength(at: index)
        guard let close = closingRun(length, from: index + length) else {
            for _ in 0..<length { copy() }
            return
        }
        var content = source[(index + length)..<close]
        if content.count > 2, content.first == 0x20, content.last == 0x20, content.contains(where: { $0 != 0x20 }) {
            content = content.dropFirst().dropLast()
        }
        output.append(contentsOf: content.map { $0 == 0x0A ? 0x20 : $0 })
        index = close + length
    }

    /// Where the next run of exactly `length` backticks stands.
    private mutating func closingRun(_ length: Int, from start: Int) -> Int? {
        if lastRuns.isEmpty { findRuns() }
        guard length <= Self.maximumRun, lastRuns[length] >= start else { return nil }
        var place = start
        while place < source.count {
            let run = runLength(at: place)
            if run == length { return place }
            place += max(1, run)
        }
        return nil
    }

    /// Notes where the last run of each length stands, so that no search is in vain.
    private mutating func findRuns() {
        lastRuns = [Int](repeating: -1, count: Self.maximumRun + 1)
        var place = 0
        while place < source.count {
            let run = runLength(at: place)
            if run > 0, run <= Self.maximumRun { lastRuns[run] = place }
            place += max(1, run)
        }
    }

    private func runLength(at place: Int) -> Int {
        var length = 0
        while place + length < source.count, source[place + length] == UInt8(ascii: "`") { length += 1 }
        return length
    }

    static let isSpecial: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "\\`*_~[]!<&\n".utf8 { table[Int(byte)] = true }
        return table
    }()
}
