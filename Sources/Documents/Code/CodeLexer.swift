/// Goes over a program once and notes for each line how deep in braces it is and what of it is comment or string.
///
/// It never fails: a string that should end at its line does so, and braces that close nothing are passed over.
struct CodeLexer {
    /// What the bytes being read are in; the innermost last.
    private enum Context {
        /// A string and what ends it.
        case string(end: [UInt8], isRaw: Bool, goesOverLines: Bool)
        /// Code in a string, up to the bracket that closes it.
        case interpolation(close: UInt8, depth: Int)
    }

    /// Strings in code in strings; what is deeper is read as a string.
    private static let maximumContexts = 32

    private let language: CodeLanguage
    private let bytes: [UInt8]
    private var position = 0
    private var contexts: [Context] = []
    private var commentDepth = 0
    private var depth = 0
    private var parentheses = 0
    /// The depths at the open `#if` lines.
    private var conditions: [(depth: Int, parentheses: Int)] = []
    /// The last visible byte of code, which tells a division from a regular expression.
    private var previous: UInt8 = 0

    init(_ bytes: [UInt8], language: CodeLanguage) {
        self.bytes = bytes
        self.language = language
    }

    mutating func read(cancellation: Cancellation) throws -> CodeLines {
        var result = CodeLines(bytes: bytes)
        var cursor = LineCursor()
        while let range = cursor.next(in: bytes) {
            if cursor.number & 0x3FF == 0 { try cancellation.check() }
            var line = CodeLines.Line(range: range)
            let start = bytes[range].firstIndex { !$0.isSpace } ?? range.upperBound
            for byte in bytes[range.lowerBound..<start] { line.indent += byte == 0x09 ? 4 - line.indent % 4 : 1 }
            line.isBlank = start == range.upperBound
            line.startsInside = commentDepth > 0 || isInString
            line.depth = depth
            position = start
            let isDirective =
                !line.startsInside && language.hasPreprocessor
                && bytes[range].dropFirst(start - range.lowerBound).first == UInt8(ascii: "#")
            if isDirective {
                readDirective(range)
            } else {
                line.isComment = readLine(to: range.upperBound) && !line.isBlank
            }
            endLine()
            line.depthAfter = depth
            line.parenthesesAfter = parentheses
            result.lines.append(line)
        }
        return result
    }

    private var isInString: Bool { if case .string = contexts.last { true } else { false } }

    private mutating func endLine() {
        while case .string(_, _, let goesOverLines) = contexts.last, !goesOverLines { contexts.removeLast() }
    }

    /// Braces in the branches of a condition are alternatives.
    private mutating func readDirective(_ range: Range<Int>) {
        let word = bytes[(position + 1)..<range.upperBound].drop(while: \.isSpace)
        if word.starts(with: "if".utf8) {
            conditions.append((depth, parentheses))
        } else if word.starts(with: "el".utf8) {
            if let open = conditions.last { (depth, parentheses) = open }
        } else if word.starts(with: "endif".utf8) {
            _ = conditions.popLast()
        }
        position = range.upperBound
    }

    /// Reads the rest of a line.
    ///
    /// - Returns: whether there is no code and no string in it.
    private mutating func readLine(to end: Int) -> Bool {
        var isComment = true
        while position < end {
            if commentDepth > 0 {
                readComment(to: end)
            } else if case .string(let close, let isRaw, _) = contexts.last {
                isComment = false
                readString(close, isRaw: isRaw, to: end)
            } else if starts(language.lineComment) {
                position = end
            } else if language.hasBlockComments, starts([0x2F, 0x2A]) {
                commentDepth = 1
                position += 2
            } else {
                if !bytes[position].isSpace { isComment = false }
                readCode(to: end)
            }
        }
        return isComment
    }

    private func starts(_ word: [UInt8]) -> Bool {
        guard !word.isEmpty, position + word.count <= bytes.count else { return false }
        for (offset, byte) in word.enumerated() where bytes[position + offset] != byte { return false }
        return true
    }

    private mutating func readComment(to end: Int) {
        if starts([0x2A, 0x2F]) {
            commentDepth -= 1
            position += 2
        } else if language.nestsComments, starts([0x2F, 0x2A]) {
            commentDepth += 1
            position += 2
        } else {
            position += 1
        }
        position = min(position, end)
    }

