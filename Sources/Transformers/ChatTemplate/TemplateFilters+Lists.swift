/// Filters of what can be gone through one by one.
extension TemplateFilters {
    /// What a loop or a filter goes through; charged in proportion.
    static func items(
        of value: TemplateValue, for purpose: String, _ meter: inout TemplateMeter
    ) throws -> [TemplateValue] {
        switch value {
        case .undefined: return []
        case .list(let list):
            try meter.charge(list.values.count)
            return list.taken()
        case .dictionary(let dictionary):
            try meter.charge(dictionary.entries.count)
            return dictionary.entries.map { .text($0.key) }
        case .text(let text):
            try meter.charge(text.count * TemplateMeter.step)
            return text.characters.map { .text($0) }
        default: throw TemplateFailure(reason: "“\(purpose)” needs a list, not \(value.kind)")
        }
    }

    static func list(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let supported = [
            "first", "last", "list", "reverse", "join", "map", "select", "reject", "selectattr", "rejectattr", "unique",
            "sort", "dictsort", "min", "max", "sum", "groupby", "batch", "slice",
        ]
        guard supported.contains(name) else { throw TemplateFailure(reason: "the filter “\(name)” is not supported") }
        let passesNothing = ["map", "select", "reject", "selectattr", "rejectattr"].contains(name) && !value.isTrue
        let items = passesNothing ? [] : try items(of: value, for: name, &meter)
        switch name {
        case "first": return items.first ?? .undefined
        case "last": return items.last ?? .undefined
        case "list": return try .list(items)
        case "reverse":
            if case .text = value {
                return .text(.joined(try items.reversed().map { try $0.printed() }, by: TemplateText("")))
            }
            return try .stream(items.reversed())
        case "join":
            let named = try self.named(arguments, named, ["d", "attribute"], name)
            let separator = try named["d"]?.printed() ?? TemplateText("")
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
                    results.append(try attribute(key, of: item, else: named["default"], &meter))
                } else {
                    guard case .text(let filter)? = arguments.first, filter.plain != "map" else {
                        throw unsupported(name, value)
                    }
                    results.append(try apply(filter.plain, item, Array(arguments.dropFirst()), named, &meter))
                }
            }
            return try .stream(results)
        case "batch", "slice": return try divided(name, items, arguments, named, &meter)
        case "unique", "sort", "dictsort", "min", "max", "sum", "groupby":
            return try ordered(name, value, items, arguments, named, &meter)
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
            return try .stream(kept)
        }
    }

    /// What an item has under a name, or under several that are joined by dots; where there is nothing, `fallback`.
    static func attribute(
        _ key: TemplateValue, of item: TemplateValue, else fallback: TemplateValue? = nil, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard case .text(let path) = key else {
            throw TemplateFailure(reason: "only a name can be an attribute here")
        }
        return try path.divided(at: path.places(of: ".")).reduce(item) { value, name in
            let key = Int(name.plain).map { TemplateValue.integer($0) } ?? .text(name)
            let found = try TemplateOperators.item(key, of: value, &meter)
            if case .undefined = found { return fallback ?? found }
            return found
        }
    }
}
