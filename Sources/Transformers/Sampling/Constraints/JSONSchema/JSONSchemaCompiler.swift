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
        let keywords = try schema.assertions()
        for combining in ["$ref", "anyOf", "oneOf", "allOf", "const", "enum"] {
            guard let combined = keywords[combining] else { continue }
            let isOfValues = combining == "const" || combining == "enum"
            if let other = keywords.keys.sorted().first(where: { $0 != combining && !(isOfValues && $0 == "type") }) {
                throw schema.unsupported("“\(combining)” beside “\(other)”")
            }
            switch combining {
            case "$ref": return try append(calling: try rule(for: schema), to: source)
            case "anyOf": return try append(anyOf: try combined.elements(), to: source)
            case "oneOf":
                let schemas = try combined.elements()
                try JSONSchemaOverlap.check(schemas, in: combined, of: document)
                return try append(anyOf: schemas, to: source)
            case "allOf":
                let schemas = try combined.elements()
                guard schemas.count == 1 else { throw combined.unsupported("“allOf” of several schemas") }
                return try append(schemas[0], to: source)
            default:
                return try append(oneOf: try JSONSchemaOverlap.values(keywords) ?? [], to: source)
            }
        }
        let types = try Self.types(keywords)
        let end = try builder.node()
        for type in types { builder.connect(try append(type, keywords, to: source), to: end) }
        return end
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
        if ["properties", "required", "additionalProperties"].contains(where: { keywords[$0] != nil }) {
            return [.object]
        }
        if ["items", "minItems", "maxItems"].contains(where: { keywords[$0] != nil }) { return [.array] }
        if ["pattern", "minLength", "maxLength"].contains(where: { keywords[$0] != nil }) { return [.string] }
        return [.object, .array, .string, .number, .boolean, .null]
    }

    private mutating func append(
        _ type: JSONSchema.ValueType, _ keywords: [String: JSONSchema], to source: Node
    ) throws(ConstraintError) -> Node {
        switch type {
        case .object: return try appendObject(keywords, to: source)
        case .array: return try appendArray(keywords, to: source)
        case .string: return try appendString(keywords, to: source)
        case .number: return try append(pattern: Self.number, to: source)
        case .integer: return try append(pattern: Self.integer, to: source)
        case .boolean: return try append(oneOf: [.bool(true), .bool(false)], to: source)
        case .null: return try append(.null, to: source)
        }
    }

    private mutating func append(pattern: String, to source: Node) throws(ConstraintError) -> Node {
        try RegularExpressionParser.expression(of: pattern).append(to: source, spelling: .plain, in: &builder)
    }

    mutating func appendString(_ keywords: [String: JSONSchema] = [:], to source: Node) throws(ConstraintError) -> Node
    {
        let minimum = try keywords["minLength"]?.count() ?? 0
        let maximum = try keywords["maxLength"]?.count()
        var content = RegularExpression.repetition(.character(.all), minimum: minimum, maximum: maximum)
        if let maximum, maximum < minimum { return try builder.node() }
        if let pattern = keywords["pattern"] {
            guard let text = pattern.value.text else { throw pattern.invalid("is no regular expression") }
            guard minimum == 0, maximum == nil else { throw pattern.unsupported("“pattern” beside a length") }
            do {
                content = try RegularExpressionParser.expression(of: text)
            } catch {
                throw ConstraintError(error.code, "\(pattern.place): \(error.message)")
            }
        }
        let start = try builder.append([0x22], to: source)
        return try builder.append([0x22], to: try content.append(to: start, spelling: .jsonString, in: &builder))
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
