/// A piece of a format code.
enum NumberFormatToken: Equatable, Sendable {
    /// `0`, `#` or `?`.
    case digit(Character)
    case point, comma, percent, slash
    /// `E+` or `E-`, and whether a plus is written.
    case exponent(showsPlus: Bool)
    /// The text of a cell.
    case text
    case general
    /// A part of a date: its letter in small, and how often it is repeated.
    case date(Character, Int)
    /// `[h]`, `[mm]`, `[s]`: time that goes on counting.
    case elapsed(Character, Int)
    case halfOfDay(isShort: Bool)
    /// `.000` after seconds.
    case subseconds(Int)
    case literal(String)
    case condition(NumberFormatCondition)
}

/// `[>=100]`
struct NumberFormatCondition: Equatable, Sendable {
    var comparison: String
    var value: Double

    func holds(for number: Double) -> Bool {
        switch comparison {
        case "<": number < value
        case "<=": number <= value
        case ">": number > value
        case ">=": number >= value
        case "<>": number != value
        default: number == value
        }
    }
}

/// Divides a format code into sections of tokens.
struct NumberFormatParser {
    private var rest: ArraySlice<Character>
    private var sections: [[NumberFormatToken]] = [[]]

    static func sections(of code: String) -> [[NumberFormatToken]] {
        var parser = NumberFormatParser(rest: Array(code)[...])
        while let character = parser.rest.popFirst() { parser.read(character) }
        return parser.sections
    }

    private init(rest: ArraySlice<Character>) { self.rest = rest }

    private mutating func add(_ token: NumberFormatToken) { sections[sections.count - 1].append(token) }

    private mutating func read(_ character: Character) {
        switch character {
        case ";": sections.append([])
        case "\"":
            let text = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(text.count + 1)
            add(.literal(String(text)))
        case "\\", "!": if let next = rest.popFirst() { add(.literal(String(next))) }
        // A gap as wide as the next character; a fill with the next character.
        case "_": if rest.popFirst() != nil { add(.literal(" ")) }
        case "*": _ = rest.popFirst()
        case "[": readBracket()
        case "0", "#", "?": add(.digit(character))
        case ".": readPoint()
        case ",": add(.comma)
        case "%": add(.percent)
        case "/": add(.slash)
        case "@": add(.text)
        case "E" where rest.first == "+" || rest.first == "-": add(.exponent(showsPlus: rest.popFirst() == "+"))
        case "G", "g":
            if take("eneral") { add(.general) } else { takeRun(of: "g", "G") }
        case "A", "a":
            if take("m/pm") {
                add(.halfOfDay(isShort: false))
            } else if take("/p") {
                add(.halfOfDay(isShort: true))
            } else {
                readDate(character)
            }
        case "上" where take("午/下午"): add(.halfOfDay(isShort: false))
        case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S", "e", "b", "B": readDate(character)
        default: add(.literal(String(character)))
        }
    }

    /// Takes a text that comes next, whatever its capitals.
    private mutating func take(_ text: String) -> Bool {
        guard rest.prefix(text.count).map({ $0.lowercased() }).joined() == text else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func takeRun(of small: Character, _ capital: Character) {
        rest = rest.drop { $0 == small || $0 == capital }
    }

    private mutating func readDate(_ character: Character) {
        let letter = Character(character.lowercased())
        let count = rest.prefix { $0.lowercased() == String(letter) }.count
        rest = rest.dropFirst(count)
        add(.date(letter, count + 1))
    }

    private mutating func readPoint() {
        // Between seconds and digits, the point begins their fraction.
        let isAfterSeconds =
            switch sections[sections.count - 1].last {
            case .date("s", _), .elapsed("s", _): true
            default: false
            }
        let zeros = rest.prefix { $0 == "0" }.count
        guard isAfterSeconds, zeros > 0 else { return add(.point) }
        rest = rest.dropFirst(zeros)
        add(.subseconds(min(zeros, 3)))
    }

    /// What is in brackets: a condition, a currency, elapsed time, a colour or a language.
    private mutating func readBracket() {
        let content = String(rest.prefix { $0 != "]" })
        rest = rest.dropFirst(content.count + 1)
        if content.hasPrefix("$") {
            let sign = content.dropFirst().prefix { $0 != "-" }
            if !sign.isEmpty { add(.literal(String(sign))) }
            return
        }
        let comparison = String(content.prefix { "<>=".contains($0) })
        if !comparison.isEmpty, let value = Double(content.dropFirst(comparison.count)) {
            return add(.condition(NumberFormatCondition(comparison: comparison, value: value)))
        }
        let small = content.lowercased()
        if let letter = small.first, "hms".contains(letter), small.allSatisfy({ $0 == letter }) {
            add(.elapsed(letter, small.count))
        }
    }
}
