/// Divides a template's source into text and tags, with Jinja's rules for white space as chat templates use them: the line
/// feed after a block tag goes, and so does the indentation before it; a `-` inside a tag takes all white space on its side,
/// a `+` keeps it.
struct TemplateLexer {
    /// Text, or the tokens of a tag, and the line where it begins.
    struct Part {
        enum Kind {
            case text(String)
            case output([Token])
            case block([Token])
        }

        var kind: Kind
        var line: Int
    }

    /// A word of a tag.
    enum Token: Equatable {
        case name(String)
        case text(String)
        case integer(Int)
        case float(Double)
        case mark(String)
    }

    private enum Sign { case none, minus, plus }

    /// More in one tag is no chat template.
    private static let maximumTokens = 10_000

    private let source: [Unicode.Scalar]
    private var place = 0
    private var line = 1

    init(_ source: String) {
        var scalars: [Unicode.Scalar] = []
        var follows: Unicode.Scalar?
        for scalar in source.unicodeScalars {
            if scalar == "\r" {
                scalars.append("\n")
            } else if scalar != "\n" || follows != "\r" {
                scalars.append(scalar)
            }
            follows = scalar
        }
        if scalars.last == "\n" { scalars.removeLast() }
        self.source = scalars
    }

    mutating func parts() throws -> [Part] {
        var parts: [Part] = []
        while place < source.count {
            let start = place
            while place < source.count, tagKind == nil { place += 1 }
            guard let kind = tagKind else {
                parts.append(Part(kind: .text(text(start..<place)), line: line))
                break
            }
            let textLine = line
            line += source[start..<place].count { $0 == "\n" }
            let end = textEnd(start..<place, before: kind)
            if end > start { parts.append(Part(kind: .text(text(start..<end)), line: textLine)) }
            let tagLine = line
            let tagStart = place
            try TemplateFailure.located(on: tagLine) {
                place += 2
                if sign(at: place) != .none { place += 1 }
                switch kind {
                case "{": parts.append(Part(kind: .output(try tokens(until: "}")), line: tagLine))
                case "%":
                    let tokens = try tokens(until: "%")
                    parts.append(tokens == [.name("raw")] ? try rawText() : Part(kind: .block(tokens), line: tagLine))
                default: try skipComment()
                }
            }
            skipSpace(afterTagOf: kind)
            line += source[tagStart..<place].count { $0 == "\n" }
        }
        return parts
    }

