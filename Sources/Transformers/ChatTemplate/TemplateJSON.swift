extension TemplateValue {
    /// The value as JSON, spelled as Python's `json.dumps` does without escaping letters beyond ASCII.
    func json(_ meter: inout TemplateMeter) throws -> String {
        switch self {
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return "\(value)"
        case .float(let value): return "\(value)"
        case .text(let text):
            try meter.charge(text.count)
            return Self.quoted(text.plain)
        case .list(let list):
            var parts: [String] = []
            for item in list.items {
                try meter.charge(1)
                parts.append(try item.json(&meter))
            }
            return try Self.joined("[", parts, "]", &meter)
        case .dictionary(let dictionary):
            var parts: [String] = []
            for entry in dictionary.entries {
                try meter.charge(1 + entry.key.count)
                parts.append(Self.quoted(entry.key.plain) + ": " + (try entry.value.json(&meter)))
            }
            return try Self.joined("{", parts, "}", &meter)
        case .undefined, .namespace, .macro: throw TemplateFailure(reason: "\(kind) cannot be written as JSON")
        }
    }

    private static func joined(
        _ begin: String, _ parts: [String], _ end: String, _ meter: inout TemplateMeter
    ) throws -> String {
        let text = begin + parts.joined(separator: ", ") + end
        try meter.charge(text.utf8.count)
        return text
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{8}": quoted += "\\b"
            case "\u{C}": quoted += "\\f"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
