/// The tests of `is`.
enum TemplateTests {
    static func holds(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> Bool {
        switch (name, value) {
        case ("defined", .undefined): return false
        case ("defined", _): return true
        case ("undefined", .undefined): return true
        case ("undefined", _): return false
        case ("none", .none): return true
        case ("none", _): return false
        case ("string", .text): return true
        case ("string", _): return false
        case ("mapping", .dictionary): return true
        case ("mapping", _): return false
        case ("iterable", .list), ("iterable", .dictionary), ("iterable", .text), ("iterable", .undefined): return true
        case ("iterable", _): return false
        case ("sequence", .list(let list)): return list.isSequence
        case ("sequence", .text), ("sequence", .dictionary), ("sequence", .undefined): return true
        case ("sequence", _): return false
        case ("boolean", .bool): return true
        case ("boolean", _): return false
        case ("integer", .integer): return true
        case ("integer", _): return false
        case ("float", .float): return true
        case ("float", _): return false
        case ("number", _): return value.number != nil
        case ("true", .bool(let flag)): return flag
        case ("true", _): return false
        case ("false", .bool(let flag)): return !flag
        case ("false", _): return false
        case ("callable", .macro), ("callable", .loop), ("callable", .function), ("callable", .method): return true
        case ("callable", _): return false
        case ("lower", .text(let text)): return isCased(text) && text.isSpelledLike(text.plain.lowercased())
        case ("upper", .text(let text)): return isCased(text) && text.isSpelledLike(text.plain.uppercased())
        case ("escaped", .text(let text)): return text.isMarkup
        case ("escaped", _): return false
        case ("filter", .text(let text)): return TemplateFilters.names.contains(text.plain)
        case ("test", .text(let text)): return names.contains(text.plain)
        default: return try compared(name, value, arguments, &meter)
        }
    }

    private static func isCased(_ text: TemplateText) -> Bool {
        text.plain.unicodeScalars.contains { $0.properties.isCased }
    }

    private static let marks = [
        "equalto": "==", "eq": "==", "==": "==", "ne": "!=", "!=": "!=", "lt": "<", "lessthan": "<", "<": "<",
        "gt": ">", "greaterthan": ">", ">": ">", "le": "<=", "<=": "<=", "ge": ">=", ">=": ">=",
    ]

    private static let names: Set<String> = Set(marks.keys).union([
        "defined", "undefined", "none", "string", "mapping", "iterable", "sequence", "boolean", "integer", "float",
        "number", "true", "false", "callable", "lower", "upper", "escaped", "filter", "test", "odd", "even",
        "divisibleby", "in", "sameas",
    ])

    private static func compared(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> Bool {
        switch (name, value.wholeNumber, arguments.first) {
        case ("odd", let number?, nil): return number % 2 != 0
        case ("even", let number?, nil): return number % 2 == 0
        case ("divisibleby", _, let divisor?):
            return try !TemplateOperators.binary("%", value, divisor, &meter).isTrue
        case ("sameas", _, let other?): return try isSame(value, other)
        case ("in", _, let container?): return try TemplateOperators.contains(container, value, &meter)
        case (_, _, let other?):
            guard let mark = marks[name] else { break }
            return try TemplateOperators.binary(mark, value, other, &meter).isTrue
        default: break
        }
        throw TemplateFailure(reason: "the test “\(name)” of \(value.kind) is not supported")
    }

    /// Python's `is`, for what is one object wherever it is.
    private static func isSame(_ value: TemplateValue, _ other: TemplateValue) throws -> Bool {
        switch (value, other) {
        case (.none, .none): true
        case (.bool(let a), .bool(let b)): a == b
        case (.none, _), (_, .none), (.bool, _), (_, .bool): false
        case (.namespace(let a), .namespace(let b)): a === b
        default: throw TemplateFailure(reason: "the test “sameas” of \(value.kind) and \(other.kind) is not supported")
        }
    }
}
