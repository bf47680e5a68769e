/// A value while a template runs.
indirect enum TemplateValue {
    case undefined
    case none
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case text(TemplateText)
    case list([TemplateValue])
    case dictionary([String: TemplateValue])
    case namespace(Namespace)
    case macro(TemplateMacro)

    /// An object whose attributes `set` can change from inside a loop.
    final class Namespace {
        var attributes: [String: TemplateValue]
        init(_ attributes: [String: TemplateValue]) { self.attributes = attributes }
    }

    static func string(_ text: String) -> TemplateValue { .text(TemplateText(text)) }

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .text(let text): !text.runs.isEmpty
        case .list(let items): !items.isEmpty
        case .dictionary(let entries): !entries.isEmpty
        case .namespace, .macro: true
        }
    }

    /// What is printed for the value, as Python spells it.
    var text: TemplateText {
        switch self {
        case .undefined: TemplateText("")
        case .none: TemplateText("None")
        case .bool(let value): TemplateText(value ? "True" : "False")
        case .integer(let value): TemplateText("\(value)")
        case .float(let value): TemplateText("\(value)")
        case .text(let text): text
        case .list, .dictionary: TemplateText(json, isContent: true)
        case .namespace, .macro: TemplateText("")
        }
    }

    /// The value as JSON, keys in order of their letters.
    var json: String {
        switch self {
        case .undefined, .none, .namespace, .macro: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return "\(value)"
        case .float(let value): return "\(value)"
        case .text(let text):
            var quoted = "\""
            for scalar in text.plain.unicodeScalars {
                switch scalar {
                case "\"": quoted += "\\\""
                case "\\": quoted += "\\\\"
                case "\n": quoted += "\\n"
                case "\r": quoted += "\\r"
                case "\t": quoted += "\\t"
                case _ where scalar.value < 0x20:
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: quoted.unicodeScalars.append(scalar)
                }
            }
            return quoted + "\""
        case .list(let items): return "[" + items.map(\.json).joined(separator: ", ") + "]"
        case .dictionary(let entries):
            let parts = entries.sorted { $0.key < $1.key }.map {
                TemplateValue.string($0.key).json + ": " + $0.value.json
            }
            return "{" + parts.joined(separator: ", ") + "}"
        }
    }

    func equals(_ other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): true
        case (.text(let a), .text(let b)): a.plain == b.plain
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
        case (.dictionary(let a), .dictionary(let b)):
            a.count == b.count && a.allSatisfy { key, value in b[key]?.equals(value) ?? false }
        default: number != nil && number == other.number
        }
    }

    /// The value as a number; true is 1.
    var number: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .integer(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}

/// A macro of a template.
struct TemplateMacro {
    var parameters: [(name: String, fallback: TemplateExpression?)]
    var body: [TemplateStatement]
}
