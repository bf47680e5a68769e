/// Filters that compare items, and those that divide a list.
extension TemplateFilters {
    private static let parameters = [
        "sort": ["reverse", "case_sensitive", "attribute"], "unique": ["case_sensitive", "attribute"],
        "dictsort": ["case_sensitive", "by", "reverse"], "min": ["case_sensitive", "attribute"],
        "max": ["case_sensitive", "attribute"], "sum": ["attribute", "start"],
        "groupby": ["attribute", "default", "case_sensitive"],
    ]

    /// Filters that compare items: texts without regard to case, unless they are told otherwise.
    static func ordered(
        _ name: String, _ value: TemplateValue, _ items: [TemplateValue], _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let named = try self.named(arguments, named, parameters[name] ?? [], name)
        let ignoresCase = named["case_sensitive"]?.isTrue != true && name != "sum"
        func plainKey(_ item: TemplateValue) throws -> TemplateValue {
            try meter.charge(TemplateMeter.step)
            return try named["attribute"].map { try attribute($0, of: item, else: named["default"], &meter) } ?? item
        }
        func key(_ item: TemplateValue) throws -> TemplateValue {
            let key = try plainKey(item)
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
        case "groupby":
            guard named["attribute"] != nil else { throw unsupported(name, value) }
            var groups: [(key: TemplateValue, items: [TemplateValue])] = []
            for item in try sorted(items, by: items.map(key)) {
                let key = try key(item)
                if let last = groups.last, try last.key.equals(key, &meter) {
                    groups[groups.count - 1].items.append(item)
                } else {
                    groups.append((key, [item]))
                }
            }
            return try .list(
                groups.map { group in
                    let shown = ignoresCase ? try plainKey(group.items[0]) : group.key
                    let values = [shown, try TemplateValue.list(group.items)]
                    return .list(try TemplateList(values, kind: .tuple, names: ["grouper", "list"]))
                })
        case "sum":
            return try items.map(key).reduce(named["start"] ?? .integer(0)) {
                try TemplateOperators.binary("+", $0, $1, &meter)
            }
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

    /// `batch`, lists of one length, or `slice`, one number of lists; the last ones are filled where a value is given.
    static func divided(
        _ name: String, _ items: [TemplateValue], _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let isBatch = name == "batch"
        let named = try self.named(arguments, named, [isBatch ? "linecount" : "slices", "fill_with"], name)
        guard let count = named[isBatch ? "linecount" : "slices"]?.wholeNumber, (1...100_000).contains(count) else {
            throw TemplateFailure(reason: "“\(name)” needs a whole number from 1 to 100000")
        }
        try meter.charge((items.count + count) * TemplateMeter.step)
        var filling = named["fill_with"]
        if case .some(.none) = filling { filling = nil }
        var lists: [[TemplateValue]] = []
        if isBatch {
            for start in stride(from: 0, to: items.count, by: count) {
                lists.append(Array(items[start..<min(start + count, items.count)]))
            }
            if let filling, let last = lists.last {
                lists[lists.count - 1] = last + Array(repeating: filling, count: count - last.count)
            }
        } else {
            let (length, longer) = items.count.quotientAndRemainder(dividingBy: count)
            var start = 0
            for index in 0..<count {
                let end = start + length + (index < longer ? 1 : 0)
                lists.append(items[start..<end] + (index < longer ? [] : filling.map { [$0] } ?? []))
                start = end
            }
        }
        return try .stream(lists.map { try .list($0) })
    }
}
