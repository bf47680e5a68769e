/// The words of a line of Markdown with their styles, while they arrive.
struct MarkdownInline {
    /// The style of the whole line.
    var base: TextStyle?
    /// The style of what comes, where it has none of its own.
    var tone: TextStyle?

    /// What may be a mark whose end has not come yet.
    private var held = ""
    private var last: Character?

    init(tone: TextStyle? = nil) { self.tone = tone }

    /// The longest text that waits for the end of a mark, in characters.
    private static let mostHeld = 400
    private static let marks: Set<Character> = ["*", "_", "`"]

    /// Takes the next piece of the line and returns what the wrapper shows.
    mutating func push(_ text: String, into wrapper: inout LineWrapper) -> String {
        held += text
        return process(into: &wrapper, isEnd: false)
    }

    /// The line has ended: what is held is shown as it is.
    mutating func finish(into wrapper: inout LineWrapper) -> String {
        process(into: &wrapper, isEnd: true)
    }

    private mutating func process(into wrapper: inout LineWrapper, isEnd: Bool) -> String {
        var output = ""
        var rest = held[...]
        while let first = rest.first {
            if let span = span(at: rest) {
                switch span {
                case .whole(let content, let style, let length):
                    output += show(content, style, &wrapper)
                    last = rest[rest.index(rest.startIndex, offsetBy: length - 1)]
                    rest = rest.dropFirst(length)
                    continue
                case .open where !isEnd && rest.count < Self.mostHeld:
                    held = String(rest)
                    return output
                case .open: break
                }
            }
            let isMark = Self.marks.contains(first)
            let literal = String(rest.prefix { isMark ? $0 == first : !Self.marks.contains($0) })
            output += show(literal, nil, &wrapper)
            last = literal.last
            rest = rest.dropFirst(literal.count)
        }
        held = ""
        return output
    }

    private func show(_ text: String, _ style: TextStyle?, _ wrapper: inout LineWrapper) -> String {
        guard let style = style ?? tone ?? base else { return wrapper.push(text) }
        var output = wrapper.mark(style.start)
        output += wrapper.push(text)
        return output + wrapper.mark(TextStyle.end)
    }

    private enum Span {
        case whole(String, TextStyle, length: Int)
        /// The end has not come.
        case open
    }

    /// What a mark at the beginning of `text` sets apart; nil where there is no mark.
    private func span(at text: Substring) -> Span? {
        guard let first = text.first, Self.marks.contains(first) else { return nil }
        let mark = String(text.prefix { $0 == first })
        let inner = text.dropFirst(mark.count)
        guard let next = inner.first else { return .open }
        if first == "`" {
            guard let end = inner.firstRange(of: mark) else { return .open }
            let content = inner[..<end.lowerBound]
            return .whole(String(content), .code, length: 2 * mark.count + content.count)
        }
        guard mark.count <= 2, !next.isWhitespace else { return nil }
        if first == "_", let last, last.isLetter || last.isNumber { return nil }
        var search = inner
        while let end = search.firstRange(of: mark) {
            let content = inner[..<end.lowerBound]
            let following = inner[end.upperBound...].first
            let closes =
                content.last?.isWhitespace == false && following != first
                && (first == "*" || following.map { !$0.isLetter && !$0.isNumber } ?? true)
            if closes {
                return .whole(
                    String(content), mark.count == 2 ? .bold : .emphasis, length: 2 * mark.count + content.count)
            }
            search = inner[end.upperBound...]
        }
        return .open
    }
}
