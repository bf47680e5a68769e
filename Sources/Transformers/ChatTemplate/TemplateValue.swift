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

    /// An object whose attributes `set` can change from inside a loop.
    final class Namespace {
        var attributes: [String: TemplateValue]
        init(_ attributes: [String: TemplateValue]) { self.attributes = attributes }
    }

    static func string(_ text: String) -> TemplateValue { .text(TemplateText(text)) }

    static func list(_ items: [TemplateValue]) throws -> TemplateValue { .list(try TemplateList(items)) }

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .text(let text): !text.runs.isEmpty
        case .list(let list): !list.items.isEmpty
        case .dictionary(let dictionary): !dictionary.entries.isEmpty
        case .namespace, .macro: true
        }
    }

    /// What is printed for the value, as Python spells it.
    ///
    /// - Throws: where it is a list or an object, for which Python's spelling is no text for a model.
    func printed() throws -> TemplateText {
        switch self {
        case .undefined: return TemplateText("")
        case .none: return TemplateText("None")
        case .bool(let value): return TemplateText(value ? "True" : "False")
        case .integer(let value): return TemplateText("\(value)")
        case .float(let value): return TemplateText("\(value)")
        case .text(let text): return text
        case .list, .dictionary, .namespace, .macro:
            throw TemplateFailure(reason: "\(kind) cannot be printed without “tojson”")
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
            guard a.items.count == b.items.count else { return false }
            for (first, second) in zip(a.items, b.items) where !(try first.equals(second, &meter)) { return false }
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

/// A list whose depth is bounded, so that no value of a hostile template can exhaust the stack.
struct TemplateList {
    let items: [TemplateValue]
    let depth: Int

    init(_ items: [TemplateValue]) throws {
        self.items = items
        depth = try TemplateDepth.around(items)
    }
}

/// A dictionary that keeps the order of its entries, bounded in depth as lists are.
struct TemplateDictionary {
    typealias Entry = (key: TemplateText, value: TemplateValue)

    let entries: [Entry]
    let depth: Int

    init(_ entries: [Entry]) throws {
        self.entries = entries
        depth = try TemplateDepth.around(entries.map(\.value))
    }

    func value(of key: TemplateText, _ meter: inout TemplateMeter) throws -> TemplateValue? {
        try meter.charge(entries.count)
        return entries.first { $0.key.isSpelledLike(key) }?.value
    }
}

private enum TemplateDepth {
    private static let maximum = 16

    static func around(_ items: [TemplateValue]) throws -> Int {
        for case .namespace in items { throw TemplateFailure(reason: "a namespace cannot be part of another value") }
        let depth = 1 + (items.map(\.depth).max() ?? 0)
        guard depth <= maximum else { throw TemplateFailure(reason: "lists are nested too deep") }
        return depth
    }
}

/// A macro of a template.
struct TemplateMacro {
    var parameters: [(name: String, fallback: TemplateExpression?)]
    var body: [TemplateStatement]
}