    /// The second character of a tag's opening, where one stands at the place.
    private var tagKind: Unicode.Scalar? {
        guard place + 1 < source.count, source[place] == "{" else { return nil }
        let kind = source[place + 1]
        return kind == "{" || kind == "%" || kind == "#" ? kind : nil
    }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: source[range])
        return text
    }

    private func sign(at place: Int) -> Sign {
        guard place < source.count else { return .none }
        return source[place] == "-" ? .minus : source[place] == "+" ? .plus : .none
    }

    /// Where text ends that stands before a tag, whose own rules for white space count.
    private func textEnd(_ text: Range<Int>, before kind: Unicode.Scalar) -> Int {
        var end = text.upperBound
        let sign = sign(at: end + 2)
        if sign == .minus {
            while end > text.lowerBound, source[end - 1].isPythonSpace { end -= 1 }
            return end
        }
        guard kind != "{", sign == .none else { return end }
        while end > text.lowerBound, source[end - 1].isPythonSpace, source[end - 1] != "\n" { end -= 1 }
        let isLineStart = end == 0 || source[end - 1] == "\n"
        return isLineStart ? end : text.upperBound
    }

    /// Skips what the end of a tag takes with it.
    private mutating func skipSpace(afterTagOf kind: Unicode.Scalar) {
        switch sign(at: place - 3) {
        case .minus: while place < source.count, source[place].isPythonSpace { place += 1 }
        case .plus where kind != "{": break
        default: if kind != "{", place < source.count, source[place] == "\n" { place += 1 }
        }
    }

    private mutating func skipComment() throws {
        while place + 1 < source.count {
            place += 1
            if source[place] == "}", source[place - 1] == "#" {
                place += 1
                return
            }
        }
        throw TemplateFailure(reason: "a comment is not closed")
    }

    /// The text up to the tag `endraw`, which is skipped.
    private mutating func rawText() throws -> Part {
        // Only a minus takes white space behind the beginning.
        skipSpace(afterTagOf: "{")
        let start = place
        while place < source.count {
            if tagKind == "%", let end = endOfRaw(at: place) {
                let text = text(start..<textEnd(start..<place, before: "%"))
                place = end
                return Part(kind: .text(text), line: line)
            }
            place += 1
        }
        throw TemplateFailure(reason: "“endraw” is missing")
    }

    /// Where the tag at `place` ends, if it is `endraw`.
    private func endOfRaw(at place: Int) -> Int? {
        let word = Array("endraw".unicodeScalars)
        var lexer = self
        lexer.place = place + (sign(at: place + 2) == .none ? 2 : 3)
        _ = lexer.take { $0.isPythonSpace }
        guard source[lexer.place...].starts(with: word) else { return nil }
        lexer.place += word.count
        _ = lexer.take { $0.isPythonSpace }
        return lexer.tagEnd("%")
    }

    /// The tokens up to the end of a tag, which is skipped.
    private mutating func tokens(until end: Unicode.Scalar) throws -> [Token] {
        var tokens: [Token] = []
        var depth = 0
        while place < source.count {
            let scalar = source[place]
            if depth == 0, let place = tagEnd(end) {
                self.place = place
                return tokens
            }
            guard tokens.count < Self.maximumTokens else { throw TemplateFailure(reason: "a tag is too long") }
            if scalar.isPythonSpace {
                place += 1
            } else if scalar.properties.isXIDStart || scalar == "_" {
                tokens.append(.name(take { $0.properties.isXIDContinue }))
            } else if ("0"..."9").contains(scalar) {
                tokens.append(try number())
            } else if scalar == "'" || scalar == "\"" {
                tokens.append(.text(try quoted(by: scalar)))
            } else {
                let mark = try mark()
                if "([{".contains(mark) { depth += 1 }
                if ")]}".contains(mark) { depth -= 1 }
                tokens.append(.mark(mark))
            }
        }
        throw TemplateFailure(reason: "a tag is not closed")
    }

    private func tagEnd(_ mark: Unicode.Scalar) -> Int? {
        let first = place + (sign(at: place) == .minus || (sign(at: place) == .plus && mark == "%") ? 1 : 0)
        guard first + 1 < source.count, source[first] == mark, source[first + 1] == "}" else { return nil }
        return first + 2
    }

    private mutating func mark() throws -> String {
        let two = text(place..<min(source.count, place + 2))
        let one = text(place..<place + 1)
        let mark = ["==", "!=", "<=", ">=", "//", "**"].contains(two) ? two : one
        guard mark == two || "()[]{}.,:|=<>+-*/%~".contains(one) else {
            throw TemplateFailure(reason: "“\(one)” has no meaning in a tag")
        }
        place += mark.unicodeScalars.count
        return mark
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        let start = place
        while place < source.count, belongs(source[place]) { place += 1 }
        return text(start..<place)
    }

    private mutating func number() throws -> Token {
        if source[place] == "0", place + 1 < source.count, let radix = Self.radixes[source[place + 1]] {
            place += 2
            let digits = take { $0.properties.isASCIIHexDigit || $0 == "_" }.replacing("_", with: "")
            guard let value = Int(digits, radix: radix) else {
                throw TemplateFailure(reason: "the number “\(digits)” has other digits than its kind, or is too large")
            }
            return .integer(value)
        }
        var digits = takeDigits()
        let isFraction = place + 1 < source.count && source[place] == "." && isDigit(at: place + 1)
        if isFraction {
            place += 1
            digits += "." + takeDigits()
        }
        let exponent = exponentPlace
        if let exponent {
            digits += text(place..<exponent)
            place = exponent
            digits += takeDigits()
        }
        if isFraction || exponent != nil, let value = Double(digits), value.isFinite { return .float(value) }
        guard let value = Int(digits) else { throw TemplateFailure(reason: "the number “\(digits)” is too large") }
        return .integer(value)
    }

    private static let radixes: [Unicode.Scalar: Int] = ["b": 2, "B": 2, "o": 8, "O": 8, "x": 16, "X": 16]

    private func isDigit(at place: Int) -> Bool { place < source.count && ("0"..."9").contains(source[place]) }

    private mutating func takeDigits() -> String {
        let start = place
        while isDigit(at: place) || place < source.count && source[place] == "_" && isDigit(at: place + 1) {
            place += 1
        }
        return text(start..<place).replacing("_", with: "")
    }

    /// Where the digits of an exponent begin, if one comes next.
    private var exponentPlace: Int? {
        guard place < source.count, source[place] == "e" || source[place] == "E" else { return nil }
        let first = place + (sign(at: place + 1) == .none ? 1 : 2)
        return isDigit(at: first) ? first : nil
    }

    private mutating func quoted(by quote: Unicode.Scalar) throws -> String {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
            "n": "\n", "t": "\t", "r": "\r", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}", "a": "\u{7}", "\\": "\\",
            "'": "'",
            "\"": "\"",
        ]
        let lengths: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        var text = ""
        place += 1
        while place < source.count {
            let scalar = source[place]
            place += 1
            if scalar == quote { return text }
            guard scalar == "\\", place < source.count else {
                text.unicodeScalars.append(scalar)
                continue
            }
            let kind = source[place]
            place += 1
            if let escaped = escapes[kind] {
                text.unicodeScalars.append(escaped)
            } else if let length = lengths[kind] {
                let digits = self.text(place..<min(source.count, place + length))
                guard digits.utf8.count == length, let value = UInt32(digits, radix: 16),
                    let escaped = Unicode.Scalar(value)
                else { throw TemplateFailure(reason: "a string has an escape that is no character") }
                text.unicodeScalars.append(escaped)
                place += length
            } else if kind != "\n" {
                text += "\\"
                text.unicodeScalars.append(kind)
            }
        }
        throw TemplateFailure(reason: "a string is not closed")
    }
}
