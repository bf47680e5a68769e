/// Divides a template's source into text and tags, with Jinja's rules for white space as chat templates use them: the line
/// feed after a block tag goes, and so does the indentation before it; a `-` inside a tag takes all white space on its side.
struct TemplateLexer {
    /// Text, or the tokens of a tag.
    enum Part {
        case text(String)
        case output([Token])
        case block([Token])
    }

    /// A word of a tag.
    enum Token: Equatable {
        case name(String)
        case text(String)
        case integer(Int)
        case float(Double)
        case mark(String)
    }

    private let source: [Character]
    private var place = 0

    init(_ source: String) { self.source = Array(source) }

    mutating func parts() throws -> [Part] {
        var parts: [Part] = []
        var text = ""
        var dropsSpace = false
        while place < source.count {
            guard source[place] == "{", place + 1 < source.count, "{%#".contains(source[place + 1]) else {
                if !dropsSpace || !source[place].isWhitespace {
                    text.append(source[place])
                    dropsSpace = false
                }
                place += 1
                continue
            }
            let kind = source[place + 1]
            place += 2
            let mark = place < source.count ? source[place] : " "
            if mark == "-" {
                while text.last?.isWhitespace == true { text.removeLast() }
            } else if kind != "{", mark != "+" {
                Self.dropIndentation(of: &text, isAtStart: parts.isEmpty)
            }
            if mark == "-" || mark == "+" { place += 1 }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            let closing: (String) -> Bool = { $0 == (kind == "{" ? "}}" : kind == "%" ? "%}" : "#}") }
            let (tokens, endsWithMinus) = try kind == "#" ? comment() : tag(closing)
            if kind == "{" { parts.append(.output(tokens)) }
            if kind == "%" { parts.append(.block(tokens)) }
            if kind == "#" { parts.append(.text("")) }
            dropsSpace = endsWithMinus
            if !endsWithMinus, kind != "{", place < source.count, source[place].isNewline { place += 1 }
        }
        if !text.isEmpty { parts.append(.text(text)) }
        return parts
    }

    /// Removes spaces and tabs between the last line feed and a block tag.
    private static func dropIndentation(of text: inout String, isAtStart: Bool) {
        let line = text.reversed().prefix { $0 == " " || $0 == "\t" }.count
        let rest = text.dropLast(line)
        if rest.last?.isNewline == true || (rest.isEmpty && isAtStart) { text = String(rest) }
    }

    private mutating func comment() throws -> (tokens: [Token], endsWithMinus: Bool) {
        while place + 1 < source.count {
            if source[place] == "#", source[place + 1] == "}" {
                defer { place += 2 }
                return ([], place > 0 && source[place - 1] == "-")
            }
            place += 1
        }
        throw TemplateFailure(reason: "a comment is not closed")
    }

    private mutating func tag(_ isClosing: (String) -> Bool) throws -> (tokens: [Token], endsWithMinus: Bool) {
        var tokens: [Token] = []
        var depth = 0
        while place < source.count {
            let character = source[place]
            if character.isWhitespace {
                place += 1
            } else if depth == 0, character == "-", isClosing(lookahead(2, from: place + 1)) {
                place += 3
                return (tokens, true)
            } else if depth == 0, isClosing(lookahead(2, from: place)) {
                place += 2
                return (tokens, false)
            } else if character.isLetter || character == "_" {
                tokens.append(.name(take { $0.isLetter || $0.isNumber || $0 == "_" }))
            } else if character.isWholeNumber {
                let digits = take { $0.isWholeNumber || $0 == "." }
                guard let value = Int(digits).map(Token.integer) ?? Double(digits).map(Token.float) else {
                    throw TemplateFailure(reason: "“\(digits)” is not a number")
                }
                tokens.append(value)
            } else if character == "'" || character == "\"" {
                tokens.append(.text(try quoted(by: character)))
            } else {
                let two = lookahead(2, from: place)
                let mark = ["==", "!=", "<=", ">=", "//", "**"].contains(two) ? two : String(character)
                if "([{".contains(mark) { depth += 1 }
                if ")]}".contains(mark) { depth -= 1 }
                guard two == mark || "()[]{}.,:|=<>+-*/%~".contains(character) else {
                    throw TemplateFailure(reason: "“\(character)” has no meaning in a tag")
                }
                tokens.append(.mark(mark))
                place += mark.count
            }
        }
        throw TemplateFailure(reason: "a tag is not closed")
    }

    private func lookahead(_ count: Int, from start: Int) -> String {
        start < source.count ? String(source[start..<min(source.count, start + count)]) : ""
    }

    private mutating func take(while belongs: (Character) -> Bool) -> String {
        let start = place
        while place < source.count, belongs(source[place]) { place += 1 }
        return String(source[start..<place])
    }

    private mutating func quoted(by quote: Character) throws -> String {
        var text = ""
        place += 1
        while place < source.count {
            let character = source[place]
            place += 1
            if character == quote { return text }
            guard character == "\\", place < source.count else {
                text.append(character)
                continue
            }
            let escapes: [Character: String] = ["n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\""]
            text += escapes[source[place]] ?? "\\" + String(source[place])
            place += 1
        }
        throw TemplateFailure(reason: "a string is not closed")
    }
}
