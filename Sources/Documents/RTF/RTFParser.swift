/// Turns RTF into the text of paragraphs and tables.
///
/// Groups are a stack of bounded size. A group whose destination holds no text of the document is passed over.
struct RTFParser {
    /// Groups within one another; braces of deeper ones are counted only.
    static let maximumDepth = 512

    /// Where the text of a group goes.
    enum Destination {
        case body, skipped, title, fonts, styles, listText
    }

    /// What holds in a group.
    struct State {
        var destination = Destination.body
        var isHidden = false
        /// Whether the text only stands for a piece of the HTML that the document was made of.
        var isStandIn = false
        /// Characters after a `\u` that stand for it in old programs.
        var fallbackCount = 1
        var font: Int?
        var isInTable = false
        var outlineLevel: Int?
        var style: Int?
        var isListItem = false
        /// Whether the group is a note inside the text.
        var isNote = false
    }

    private let cancellation: Cancellation
    var tokenizer: RTFTokenizer
    var collector = BlockCollector()
    var title: String?
    var state = State()
    private var stack: [State] = []
    /// Groups beyond the most that are followed.
    private var ignoredDepth = 0
    private(set) var isTooDeep = false
    /// Whether the last group was not closed.
    private(set) var isCutOff = false
    /// Whether `\*` came just now, so that an unknown destination is passed over.
    var isOptional = false
    var isGroupStart = false
    var codePage = 1252
    var fontCodePages: [Int: Int] = [:]
    var styleLevels: [Int: Int] = [:]
    /// The font or style whose entry is being read.
    var entry = 0
    var entryLevel: Int?
    /// Bytes that are not decoded yet.
    private var pending: [UInt8] = []
    private var highSurrogate: UInt32?
    var fallbackLeft = 0
    var paragraph = RTFParagraph()
    var other = ""

    init(_ bytes: [UInt8], cancellation: Cancellation) {
        tokenizer = RTFTokenizer(bytes)
        self.cancellation = cancellation
    }

    mutating func parse() throws {
        var count = 0
        while let token = tokenizer.next() {
            count += 1
            if count & 0xFFFF == 0 { try cancellation.check() }
            switch token {
            case .open: openGroup()
            case .close: try closeGroup()
            case .word(let word, let number):
                if word == "bin" { tokenizer.skip(number ?? 0) } else { try read(word, number) }
            case .symbol(let symbol): try read(symbol)
            case .byte(let byte): append(byte)
            }
        }
        isCutOff = !stack.isEmpty
        flushBytes()
        try endParagraph()
        try paragraph.finishTable(in: &collector)
    }

    // MARK: Groups

    private mutating func openGroup() {
        flushBytes()
        fallbackLeft = 0
        guard stack.count < Self.maximumDepth else {
            ignoredDepth += 1
            isTooDeep = true
            return
        }
        stack.append(state)
        state.isNote = false
        isGroupStart = true
        isOptional = false
    }

    private mutating func closeGroup() throws {
        flushBytes()
        fallbackLeft = 0
        isGroupStart = false
        guard ignoredDepth == 0 else {
            ignoredDepth -= 1
            return
        }
        guard let outer = stack.popLast() else { return }
        let inner = state
        state = outer
        // What holds for a paragraph goes on after a group in it.
        state.isInTable = inner.destination == .body ? inner.isInTable : outer.isInTable
        if inner.isNote { append("]") }
        switch inner.destination {
        case .title where outer.destination != .title:
            let text = other[...].trimmingSpaces()
            if !text.isEmpty { title = String(text).asTitle }
            other = ""
        case .fonts: other = ""
        case .styles:
            if outer.destination == .styles { endStyle() }
        case .listText where outer.destination != .listText:
            paragraph.marker = String(other[...].trimmingSpaces())
            other = ""
        default: break
        }
    }

    private mutating func endStyle() {
        let name = other.lowercased()
        other = ""
        let digit = name.last { $0.isNumber }.flatMap { $0.wholeNumberValue }
        let isHeading = ["heading", "überschrift", "titre", "título", "заголовок", "标题", "見出し"].contains {
            name.contains($0)
        }
        if isHeading, let digit, (1...9).contains(digit) {
            styleLevels[entry] = digit
        } else if name.hasPrefix("title") {
            styleLevels[entry] = 1
        } else if let entryLevel {
            styleLevels[entry] = entryLevel
        }
        entryLevel = nil
        entry = 0
    }

    // MARK: Text

    /// Takes a byte of text in the encoding of its font.
    mutating func append(_ byte: UInt8) {
        isGroupStart = false
        guard !skipsFallback() else { return }
        pending.append(byte)
    }

    /// Whether the next character stands for a `\u` before it.
    mutating func skipsFallback() -> Bool {
        guard fallbackLeft > 0 else { return false }
        fallbackLeft -= 1
        return true
    }

    mutating func flushBytes() {
        guard !pending.isEmpty else { return }
        let bytes = pending
        pending.removeAll(keepingCapacity: true)
        guard bytes.contains(where: { $0 >= 0x80 }) else { return append(String(decoding: bytes, as: UTF8.self)) }
        let page = state.font.flatMap { fontCodePages[$0] } ?? codePage
        if page == 65_001 { return append(String(decoding: bytes, as: UTF8.self)) }
        let encoding = RTFCharset.encoding(codePage: page) ?? .windows1252
        let text = encoding.decode(bytes) ?? LegacyEncoding.windows1252.decode(bytes)
        append(String(decoding: text?.bytes ?? bytes, as: UTF8.self))
    }

    /// Takes a UTF-16 unit.
    mutating func append(unit: Int) {
        flushBytes()
        let value = UInt32(truncatingIfNeeded: unit) & 0xFFFF
        defer { fallbackLeft = state.fallbackCount }
        if (0xD800..<0xDC00).contains(value) {
            highSurrogate = value
            return
        }
        if (0xDC00..<0xE000).contains(value) {
            let high = highSurrogate
            highSurrogate = nil
            guard let high, let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (value - 0xDC00)) else {
                return append("\u{FFFD}")
            }
            return append(String(scalar))
        }
        highSurrogate = nil
        // Symbol fonts live in the private area; what shows there has no character.
        guard let scalar = Unicode.Scalar(value), value >= 0x20 else { return }
        append(String(scalar))
    }

    /// Takes decoded text where the group puts it.
    mutating func append(_ text: String) {
        switch state.destination {
        case .body:
            // White space that stands for an entity still parts two words.
            if !state.isStandIn || text.allSatisfy(\.isWhitespace) { paragraph.append(text, isHidden: state.isHidden) }
        case .skipped: break
        case .title, .styles, .listText: if other.utf8.count < 4_096 { other += text }
        case .fonts: break
        }
    }

    mutating func endParagraph() throws {
        flushBytes()
        let styled = state.style.flatMap { styleLevels[$0] }
        try paragraph.end(
            level: state.outlineLevel.flatMap { $0 < 9 ? $0 + 1 : nil } ?? styled, isListItem: state.isListItem,
            in: &collector)
    }
}
