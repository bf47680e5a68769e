/// Tells whether a value can match several schemas of a `oneOf`, which then none of its values should.
struct JSONSchemaOverlap {
    private let document: JSONSchema
    /// Comparisons that are still made; a hostile schema could make them without end.
    private var remaining = 10_000

    /// Schemas in schemas are compared to this depth.
    private static let maximumDepth = 32

    private init(document: JSONSchema) { self.document = document }

    /// - Throws: `unsupported` where it is not certain that no value matches two of `schemas`.
    static func check(
        _ schemas: [JSONSchema], in oneOf: JSONSchema, of document: JSONSchema
    ) throws(ConstraintError) {
        var overlap = JSONSchemaOverlap(document: document)
        for (index, schema) in schemas.enumerated() {
            for (otherIndex, other) in schemas[..<index].enumerated() where !(try overlap.areDisjoint(other, schema)) {
                throw oneOf.unsupported(
                    "“oneOf” whose schemas \(otherIndex) and \(index) may both match a value; use “anyOf”, or give both a "
                        + "required property with different values,")
            }
        }
    }

    /// The values that `const` or `enum` list, without those that are not of the type beside them; nil where there is no list.
    static func values(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [JSONValue]? {
        var values: [JSONValue]
        if let constant = keywords["const"] {
            values = [constant.value]
        } else if let list = keywords["enum"] {
            guard let listed = list.value.array, !listed.isEmpty else { throw list.invalid("is no list of values") }
            values = listed
        } else {
            return nil
        }
        guard let types = try keywords["type"]?.valueTypes() else { return values }
        values.removeAll { value in
            let type = JSONSchema.ValueType(of: value)
            return !types.contains(type) && !(type == .integer && types.contains(.number))
        }
        return values
    }

    private mutating func areDisjoint(
        _ first: JSONSchema, _ second: JSONSchema, depth: Int = 0
    ) throws(ConstraintError) -> Bool {
        guard depth < Self.maximumDepth, remaining > 0 else { return false }
        remaining -= 1
        if case .bool(let matches) = first.value { return !matches }
        if case .bool(let matches) = second.value { return !matches }
        let (left, right) = (try first.assertions(), try second.assertions())
        for (keywords, other) in [(left, second), (right, first)] {
            if let reference = keywords["$ref"] {
                return try areDisjoint(try document.resolving(reference), other, depth: depth + 1)
            }
            guard let alternatives = try (keywords["anyOf"] ?? keywords["oneOf"] ?? keywords["allOf"])?.elements()
            else {
                continue
            }
            for alternative in alternatives where !(try areDisjoint(alternative, other, depth: depth + 1)) {
                return false
            }
            return true
        }
        if let types = try Self.types(left), let others = try Self.types(right), types.isDisjoint(with: others) {
            return true
        }
        if let values = try Self.values(left), let others = try Self.values(right) {
            return !values.contains { value in others.contains { $0.equals(value) } }
        }
        return try differByProperty(left, right, depth: depth)
    }

    /// Whether both are of objects that have a property which cannot be the same in both.
    private mutating func differByProperty(
        _ left: [String: JSONSchema], _ right: [String: JSONSchema], depth: Int
    ) throws(ConstraintError) -> Bool {
        guard try Self.types(left) == [.object], try Self.types(right) == [.object] else { return false }
        func required(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [(key: [UInt8], schema: JSONSchema)]
        {
            let names = (keywords["required"]?.value.array ?? []).compactMap(\.bytes)
            return try (keywords["properties"]?.members() ?? []).filter { names.contains($0.key) }
        }
        let others = try required(right)
        for property in try required(left) {
            guard let other = others.first(where: { $0.key == property.key }) else { continue }
            if try areDisjoint(property.schema, other.schema, depth: depth + 1) { return true }
        }
        return false
    }

    /// The types of the values; nil where they may be of all types. An integer is a number too.
    private static func types(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> Set<JSONSchema.ValueType>? {
        var types = try keywords["type"].map { schema throws(ConstraintError) in Set(try schema.valueTypes()) }
        if let values = try values(keywords) { types = Set(values.map(JSONSchema.ValueType.init)) }
        if types?.contains(.number) == true { types?.insert(.integer) }
        return types
    }
}

extension JSONValue {
    /// Whether both are the same value.
    fileprivate func equals(_ other: JSONValue) -> Bool {
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
