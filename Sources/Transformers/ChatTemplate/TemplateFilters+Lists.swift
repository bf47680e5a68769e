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
            "sort", "dictsort", "min", "max", "sum",
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
                    results.append(try apply(filter.plain, item, Array(arguments.dropFirst()), named, &meter))
                }
            }
            return try .stream(results)
        case "unique", "sort", "dictsort", "min", "max", "sum":
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

    /// Filters that compare items: texts without regard to case, unless they are told otherwise.
    private static func ordered(
        _ name: String, _ value: TemplateValue, _ items: [TemplateValue], _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let known = ["attribute", "case_sensitive", "reverse", "by"]
        guard arguments.isEmpty, named.keys.allSatisfy(known.contains) else { throw unsupported(name, value) }
        let ignoresCase = named["case_sensitive"]?.isTrue != true
        func key(_ item: TemplateValue) throws -> TemplateValue {
            try meter.charge(TemplateMeter.step)
            let key = try named["attribute"].map { try attribute($0, of: item, &meter) } ?? item
            guard ignoresCase, case .text(let text) = key else { return key }
            return .text(text.mapped { $0.lowercased() })
        }
        func precedes(_ left: TemplateValue, _ right: TemplateValue) throws -> Bool {
            try TemplateOperators.binary("<", left, right, &meter).isTrue
        }
        func sorted(_ items: [TemplateValue], by keys: [TemplateValue]) throws -> [TemplateValue] {
            let isReversed = named["reverse"]?.isTrue == true
            return try items.indices.sorted { left, right in
                if try isReversed ? precedes(keys[right], keys[left]) : precedes(keys[left], keys[right]) {
                    return true
                }
                if try isReversed ? precedes(keys[left], keys[right]) : precedes(keys[right], keys[left]) {
                    return false
                }
                return left < right
            }.map { items[$0] }
        }
        switch name {
        case "dictsort":
            guard case .dictionary(let dictionary) = value, named["attribute"] == nil else {
                throw unsupported(name, value)
            }
            let byValue = try named["by"].map { try $0.printed().isSpelledLike("value") } ?? false
            let pairs = try dictionary.entries.map { try TemplateValue.list([.text($0.key), $0.value], kind: .tuple) }
            return try .list(
                sorted(pairs, by: dictionary.entries.map { try key(byValue ? $0.value : .text($0.key)) }))
        case "sort": return try .list(sorted(items, by: items.map(key)))
        case "sum":
            return try items.map(key).reduce(.integer(0)) { try TemplateOperators.binary("+", $0, $1, &meter) }
        case "unique":
            var kept: [(key: TemplateValue, item: TemplateValue)] = []
            for item in items {
                let key = try key(item)
                if try !kept.contains(where: { try $0.key.equals(key, &meter) }) { kept.append((key, item)) }
            }
            return try .stream(kept.map(\.item))
        default:
            var best: (key: TemplateValue, item: TemplateValue)?
            for item in items {
                let key = try key(item)
                guard let known = best else {
                    best = (key, item)
                    continue
                }
                if try name == "min" ? precedes(key, known.key) : precedes(known.key, key) { best = (key, item) }
            }
            return best?.item ?? .undefined
        }
    }

    /// What an item has under a name, or under several that are joined by dots.
    private static func attribute(
        _ key: TemplateValue, of item: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard case .text(let path) = key else {
            throw TemplateFailure(reason: "only a name can be an attribute here")
        }
        return try path.divided(at: path.places(of: ".")).reduce(item) { value, name in
            try TemplateOperators.item(Int(name.plain).map { .integer($0) } ?? .text(name), of: value, &meter)
        }
    }
}
