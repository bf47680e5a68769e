internal import Foundation

/// How a question of several lines is typed: `\` at the end of a line goes on with the next, and `"""` begins a text that the
/// next `"""` ends.
package enum MultilineText {
    private static let quotes = "\"\"\""

    /// Whether Enter goes on with a new line.
    package static func goesOn(_ buffer: LineBuffer) -> Bool { goesOn(buffer.text) }

    /// The same for lines that were read.
    package static func goesOn(_ text: String) -> Bool {
        if isOpen(text) { return true }
        return !text.hasPrefix(quotes) && text.reversed().prefix { $0 == "\\" }.count % 2 == 1
    }

    /// Begins a new line; the `\` that asked for it goes.
    package static func breakLine(_ buffer: inout LineBuffer) {
        while !buffer.after.isEmpty { buffer.moveRight() }
        if !isOpen(buffer.text) { buffer.deleteBackward() }
        buffer.insert("\n")
    }

    /// The text without its quotes.
    package static func meant(_ text: String) -> String {
        guard text.hasPrefix(quotes) else { return text }
        var inner = text.dropFirst(quotes.count)
        if inner.hasSuffix(quotes) { inner = inner.dropLast(quotes.count) }
        return inner.trimmingCharacters(in: .newlines)
    }

    private static func isOpen(_ text: String) -> Bool {
        text.hasPrefix(quotes) && !text.dropFirst(quotes.count).hasSuffix(quotes)
    }
}
