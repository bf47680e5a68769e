/// Writes values as Python's `json.dumps` does, with the arguments that transformers gives its filter `tojson`.
struct TemplateJSON {
    /// Whether letters beyond ASCII are escaped.
    private let escapesUnicode: Bool
    private let sortsKeys: Bool
    /// What one level is indented by; nil where all is one line.
    private let indentation: String?
    private let itemSeparator: String
    private let keySeparator: String

    /// - Throws: for an argument that is not known.
    init(_ arguments: TemplateFilters.Named) throws {
        var escapesUnicode = false
        var sortsKeys = false
        var indentation: String?
        var separators: (item: String, key: String)?
        for (name, value) in arguments {
            switch (name, value) {
            case ("ensure_ascii", _): escapesUnicode = value.isTrue
            case ("sort_keys", _): sortsKeys = value.isTrue
            case ("indent", .none), ("separators", .none): break
            case ("indent", .text(let text)): indentation = text.plain
            case ("indent", _):
                guard let width = value.wholeNumber, width <= 64 else { throw Self.unsupported(name) }
                indentation = String(repeating: " ", count: max(0, width))
            case ("separators", .list(let list)):
                let items = list.values
                guard items.count == 2, case .text(let item) = items[0], case .text(let key) = items[1] else {
                    throw Self.unsupported(name)
                }
                separators = (item.plain, key.plain)
            default: throw Self.unsupported(name)
            }
        }
        self.escapesUnicode = escapesUnicode
        self.sortsKeys = sortsKeys
        self.indentation = indentation
        itemSeparator = separators?.item ?? (indentation == nil ? ", " : ",")
        keySeparator = separators?.key ?? ": "
    }

    private static func unsupported(_ argument: String) -> TemplateFailure {
        TemplateFailure(reason: "“tojson” with this value of “\(argument)” is not supported")
    }

    /// - Throws: for a value that JSON has no spelling for.
    func text(of value: TemplateValue, _ meter: inout TemplateMeter) throws -> String {
        try text(of: value, level: 0, &meter)
    }

    private func text(of value: TemplateValue, level: Int, _ meter: inout TemplateMeter) throws -> String {
        switch value {
        case .none: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return "\(number)"
        case .float(let number) where number.isFinite: return "\(number)"
        case .text(let text):
            try meter.charge(text.count)
            return quoted(text.plain)
        case .list(let list) where list.hasJSON:
            let parts = try list.values.map { item in
                try meter.charge(1)
                return try text(of: item, level: level + 1, &meter)
            }
            return try enclosed("[", parts, "]", level, &meter)
        case .dictionary(let dictionary):
            var entries = dictionary.entries
            if sortsKeys {
                try meter.charge(entries.count * TemplateMeter.step)
                entries.sort { $0.key.plain.unicodeScalars.lexicographicallyPrecedes($1.key.plain.unicodeScalars) }
            }
            let parts = try entries.map { entry in
                try meter.charge(1 + entry.key.count)
                return quoted(entry.key.plain) + keySeparator
                    + (try text(of: entry.value, level: level + 1, &meter))
            }
            return try enclosed("{", parts, "}", level, &meter)
        case .undefined, .float, .list, .namespace, .macro, .loop, .function, .method:
            throw TemplateFailure(reason: "\(value.kind) cannot be written as JSON")
        }
    }

    private func enclosed(
        _ begin: String, _ parts: [String], _ end: String, _ level: Int, _ meter: inout TemplateMeter
    ) throws -> String {
        guard !parts.isEmpty else { return begin + end }
        func line(_ level: Int) -> String {
            indentation.map { "\n" + String(repeating: $0, count: level) } ?? ""
        }
        let separator = itemSeparator + line(level + 1)
        try meter.charge(parts.reduce(0) { $0 + $1.utf8.count } + (parts.count + 1) * separator.utf8.count)
        return begin + line(level + 1) + parts.joined(separator: separator) + line(level) + end
    }

    private func quoted(_ text: String) -> String {
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
            case _ where scalar.value < 0x20 || escapesUnicode && scalar.value > 0x7E:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
