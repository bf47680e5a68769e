/// Breaks text into lines of at most `width` columns, while it arrives.
///
/// ```swift
/// var wrapper = LineWrapper(width: 10)
/// wrapper.push("one two three") + wrapper.finish()  // "one two\nthree"
/// ```
///
/// Breaks stand at spaces and between wide East Asian characters, but never before their closing punctuation. Line feeds of
/// the text stay. A word longer than a line is left whole, so that addresses can be copied.
package struct LineWrapper: Sendable {
    private let width: Int?
    private let indent: Int
    private var column: Int
    private var spaces = ""
    private var word = ""
    private var wordWidth = 0
    private var lastOfWord: Character?

    /// Creates a wrapper.
    ///
    /// - Parameters:
    ///   - width: columns of a line; nil passes the text through as it is.
    ///   - indent: spaces before each line that a break begins.
    ///   - column: columns that the first line already holds.
    package init(width: Int?, indent: Int = 0, column: Int = 0) {
        self.width = width
        self.indent = indent
        self.column = column
    }

    /// Takes the next piece of text and returns what can be shown of it now: all but the last word.
    package mutating func push(_ text: String) -> String {
        guard width != nil else { return text }
        var output = ""
        for character in text {
            if character.isNewline {
                output += flush() + "\n"
                spaces = String(repeating: " ", count: indent)
                column = 0
            } else if character.isWhitespace {
                output += flush()
                spaces.append(character)
            } else {
                if breaksBefore(character) { output += flush() }
                word.append(character)
                lastOfWord = character
                wordWidth += DisplayWidth.of(character)
            }
        }
        return output
    }

    /// Puts a sequence that takes no column, such as the beginning of a colour, where the text is.
    package mutating func mark(_ sequence: String) -> String {
        guard width != nil else { return sequence }
        word += sequence
        return ""
    }

    /// Returns the last word.
    package mutating func finish() -> String { flush() }

    private func breaksBefore(_ character: Character) -> Bool {
        guard let last = lastOfWord else { return false }
        let isWide = DisplayWidth.of(character) == 2 || DisplayWidth.of(last) == 2
        return isWide && !Self.closing.contains(character) && !Self.opening.contains(last)
    }

    private mutating func flush() -> String {
        guard !word.isEmpty, let width else { return "" }
        defer { (spaces, word, wordWidth, lastOfWord) = ("", "", 0, nil) }
        if column > indent, column + spaces.count + wordWidth > width {
            column = indent + wordWidth
            return "\n" + String(repeating: " ", count: indent) + word
        }
        column += spaces.count + wordWidth
        return spaces + word
    }

    private static let closing = Set("，。、；：？！）」』】〉》”’…,.;:?!)]}")
    private static let opening = Set("（「『【〈《“‘([{")
}
