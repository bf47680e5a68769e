/// The filters of Jinja that chat templates use.
enum TemplateFilters {
    typealias Named = [String: TemplateValue]

    static func apply(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch name {
        case "trim", "upper", "lower", "capitalize", "title", "replace", "string":
            return try text(name, value, arguments, named, &meter)
        case "tojson":
            guard arguments.isEmpty, named.keys.allSatisfy({ $0 == "ensure_ascii" }) else {
                throw unsupported(name, value)
            }
            return .text(TemplateText(try value.json(&meter), isContent: true))
        case "safe": return value
        case "length", "count":
            switch value {
            case .undefined: return .integer(0)
            case .dictionary(let dictionary): return .integer(dictionary.entries.count)
            case .text(let text):
                try meter.charge(text.count)
                return .integer(text.plain.unicodeScalars.count)
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
            if case .undefined = value { return try .list([]) }
            guard case .dictionary = value else { throw unsupported(name, value) }
            return try TemplateMethods.call(name, on: value, [], &meter)
        default: return try list(name, value, arguments, named, &meter)
        }
    }

    private static func unsupported(_ name: String, _ value: TemplateValue) -> TemplateFailure {
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

    /// What a loop or a filter goes through; charged in proportion.
    static func items(
        of value: TemplateValue, for purpose: String, _ meter: inout TemplateMeter
    ) throws -> [TemplateValue] {
        switch value {
        case .undefined: return []
        case .list(let list):
            try meter.charge(list.items.count)
            return list.items
        case .dictionary(let dictionary):
            try meter.charge(dictionary.entries.count)
            return dictionary.entries.map { .text($0.key) }
        case .text(let text):
            try meter.charge(text.count * TemplateMeter.step)
            return text.characters.map { .text($0) }
        default: throw TemplateFailure(reason: "“\(purpose)” needs a list, not \(value.kind)")
        }
    }

    private static func list(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let supported = [
            "first", "last", "list", "reverse", "join", "map", "select", "reject", "selectattr", "rejectattr",
        ]
        guard supported.contains(name) else { throw TemplateFailure(reason: "the filter “\(name)” is not supported") }
        let items = try items(of: value, for: name, &meter)
        switch name {
        case "first": return items.first ?? .undefined
        case "last": return items.last ?? .undefined
        case "list": return try .list(items)
        case "reverse":
            if case .text = value {
                return .text(.joined(try items.reversed().map { try $0.printed() }, by: TemplateText("")))
            }
            return try .list(items.reversed())
        case "join":
            let separator = try (arguments.first ?? named["d"])?.printed() ?? TemplateText("")
            var parts: [TemplateText] = []
            for item in items {
                let part = try (try named["attribute"].map { try attribute($0, of: item, &meter) } ?? item).printed()
                try meter.charge(part.count + separator.count)
                parts.append(part)
            }
            return .text(.joined(parts, by: separator))
        case "map":
            var results: [TemplateValue] = []
            for item in items {
                try meter.charge(TemplateMeter.step)
                if let key = named["attribute"] {
                    let found = try attribute(key, of: item, &meter)
                    if case .undefined = found {
                        results.append(named["default"] ?? found)
                    } else {
                        results.append(found)
                    }
                } else {
                    guard case .text(let filter)? = arguments.first, filter.plain != "map" else {
                        throw unsupported(name, value)
                    }
                    results.append(try apply(filter.plain, item, Array(arguments.dropFirst()), [:], &meter))
                }
            }
            return try .list(results)
        default:
            let usesAttribute = name.hasSuffix("attr")
            let rest = Array(arguments.dropFirst(usesAttribute ? 1 : 0))
            guard !usesAttribute || !arguments.isEmpty else { throw unsupported(name, value) }
            var kept: [TemplateValue] = []
            for item in items {
                try meter.charge(TemplateMeter.step)
                let tested = usesAttribute ? try attribute(arguments[0], of: item, &meter) : item
                let holds =
                    try rest.first.map {
                        try TemplateTests.holds(try $0.printed().plain, tested, Array(rest.dropFirst()), &meter)
                    } ?? tested.isTrue
                if holds == name.hasPrefix("select") { kept.append(item) }
            }
            return try .list(kept)
        }
    }

    private static func attribute(
        _ key: TemplateValue, of item: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard case .text(let name) = key, !name.plain.utf8.contains(UInt8(ascii: ".")) else {
            throw TemplateFailure(reason: "only a plain name can be an attribute here")
        }
        return try TemplateOperators.attribute(name, of: item, &meter)
    }
}
