internal import Foundation

/// Makes the network of a JSON Schema: see ``Constraint/jsonSchema(_:)``.
struct JSONSchemaCompiler {
    typealias Node = NetworkBuilder.Node

    let document: JSONSchema
    var builder = NetworkBuilder()
    /// The rules of the places that calls lead to.
    private var rules: [String: NetworkBuilder.Rule] = [:]
    /// Rules that have nothing between their nodes yet.
    private var pending: [(schema: JSONSchema, rule: NetworkBuilder.Rule)] = []

    /// Schemas that are being added, each in the one before.
    private var depth = 0

    private static let maximumDepth = 100
    private static let endless = "schemas that hold at once and lead to themselves"
    private static let integer = "-?(0|[1-9][0-9]{0,14})"
    private static let number = integer + "(\\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?"
    /// The place of the schema that all values match.
    private static let anything = "true"
    /// In bytes.
    private static let maximumSize = 1 << 18

    static func network(of schema: String) throws(ConstraintError) -> TransitionNetwork {
        guard schema.utf8.count <= maximumSize else {
            throw ConstraintError(.tooLarge, "the JSON Schema has more than \(maximumSize) bytes")
        }
        let value: JSONValue
        do {
            value = try JSONReader.value(of: Data(schema.utf8))
        } catch {
            throw ConstraintError(.invalid, "the JSON Schema cannot be read: \(error)")
        }
        let document = JSONSchema(value: value, place: "#")
        var compiler = JSONSchemaCompiler(document: document)
        let root = try compiler.rule(for: document)
        while let (schema, rule) = compiler.pending.popLast() {
            compiler.builder.connect(try compiler.appendValue(schema, to: rule.start), to: rule.end)
        }
        return try compiler.builder.network(root)
    }

    /// The rule of a schema; that of a reference is the rule of what it leads to.
    mutating func rule(for schema: JSONSchema) throws(ConstraintError) -> NetworkBuilder.Rule {
        var schema = schema
        if try Self.isAnything(schema) {
            schema = JSONSchema(value: .object([]), place: Self.anything)
        } else if case .object = schema.value, let reference = try schema.assertions()["$ref"],
            try schema.assertions().count == 1
        {
            schema = try document.resolving(reference)
        }
        if let known = rules[schema.place] { return known }
        guard schema.place.utf8.count(where: { $0 == UInt8(ascii: "&") }) <= Self.maximumDepth else {
            throw schema.unsupported(Self.endless)
        }
        let rule = try builder.rule()
        rules[schema.place] = rule
        pending.append((schema, rule))
        return rule
    }

