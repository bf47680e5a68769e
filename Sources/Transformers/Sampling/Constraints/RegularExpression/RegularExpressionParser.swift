/// Reads the regular expressions of ``Constraint/regularExpression(_:)``.
struct RegularExpressionParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    private static let maximumDepth = 100
    private static let maximumCount = 100_000

    /// - Throws: `invalid` or `unsupported`, with the place.
    static func expression(of pattern: String) throws(ConstraintError) -> RegularExpression {
        var parser = RegularExpressionParser(scalars: Array(pattern.unicodeScalars))
        if parser.next == "^" { parser.place += 1 }
        let expression = try parser.alternatives()
        guard parser.next == nil else { throw parser.invalid("“)” without “(”") }
        return expression
    }

    /// What texts match that have a match in them anywhere, or at their beginning or end where the pattern says so.
    ///
    /// - Throws: `invalid` or `unsupported`, with the place.
    static func searching(_ pattern: String) throws(ConstraintError) -> RegularExpression {
        let expression = try expression(of: pattern)
        let (begins, ends) = (pattern.hasPrefix("^"), endsAnchored(pattern))
        if case .alternatives = expression, begins || ends {
            throw ConstraintError(
                .unsupported, "regular expressions with “^” or “$” beside “|” are not supported; write “^(…|…)$”")
        }
        let anything = RegularExpression.repetition(.character(.all), minimum: 0, maximum: nil)
        return .sequence([begins ? .empty : anything, expression, ends ? .empty : anything])
    }

    /// Whether a pattern ends with a “$” that is not escaped.
    private static func endsAnchored(_ pattern: String) -> Bool {
        guard pattern.hasSuffix("$") else { return false }
        return pattern.dropLast().reversed().prefix { $0 == "\\" }.count % 2 == 0
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func invalid(_ reason: String) -> ConstraintError {
        ConstraintError(.invalid, "the regular expression is not valid: \(reason) at character \(place + 1)")
    }

    private func unsupported(_ what: String) -> ConstraintError {
        ConstraintError(.unsupported, "regular expressions with \(what) are not supported (character \(place + 1))")
    }

    private mutating func takes(_ text: String) -> Bool {
        guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
        place += text.unicodeScalars.count
        return true
    }

    private mutating func alternatives() throws(ConstraintError) -> RegularExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw unsupported("groups nested more than \(Self.maximumDepth) deep") }
        var parts = [try sequence()]
        while takes("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(ConstraintError) -> RegularExpression {
        var parts: [RegularExpression] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            if scalar == "$", place + 1 == scalars.count {
                place += 1
                break
            }
            let part = try repetition(of: try atom())
            if case .empty = part { continue }
            parts.append(part)
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition(of atom: RegularExpression) throws(ConstraintError) -> RegularExpression {
        var part = atom
        while let scalar = next, "*+?{".unicodeScalars.contains(scalar) {
            let counts = try counts()
            if takes("+") { throw unsupported("possessive repetitions") }
            _ = takes("?")
            // Nothing, however often, is nothing.
            if case .empty = part { continue }
            part = .repetition(part, minimum: counts.minimum, maximum: counts.maximum)
        }
        return part
    }

    private mutating func counts() throws(ConstraintError) -> (minimum: Int, maximum: Int?) {
        if takes("*") { return (0, nil) }
        if takes("+") { return (1, nil) }
        if takes("?") { return (0, 1) }
        _ = takes("{")
        guard let minimum = try number() else { throw invalid("a count is missing") }
        var maximum: Int? = minimum
        if takes(",") { maximum = try number() }
        guard takes("}") else { throw invalid("“}” is missing") }
        if let maximum, maximum < minimum { throw invalid("counts from \(minimum) to \(maximum)") }
        return (minimum, maximum)
    }

    private mutating func number() throws(ConstraintError) -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            let digits = (value ?? 0) * 10 + Int(scalar.value - 0x30)
            guard digits <= Self.maximumCount else { throw unsupported("counts above \(Self.maximumCount)") }
            value = digits
            place += 1
        }
        return value
    }

    private mutating func atom() throws(ConstraintError) -> RegularExpression {
        guard let scalar = next else { return .empty }
        switch scalar {
        case "(": return try group()
        case "[": return .character(try characterClass())
        case "\\": return .character(try escape())
        case "^", "$": throw unsupported("“\(scalar)” inside")
        case "*", "+", "?", "{":
            throw invalid("“\(scalar)” repeats nothing, and is written “\\\(scalar)” where it is meant itself,")
        case ".":
            place += 1
            return .character(Self.lineEnds.inverted)
        default:
            place += 1
            return .character(ScalarSet(scalar))
        }
    }

    private mutating func group() throws(ConstraintError) -> RegularExpression {
        let start = place
        place += 1
        if next == "?" && !takes("?:") {
            place += 1
            switch next {
            case "=", "!": throw unsupported("look-ahead")
            case "<" where place + 1 < scalars.count && "=!".unicodeScalars.contains(scalars[place + 1]):
                throw unsupported("look-behind")
            case "<":
                while let scalar = next, scalar != ">" {
                    guard scalar != ")" else { throw invalid("“>” is missing") }
                    place += 1
                }
                place += 1
            default: throw unsupported("“(?\(next.map(String.init) ?? "")”")
            }
        }
        guard place <= scalars.count else { throw invalid("“>” is missing") }
        let content = try alternatives()
        guard takes(")") else {
            place = start
            throw invalid("a group without “)”")
        }
        return content
    }

    private static let lineEnds = ScalarSet(0x0A...0x0D, 0x85...0x85, 0x2028...0x2029)
    private static let digits = ScalarSet(0x30...0x39)
    private static let wordCharacters = ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    private static let spaces = ScalarSet(0x09...0x0D, 0x20...0x20)

    /// The characters of an escape.
    private mutating func escape() throws(ConstraintError) -> ScalarSet {
        place += 1
        guard let scalar = next else { throw invalid("“\\” without a character") }
        place += 1
        switch scalar {
        case "d": return Self.digits
        case "D": return Self.digits.inverted
        case "w": return Self.wordCharacters
        case "W": return Self.wordCharacters.inverted
        case "s": return Self.spaces
        case "S": return Self.spaces.inverted
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "t": return ScalarSet("\t")
        case "f": return ScalarSet("\u{C}")
        case "v": return ScalarSet("\u{B}")
        case "x": return ScalarSet(try scalarWithCode(digits: 2))
        case "u" where takes("{"):
            let scalar = try scalarWithCode(digits: nil)
            guard takes("}") else { throw invalid("“}” is missing") }
            return ScalarSet(scalar)
        case "u": return ScalarSet(try scalarWithCode(digits: 4))
        case "0"..."9", "A"..."Z", "a"..."z":
            place -= 2
            throw unsupported("“\\\(scalar)”")
        default: return ScalarSet(scalar)
        }
    }

    /// - Parameter digits: how many there are; nil for one to six.
    private mutating func scalarWithCode(digits: Int?) throws(ConstraintError) -> Unicode.Scalar {
        let start = place
        while let scalar = next, scalar.properties.isASCIIHexDigit, place - start < digits ?? 6 { place += 1 }
        var spelling = ""
        spelling.unicodeScalars.append(contentsOf: scalars[start..<place])
        guard place - start == digits ?? max(place - start, 1), let code = UInt32(spelling, radix: 16),
            let scalar = Unicode.Scalar(code)
        else { throw invalid("a character code is missing or is none") }
        return scalar
    }

    private mutating func characterClass() throws(ConstraintError) -> ScalarSet {
        place += 1
        let isInverted = takes("^")
        var set = ScalarSet()
        guard next != "]" else { throw invalid("a class without characters") }
        while let scalar = next, scalar != "]" {
            if scalar == "[" || takes("&&") { throw unsupported("classes in classes; write “\\[”") }
            let first = try classItem()
            guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                set.formUnion(first)
                continue
            }
            place += 1
            let last = try classItem()
            guard let low = Self.onlyScalar(of: first), let high = Self.onlyScalar(of: last), low <= high else {
                throw invalid("a range of characters that is none")
            }
            set.insert(low.value...high.value)
        }
        guard takes("]") else { throw invalid("a class without “]”") }
        return isInverted ? set.inverted : set
    }

    private mutating func classItem() throws(ConstraintError) -> ScalarSet {
        guard let scalar = next else { throw invalid("a class without “]”") }
        if scalar == "\\" {
            if takes("\\b") { return ScalarSet("\u{8}") }
            return try escape()
        }
        place += 1
        return ScalarSet(scalar)
    }

    private static func onlyScalar(of set: ScalarSet) -> Unicode.Scalar? {
        guard set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
        return Unicode.Scalar(set.ranges[0].lowerBound)
    }
}
