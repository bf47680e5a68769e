/// The filters of Jinja that chat templates use.
enum TemplateFilters {
    typealias Named = [String: TemplateValue]

    static func apply(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch name {
        case "trim", "upper", "lower", "capitalize", "title", "replace", "string", "indent":
            return try text(name, value, arguments, named, &meter)
        case "center", "escape", "e", "forceescape", "format", "truncate", "urlencode", "wordcount":
            return try moreText(name, value, arguments, named, &meter)
        case "round": return try rounded(value, arguments, named)
        case "attr":
            guard case .text(let key)? = arguments.first, arguments.count == 1 else { throw unsupported(name, value) }
            if case .dictionary = value { return try TemplateMethods.method(key.plain, of: value) ?? .undefined }
            return try TemplateOperators.attribute(key, of: value, &meter)
        case "tojson":
            let named = try self.named(arguments, named, ["ensure_ascii", "indent", "separators", "sort_keys"], name)
            return .text(TemplateText(try TemplateJSON(named).text(of: value, &meter), isContent: true))
        case "safe": return .text(try value.printed().markup)
        case "length", "count":
            switch value {
            case .undefined: return .integer(0)
            case .dictionary(let dictionary): return .integer(dictionary.entries.count)
            case .text(let text):
                try meter.charge(text.count)
                return .integer(text.plain.unicodeScalars.count)
            case .list(let list): return .integer(try list.count())
            default: return .integer(try items(of: value, for: name, &meter).count)
            }
        case "int", "float": return try number(name, value, arguments)
        case "abs":
            guard value.number ?? 0 < 0 else { return value }
            return try TemplateOperators.negated(value)
        case "default", "d":
            let replacesFalse = arguments.count > 1 && arguments[1].isTrue || named["boolean"]?.isTrue == true
            let fallback = arguments.first ?? named["default_value"] ?? .string("")
            if case .undefined = value { return fallback }
            return replacesFalse && !value.isTrue ? fallback : value
        case "items":
            if case .undefined = value { return try .stream([]) }
            guard case .dictionary = value else { throw unsupported(name, value) }
            return try .stream(items(of: try TemplateMethods.call(name, on: value, [], &meter), for: name, &meter))
        default: return try list(name, value, arguments, named, &meter)
        }
    }

    /// All filters.
    static let names: Set<String> = [
        "trim", "upper", "lower", "capitalize", "title", "replace", "string", "indent", "center", "escape", "e",
        "forceescape", "format", "truncate", "urlencode", "wordcount", "round", "attr", "tojson", "safe", "length",
        "count", "int", "float", "abs", "default", "d", "items", "first", "last", "list", "reverse", "join", "map",
        "select", "reject", "selectattr", "rejectattr", "unique", "sort", "dictsort", "min", "max", "sum", "groupby",
        "batch", "slice",
    ]

    /// Arguments by the names of a filter's parameters.
    static func named(
        _ arguments: [TemplateValue], _ named: Named, _ parameters: [String], _ filter: String
    ) throws -> Named {
        let all = try named.merging(zip(parameters, arguments)) { _, _ in
            throw TemplateFailure(reason: "the filter “\(filter)” gets an argument twice")
        }
        guard arguments.count <= parameters.count, named.keys.allSatisfy(parameters.contains) else {
            throw TemplateFailure(reason: "the filter “\(filter)” with these arguments is not supported")
        }
        return all
    }

    static func unsupported(_ name: String, _ value: TemplateValue) -> TemplateFailure {
        TemplateFailure(reason: "the filter “\(name)” with these arguments on \(value.kind) is not supported")
    }

    private static func text(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let text = try value.printed()
        try meter.charge(text.count)
        switch name {
        case "trim":
            return try TemplateMethods.call(
                "strip", on: .text(text), arguments + (named["chars"].map { [$0] } ?? []), &meter)
        case "string": return .text(text)
        case "indent": return .text(try indented(text, arguments, named, &meter))
        case "title":
            var isStart = true
            return .text(
                text.mapped { part in
                    part.unicodeScalars.reduce(into: "") { result, scalar in
                        result += isStart ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
                        isStart = scalar.isPythonSpace || "-({[<".unicodeScalars.contains(scalar)
                    }
                })
        default: return try TemplateMethods.call(name, on: .text(text), arguments, &meter)
        }
    }

    private static func number(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue]
    ) throws -> TemplateValue {
        var number = value.number
        if case .text(let text) = value {
            let plain = text.trimmed(\.isPythonSpace).plain
            if name == "int", let whole = Int(plain) { return .integer(whole) }
            number = Double(plain)
        }
        if name == "int", let whole = value.wholeNumber { return .integer(whole) }
        guard let number, number.isFinite else { return arguments.first ?? (name == "int" ? .integer(0) : .float(0)) }
        guard name == "int" else { return .float(number) }
        guard let whole = Int(exactly: number.rounded(.towardZero)) else {
            throw TemplateFailure(reason: "the number \(number) is too large")
        }
        return .integer(whole)
    }

    /// Lines with spaces before them: not before the first one and not before empty ones, unless `first` and `blank` say so.
    private static func indented(
        _ text: TemplateText, _ arguments: [TemplateValue], _ named: Named, _ meter: inout TemplateMeter
    ) throws -> TemplateText {
        func argument(_ place: Int, _ name: String) -> TemplateValue? {
            place < arguments.count ? arguments[place] : named[name]
        }
        var indentation = TemplateText("")
        switch argument(0, "width") ?? .integer(4) {
        case .text(let text): indentation = text
        case let value:
            guard let width = value.wholeNumber, width <= 1024 else { throw unsupported("indent", .text(text)) }
            indentation = TemplateText(String(repeating: " ", count: max(0, width)))
        }
        let (first, blank) = (argument(1, "first")?.isTrue ?? false, argument(2, "blank")?.isTrue ?? false)
        let lines = try TemplateMethods.lines(of: text, &meter)
        try meter.charge(lines.count * (indentation.count + TemplateMeter.step))
        return .joined(
            lines.enumerated().map { index, line in
                let isIndented = index == 0 ? first : blank || !line.runs.isEmpty
                return isIndented ? .joined([indentation, line], by: TemplateText("")) : line
            }, by: TemplateText("\n"))
    }
}