    /// Adds the values of a schema behind a node.
    ///
    /// - Returns: the node at the end.
    mutating func append(_ schema: JSONSchema, to source: Node) throws(ConstraintError) -> Node {
        if try Self.isAnything(schema) { return try append(calling: try rule(for: schema), to: source) }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw schema.unsupported(Self.endless)
        }
        return try appendValue(schema, to: source)
    }

    mutating func append(calling rule: NetworkBuilder.Rule, to source: Node) throws(ConstraintError) -> Node {
        let end = try builder.node()
        builder.connect(source, calling: rule, to: end)
        return end
    }

    private static func isAnything(_ schema: JSONSchema) throws(ConstraintError) -> Bool {
        if case .bool(let matches) = schema.value { return matches }
        return try schema.assertions().isEmpty
    }

    private mutating func appendValue(_ schema: JSONSchema, to source: Node) throws(ConstraintError) -> Node {
        // A node that nothing leads to.
        if case .bool(false) = schema.value { return try builder.node() }
        var keywords = try schema.assertions()
        if keywords.count == 1 {
            if keywords["$ref"] != nil { return try append(calling: try rule(for: schema), to: source) }
            if let only = try keywords["allOf"]?.elements(), only.count == 1 { return try append(only[0], to: source) }
        }
        if keywords["$ref"] != nil || keywords["allOf"] != nil {
            guard let merged = try JSONSchemaMerger(document: document).keywords(of: schema) else {
                return try builder.node()
            }
            keywords = merged
            if keywords.isEmpty {
                let anything = JSONSchema(value: .bool(true), place: schema.place)
                return try append(calling: try rule(for: anything), to: source)
            }
        }
        if keywords["anyOf"] != nil || keywords["oneOf"] != nil {
            return try appendAlternatives(keywords, of: schema, to: source)
        }
        if let values = try JSONSchemaValues.matching(keywords) { return try append(oneOf: values, to: source) }
        let types = try Self.types(keywords)
        let end = try builder.node()
        for type in types { builder.connect(try append(type, keywords, to: source), to: end) }
        return end
    }

    /// Adds the values of `anyOf` or `oneOf` that match what stands beside it.
    private mutating func appendAlternatives(
        _ keywords: [String: JSONSchema], of schema: JSONSchema, to source: Node
    ) throws(ConstraintError) -> Node {
        var others = keywords
        let (anyOf, oneOf) = (others.removeValue(forKey: "anyOf"), others.removeValue(forKey: "oneOf"))
        guard let group = anyOf ?? oneOf, anyOf == nil || oneOf == nil else {
            throw schema.unsupported("“anyOf” and “oneOf” that hold at once")
        }
        var schemas = try group.elements()
        if oneOf != nil { try JSONSchemaOverlap.check(schemas, in: group, of: document) }
        if !others.isEmpty {
            let members = others.sorted { $0.key < $1.key }.map { (key: Array($0.key.utf8), value: $0.value.value) }
            let other = JSONSchema(value: .object(members), place: schema.place + "&")
            schemas = schemas.map { JSONSchemaMerger.both(other, $0) }
        }
        return try append(anyOf: schemas, to: source)
    }

    private mutating func append(anyOf schemas: [JSONSchema], to source: Node) throws(ConstraintError) -> Node {
        let end = try builder.node()
        for schema in schemas { builder.connect(try append(schema, to: source), to: end) }
        return end
    }

    private mutating func append(oneOf values: [JSONValue], to source: Node) throws(ConstraintError) -> Node {
        let end = try builder.node()
        for value in values { builder.connect(try append(value, to: source), to: end) }
        return end
    }

    /// The types that a schema without `type` means are those that its keywords are about.
    private static func types(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [JSONSchema.ValueType] {
        if let named = keywords["type"] { return try named.valueTypes() }
        for (keys, type) in [
            (JSONSchema.objectKeywords, JSONSchema.ValueType.object), (JSONSchema.arrayKeywords, .array),
            (JSONSchema.stringKeywords, .string), (JSONSchema.numberKeywords, .number),
        ] where keys.contains(where: { keywords[$0] != nil }) {
            return [type]
        }
        return [.object, .array, .string, .number, .boolean, .null]
    }

    private mutating func append(
        _ type: JSONSchema.ValueType, _ keywords: [String: JSONSchema], to source: Node
    ) throws(ConstraintError) -> Node {
        switch type {
        case .object: return try appendObject(keywords, to: source)
        case .array: return try appendArray(keywords, to: source)
        case .string: return try appendString(keywords, to: source)
        case .number, .integer:
            let limits = try NumberLimits(keywords)
            let isWhole = type == .integer
            guard limits.isUnlimited else { return try limits.append(isWhole: isWhole, to: source, in: &builder) }
            return try append(pattern: isWhole ? Self.integer : Self.number, to: source)
        case .boolean: return try append(oneOf: [.bool(true), .bool(false)], to: source)
        case .null: return try append(.null, to: source)
        }
    }

    private mutating func append(pattern: String, to source: Node) throws(ConstraintError) -> Node {
        try RegularExpressionParser.expression(of: pattern).append(to: source, spelling: .plain, in: &builder)
    }

    /// Adds `,` or `:` and the space that may follow.
    mutating func append(separator: Unicode.Scalar, to source: Node) throws(ConstraintError) -> Node {
        let sign = try builder.append([UInt8(ascii: separator)], to: source)
        let end = try builder.node()
        builder.connect(sign, to: end)
        builder.connect(sign, 0x20...0x20, to: end)
        return end
    }
}
