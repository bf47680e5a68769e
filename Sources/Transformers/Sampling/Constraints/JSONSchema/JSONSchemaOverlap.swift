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

    private mutating func areDisjoint(
        _ first: JSONSchema, _ second: JSONSchema, depth: Int = 0
    ) throws(ConstraintError) -> Bool {
        guard depth < Self.maximumDepth, remaining > 0 else { return false }
        remaining -= 1
        if case .bool(let matches) = first.value { return !matches }
        if case .bool(let matches) = second.value { return !matches }
        let merger = JSONSchemaMerger(document: document)
        // Where nothing matches one of them, nothing matches both.
        guard let left = try merger.keywords(of: first), let right = try merger.keywords(of: second) else {
            return true
        }
        for (keywords, other) in [(left, second), (right, first)] {
            guard let alternatives = try (keywords["anyOf"] ?? keywords["oneOf"])?.elements() else { continue }
            for alternative in alternatives where !(try areDisjoint(alternative, other, depth: depth + 1)) {
                return false
            }
            return true
        }
        if let types = try Self.types(left), let others = try Self.types(right), types.isDisjoint(with: others) {
            return true
        }
        if let values = try JSONSchemaValues.matching(left), let others = try JSONSchemaValues.matching(right) {
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
        if let values = try JSONSchemaValues.matching(keywords) { types = Set(values.map(JSONSchema.ValueType.init)) }
        if types?.contains(.number) == true { types?.insert(.integer) }
        return types
    }
}
