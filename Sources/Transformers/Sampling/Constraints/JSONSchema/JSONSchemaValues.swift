/// The values that `const` and `enum` list.
enum JSONSchemaValues {
    /// All that are listed; nil where there is no list.
    static func listed(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [JSONValue]? {
        guard let list = keywords["enum"] else { return keywords["const"].map { [$0.value] } }
        guard let listed = list.value.array, !listed.isEmpty else { throw list.invalid("is no list of values") }
        guard let constant = keywords["const"] else { return listed }
        return listed.filter { $0.equals(constant.value) }
    }

    /// Those that match the keywords beside the list; nil where there is no list.
    ///
    /// - Throws: `unsupported` for keywords beside lists and objects.
    static func matching(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [JSONValue]? {
        guard let values = try listed(keywords) else { return nil }
        var others = keywords
        others["enum"] = nil
        others["const"] = nil
        let types = try others.removeValue(forKey: "type")?.valueTypes()
        var matching: [JSONValue] = []
        for value in values {
            let type = JSONSchema.ValueType(of: value)
            if let types, !types.contains(type), type != .integer || !types.contains(.number) { continue }
            if try matches(value, others) { matching.append(value) }
        }
        return matching
    }

    private static func matches(
        _ value: JSONValue, _ keywords: [String: JSONSchema]
    ) throws(ConstraintError) -> Bool {
        switch value {
        case .null, .bool: return true
        case .integer, .number: return try NumberLimits(keywords).contains(value)
        case .string(let bytes):
            for expression in try JSONSchemaCompiler.contents(of: keywords) where try !expression.matches(bytes) {
                return false
            }
            return true
        case .array, .object:
            let isList = value.array != nil
            let keys = isList ? JSONSchema.arrayKeywords : JSONSchema.objectKeywords
            if let key = keys.first(where: { keywords[$0] != nil }), let keyword = keywords[key] {
                throw keyword.unsupported("“\(key)” beside listed \(isList ? "arrays" : "objects")")
            }
            return true
        }
    }
}

extension JSONValue {
    /// Whether both are the same value.
    func equals(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.string(let left), .string(let right)): return left == right
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { member in right.contains { $0.key == member.key && $0.value.equals(member.value) }
                }
        default: return number != nil && number == other.number
        }
    }
}
