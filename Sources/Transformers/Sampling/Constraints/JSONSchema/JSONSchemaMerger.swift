/// Puts together the keywords of schemas that hold at once: those of `allOf`, of a reference, and of what stands beside them.
struct JSONSchemaMerger {
    typealias Keywords = [String: JSONSchema]

    let document: JSONSchema

    /// Schemas in schemas are put together to this depth.
    private static let maximumDepth = 32

    /// The keywords of a schema without references and `allOf`; nil where no value matches it.
    func keywords(of schema: JSONSchema, depth: Int = 0) throws(ConstraintError) -> Keywords? {
        guard depth < Self.maximumDepth else { throw schema.unsupported("“allOf” or “$ref” that leads to itself") }
        if case .bool(let matches) = schema.value { return matches ? [:] : nil }
        var merged = try schema.assertions()
        let reference = merged.removeValue(forKey: "$ref")
        let parts = try merged.removeValue(forKey: "allOf")?.elements() ?? []
        let target = try reference.map { reference throws(ConstraintError) in try document.resolving(reference) }
        for part in [target].compactMap(\.self) + parts {
            guard let keywords = try keywords(of: part, depth: depth + 1),
                try Self.merge(keywords, into: &merged, of: schema)
            else { return nil }
        }
        return merged
    }

    /// A schema that both match. Its place is one of its own, made of theirs.
    static func both(_ first: JSONSchema, _ second: JSONSchema) -> JSONSchema {
        if first.value.bool == true { return second }
        if second.value.bool == true { return first }
        let schemas = JSONValue.array([first.value, second.value])
        return JSONSchema(value: .object([(Array("allOf".utf8), schemas)]), place: "\(first.place)&\(second.place)")
    }

    /// - Returns: whether a value can match both.
    private static func merge(
        _ keywords: Keywords, into merged: inout Keywords, of schema: JSONSchema
    ) throws(ConstraintError) -> Bool {
        try mergeProperties(keywords, into: &merged, of: schema)
        try mergeItems(keywords, into: &merged, of: schema)
        guard try mergeValues(keywords, into: &merged, of: schema) else { return false }
        for (key, other) in keywords.sorted(by: { $0.key < $1.key }) {
            if joint.contains(key) { continue }
            guard let known = merged[key] else {
                if alternatives.contains(key), let group = alternatives.first(where: { merged[$0] != nil }) {
                    throw schema.unsupported("“\(group)” and “\(key)” that hold at once")
                }
                merged[key] = other
                continue
            }
            guard let value = try value(of: key, known, other, in: schema) else { return false }
            merged[key] = JSONSchema(value: value, place: known.place)
        }
        return true
    }

    private static let alternatives = ["anyOf", "oneOf"]
    /// Keywords that are put together with others.
    private static let joint: Set<String> = [
        "properties", "patternProperties", "additionalProperties", "prefixItems", "items", "enum", "const",
    ]

    /// The value of a keyword that both have; nil where nothing matches.
    private static func value(
        of key: String, _ first: JSONSchema, _ second: JSONSchema, in schema: JSONSchema
    ) throws(ConstraintError) -> JSONValue? {
        switch key {
        case "type":
            let (left, right) = (try first.valueTypes(), try second.valueTypes())
            func allows(_ types: [JSONSchema.ValueType], _ type: JSONSchema.ValueType) -> Bool {
                types.contains(type) || type == .integer && types.contains(.number)
            }
            let types = JSONSchema.ValueType.allCases.filter {
                allows(left, $0) && allows(right, $0) && (left.contains($0) || right.contains($0))
            }
            return types.isEmpty ? nil : .array(types.map { .string(Array($0.rawValue.utf8)) })
        case "required": return .array((first.value.array ?? [first.value]) + (second.value.array ?? [second.value]))
        case "uniqueItems":
            let (left, right) = (try first.flag(), try second.flag())
            return .bool(left || right)
        case "minimum", "exclusiveMinimum", "minLength", "minItems":
            return try first.number() >= second.number() ? first.value : second.value
        case "maximum", "exclusiveMaximum", "maxLength", "maxItems":
            return try first.number() <= second.number() ? first.value : second.value
        case "multipleOf":
            guard let left = first.value.integer, let right = second.value.integer, left > 0, right > 0 else { break }
            var (divisor, rest) = (left, right)
            while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
            let (multiple, isTooLarge) = (left / divisor).multipliedReportingOverflow(by: right)
            if !isTooLarge { return .integer(multiple) }
        default: break
        }
        guard first.value.equals(second.value) else {
            throw schema.unsupported("different “\(key)” that hold at once")
        }
        return first.value
    }

    private static func mergeProperties(
        _ keywords: Keywords, into merged: inout Keywords, of schema: JSONSchema
    ) throws(ConstraintError) {
        let keys = ["properties", "additionalProperties", "patternProperties"]
        guard keys.contains(where: { merged[$0] != nil }), keys.contains(where: { keywords[$0] != nil }) else {
            for key in keys where keywords[key] != nil { merged[key] = keywords[key] }
            return
        }
        if merged["patternProperties"] != nil || keywords["patternProperties"] != nil {
            throw schema.unsupported("“patternProperties” beside other properties that hold at once")
        }
        let (left, right) = (
            try merged["properties"]?.members() ?? [], try keywords["properties"]?.members() ?? []
        )
        var members: [(key: [UInt8], value: JSONValue)] = []
        for property in left {
            let other = right.first { $0.key == property.key }?.schema ?? keywords["additionalProperties"]
            members.append((property.key, other.map { both(property.schema, $0).value } ?? property.schema.value))
        }
        for property in right where !left.contains(where: { $0.key == property.key }) {
            let other = merged["additionalProperties"]
            members.append((property.key, other.map { both(property.schema, $0).value } ?? property.schema.value))
        }
        let place = schema.place + "&/properties"
        if !members.isEmpty { merged["properties"] = JSONSchema(value: .object(members), place: place) }
        if let other = keywords["additionalProperties"] {
            merged["additionalProperties"] = merged["additionalProperties"].map { both($0, other) } ?? other
        }
    }

    private static func mergeItems(
        _ keywords: Keywords, into merged: inout Keywords, of schema: JSONSchema
    ) throws(ConstraintError) {
        let (left, right) = (try merged["prefixItems"]?.elements() ?? [], try keywords["prefixItems"]?.elements() ?? [])
        let anything = JSONSchema(value: .bool(true), place: schema.place)
        let (leftRest, rightRest) = (merged["items"] ?? anything, keywords["items"] ?? anything)
        if !left.isEmpty || !right.isEmpty {
            let schemas = (0..<max(left.count, right.count)).map { index in
                both(
                    index < left.count ? left[index] : leftRest, index < right.count ? right[index] : rightRest
                ).value
            }
            merged["prefixItems"] = JSONSchema(value: .array(schemas), place: schema.place + "&/prefixItems")
        }
        if merged["items"] != nil || keywords["items"] != nil {
            merged["items"] = JSONSchema(value: both(leftRest, rightRest).value, place: schema.place + "&/items")
        }
    }

    private static func mergeValues(
        _ keywords: Keywords, into merged: inout Keywords, of schema: JSONSchema
    ) throws(ConstraintError) -> Bool {
        guard let others = try JSONSchemaValues.listed(keywords) else { return true }
        let values =
            try JSONSchemaValues.listed(merged)?.filter { value in others.contains { $0.equals(value) } } ?? others
        merged["const"] = nil
        merged["enum"] = JSONSchema(value: .array(values), place: schema.place + "/enum")
        return !values.isEmpty
    }
}