    private mutating func readString(_ close: [UInt8], isRaw: Bool, to end: Int) {
        if starts(close) {
            contexts.removeLast()
            position += close.count
            previous = UInt8(ascii: "\"")
        } else if !isRaw, starts(language.interpolation), contexts.count < Self.maximumContexts, canInterpolate(close) {
            let open = language.interpolation[1]
            contexts.append(
                .interpolation(close: open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"), depth: 0))
            position += 2
        } else if !isRaw, bytes[position] == UInt8(ascii: "\\") {
            position += 2
        } else {
            position += 1
        }
        position = min(position, end)
    }

    /// JavaScript's `${` means something in backticks only.
    private func canInterpolate(_ close: [UInt8]) -> Bool {
        language.interpolation[0] == UInt8(ascii: "\\") || close == [UInt8(ascii: "`")]
    }

    private mutating func readCode(to end: Int) {
        if openString(to: end) { return }
        let byte = bytes[position]
        position += 1
        if case .interpolation(let close, let open) = contexts.last {
            let opener = close == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "{")
            if byte == opener {
                contexts[contexts.count - 1] = .interpolation(close: close, depth: open + 1)
            } else if byte == close {
                if open == 0 {
                    contexts.removeLast()
                } else {
                    contexts[contexts.count - 1] = .interpolation(close: close, depth: open - 1)
                }
            }
            return
        }
        switch byte {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses = max(0, parentheses - 1)
        default: break
        }
        if !byte.isSpace { previous = byte }
    }

    // MARK: Strings

    /// Opens a string, or steps over a character or regular expression, if one begins at the position.
    private mutating func openString(to end: Int) -> Bool {
        let byte = bytes[position]
        if language.hasBacktickStrings, byte == UInt8(ascii: "`") {
            // In Go a backtick string is raw, in JavaScript it is not; neither language has the other's escapes.
            return open([byte], width: 1, isRaw: language.interpolation.isEmpty, goesOverLines: true)
        }
        if openRawString(byte) { return true }
        if language.hasTripleQuotes, language.quotes.contains(byte), starts([byte, byte, byte]) {
            return open([byte, byte, byte], width: 3, isRaw: false, goesOverLines: true)
        }
        if language.quotes.contains(byte) {
            // A digit separator of C++, as in 1'000.
            if byte == 0x27, language.hasPreprocessor, position > 0, bytes[position - 1].isDigit { return false }
            return open([byte], width: 1, isRaw: false, goesOverLines: language.hasLifetimes)
        }
        if language.hasLifetimes, byte == 0x27 {
            guard position + 2 < end else { return false }
            if bytes[position + 1] == UInt8(ascii: "\\") {
                return open([0x27], width: 1, isRaw: false, goesOverLines: false)
            }
            let close = bytes[(position + 2)..<min(end, position + 6)].firstIndex(of: 0x27)
            guard let close, close == position + 2 || bytes[position + 1] >= 0x80 else { return false }
            position = close + 1
            return true
        }
        if language.hasRegularExpressions, byte == UInt8(ascii: "/"), canBeginExpression {
            return skipRegularExpression(to: end)
        }
        return false
    }

    private mutating func open(_ end: [UInt8], width: Int, isRaw: Bool, goesOverLines: Bool) -> Bool {
        contexts.append(.string(end: end, isRaw: isRaw, goesOverLines: goesOverLines))
        position += width
        return true
    }

    private mutating func openRawString(_ byte: UInt8) -> Bool {
        let quote = UInt8(ascii: "\"")
        switch language.rawStrings {
        case .none: return false
        case .hashes, .rust:
            var index = position
            if language.rawStrings == .rust {
                guard byte == UInt8(ascii: "r"),
                    position == 0 || !bytes[position - 1].isWordByte || bytes[position - 1] == UInt8(ascii: "b")
                else { return false }
                index += 1
            } else if byte != UInt8(ascii: "#") {
                return false
            }
            let hashes = bytes[index...].prefix(16).prefix { $0 == UInt8(ascii: "#") }.count
            index += hashes
            guard index < bytes.count, bytes[index] == quote else { return false }
            let isTriple = language.hasTripleQuotes && bytes[index...].prefix(3).elementsEqual([quote, quote, quote])
            let count = isTriple ? 3 : 1
            let end = [UInt8](repeating: quote, count: count) + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
            return open(
                end, width: index - position + count, isRaw: true,
                goesOverLines: isTriple || language.rawStrings == .rust)
        case .cPlusPlus:
            guard byte == UInt8(ascii: "R"), position + 1 < bytes.count, bytes[position + 1] == quote else {
                return false
            }
            let name = bytes[(position + 2)...].prefix(17).prefix {
                $0 != UInt8(ascii: "(") && !$0.isSpace && $0 != quote
            }
            guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "(") else { return false }
            return open([UInt8(ascii: ")")] + name + [quote], width: name.count + 3, isRaw: true, goesOverLines: true)
        }
    }

    /// Whether a value can begin after the last byte of code, so that `/` is no division.
    private var canBeginExpression: Bool { previous == 0 || "(,=:[!&|?{};+-*%<>~^\n".utf8.contains(previous) }

    private mutating func skipRegularExpression(to end: Int) -> Bool {
        var index = position + 1
        var isInClass = false
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                position = index + 1
                previous = UInt8(ascii: "/")
                return true
            default: break
            }
            index += 1
        }
        return false
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter, a digit or `_`, or belongs to a letter of another script.
    var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80 }
}
