/// A value while a template runs.
indirect enum TemplateValue {
    case undefined
    case none
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case text(TemplateText)
    case list(TemplateList)
    case dictionary(TemplateDictionary)
    case namespace(Namespace)
    case macro(TemplateMacro)
    /// What a loop knows of itself.
    case loop(TemplateLoop)
    /// A function that every template has.
    case function(String)
    /// A method of a value that is not called.
    case method(String)

    /// An object whose attributes `set` can change from inside a loop.
    final class Namespace {
        var attributes: [String: TemplateValue]
        init(_ attributes: [String: TemplateValue]) { self.attributes = attributes }
    }

    static func string(_ text: String) -> TemplateValue { .text(TemplateText(text)) }

    static func list(_ items: [TemplateValue], kind: TemplateList.Kind = .list) throws -> TemplateValue {
        .list(try TemplateList(items, kind: kind))
    }

    /// What a filter gives that is gone through once.
    static func stream(_ items: [TemplateValue]) throws -> TemplateValue {
        try .list(items, kind: .stream(TemplateList.Progress()))
    }

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .text(let text): !text.runs.isEmpty
        case .list(let list): list.isTrue
        case .dictionary(let dictionary): !dictionary.entries.isEmpty
        case .namespace, .macro, .loop, .function, .method: true
        }
    }

    /// What is printed for the value, as Python spells it.
    ///
    /// - Throws: where it is an object that Python would print with its place in memory.
    func printed() throws -> TemplateText {
        switch self {
        case .undefined: return TemplateText("")
        case .text(let text): return text
        default: return try TemplatePythonSpelling.text(of: self)
        }
    }

    /// What kind of value it is, for messages.
    var kind: String {
        switch self {
        case .undefined: "something that is not defined"
        case .none: "none"
        case .bool: "a truth value"
        case .integer, .float: "a number"
        case .text: "a text"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .namespace: "a namespace"
        case .macro: "a macro"
        case .loop: "a loop"
        case .function: "a function"
        case .method: "a method"
        }
    }

    /// How deep lists and dictionaries stand inside each other.
    var depth: Int {
        switch self {
        case .list(let list): list.depth
        case .dictionary(let dictionary): dictionary.depth
        default: 0
        }
    }

    /// The value as a whole number; true is 1.
    var wholeNumber: Int? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .integer(let value): value
        default: nil
        }
    }

    /// The value as a number; true is 1.
    var number: Double? {
        if case .float(let value) = self { value } else { wholeNumber.map(Double.init) }
    }

    /// Whether two values are equal as in Python.
    func equals(_ other: TemplateValue, _ meter: inout TemplateMeter) throws -> Bool {
        try meter.charge(1)
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.text(let a), .text(let b)):
            try meter.charge(min(a.count, b.count))
            return a.isSpelledLike(b)
        case (.list(let a), .list(let b)):
            guard a.isComparable(with: b), a.values.count == b.values.count else { return false }
            for (first, second) in zip(a.values, b.values) where !(try first.equals(second, &meter)) { return false }
            return true
        case (.dictionary(let a), .dictionary(let b)):
            guard a.entries.count == b.entries.count else { return false }
            for entry in a.entries {
                guard let value = try b.value(of: entry.key, &meter), try entry.value.equals(value, &meter) else {
                    return false
                }
            }
            return true
        default:
            if let a = wholeNumber, let b = other.wholeNumber { return a == b }
            return number != nil && number == other.number
        }
    }
}

/// A macro of a template, or the body of a `call`.
struct TemplateMacro {
    typealias Parameter = (name: String, fallback: TemplateExpression?)

    /// Names that stand in a macro for what it gets beyond its parameters.
    static let extraNames: Set<String> = ["varargs", "kwargs", "caller"]

    var parameters: [Parameter]
    var body: [TemplateStatement]
    /// Those of the extra names that the body has.
    var extras: Set<String> = []
    /// How many scopes it sees from inside: those that are open where it is written.
    var scopeCount = 1
    /// The scopes themselves, for a body of `call`, which is run from elsewhere.
    var scopes: [[String: TemplateValue]]?
}

extension TemplateValue {
    /// Whether it is part of no other value: in a chain of such values, letting go of one would let go of all the others, one inside
    /// the other.
    var standsAlone: Bool {
        switch self {
        case .namespace, .loop: true
        case .macro(let macro): macro.scopes != nil
        default: false
        }
    }
}
