/// Which properties an object has, and what their values are.
struct JSONPropertyNames {
    /// A property that is described by its name.
    struct Property {
        var name: [UInt8]
        var schema: JSONSchema
        var isRequired: Bool
    }

    /// Properties whose names are not listed.
    struct Others {
        /// Of all names, of those that are listed, and of those that each pattern matches.
        var networks: [TransitionNetwork]
        /// Which of the networks behind the first the names match.
        var matches: [Bool]
        var schema: JSONSchema
    }

    private struct Pattern {
        var expression: RegularExpression
        var schema: JSONSchema
    }

    /// More patterns would make too many sets of them that a name can match.
    private static let maximumPatterns = 4

    private(set) var properties: [Property] = []
    private var patterns: [Pattern] = []
    /// For names that are not listed and that no pattern matches; nil where there are none.
    private var additional: JSONSchema?

    /// - Throws: `invalid`, or `unsupported`.
    init(_ keywords: [String: JSONSchema]) throws(ConstraintError) {
        for member in try keywords["patternProperties"]?.members() ?? [] {
            let text = String(decoding: member.key, as: UTF8.self)
            let expression = try member.schema.expression { () throws(ConstraintError) in
                try RegularExpressionParser.searching(text)
            }
            patterns.append(Pattern(expression: expression, schema: member.schema))
        }
        if let keyword = keywords["patternProperties"], patterns.count > Self.maximumPatterns {
            throw keyword.unsupported("more than \(Self.maximumPatterns) patterns of properties")
        }
        let others = keywords["additionalProperties"]
        let required = try Self.required(keywords)
        let described = try keywords["properties"]?.members() ?? []
        for member in described {
            let schema = try patternSchemas(of: member.key).reduce(member.schema, JSONSchemaMerger.both)
            properties.append(Property(name: member.key, schema: schema, isRequired: required.contains(member.key)))
        }
        for name in required where !described.contains(where: { $0.key == name }) {
            if properties.contains(where: { $0.name == name }) { continue }
            let schemas = try patternSchemas(of: name)
            let anything = JSONSchema(value: .bool(true), place: "#")
            let schema = schemas.isEmpty ? others ?? anything : schemas.reduce(anything, JSONSchemaMerger.both)
            properties.append(Property(name: name, schema: schema, isRequired: true))
        }
        switch others?.value {
        case .bool(false)?: additional = nil
        // Without a description, properties are only added where none has one.
        case .bool(true)?, nil:
            additional = properties.isEmpty && patterns.isEmpty ? JSONSchema(value: .bool(true), place: "#") : nil
        default: additional = others
        }
    }

    private static func required(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [[UInt8]] {
        guard let keyword = keywords["required"] else { return [] }
        let required = (keyword.value.array ?? []).compactMap(\.bytes)
        guard keyword.value.array?.count == required.count else { throw keyword.invalid("is no list of names") }
        return required
    }

    private func patternSchemas(of name: [UInt8]) throws(ConstraintError) -> [JSONSchema] {
        var schemas: [JSONSchema] = []
        for pattern in patterns where try pattern.expression.matches(name) { schemas.append(pattern.schema) }
        return schemas
    }

    /// The properties whose names are not listed, by the patterns that match their names.
    func others() throws(ConstraintError) -> [Others] {
        var networks: [TransitionNetwork] = []
        let anything = RegularExpression.repetition(.character(.all), minimum: 0, maximum: nil)
        let listed = RegularExpression.alternatives(
            properties.map { property in
                .sequence(
                    String(decoding: property.name, as: UTF8.self).unicodeScalars.map { .character(ScalarSet($0)) })
            })
        // Nothing matches a pattern, or is listed, that has no network.
        var places: [Int?] = []
        for expression in [anything, listed] + patterns.map(\.expression) {
            let network = try expression.network(.jsonString)
            places.append(network.map { _ in networks.count })
            if let network { networks.append(network) }
        }
        var others: [Others] = []
        for set in 0..<1 << patterns.count {
            let indices = patterns.indices.filter { set >> $0 & 1 == 1 }
            guard indices.allSatisfy({ places[$0 + 2] != nil }) else { continue }
            let schemas = indices.map { patterns[$0].schema }
            guard
                let schema = schemas.isEmpty
                    ? additional : schemas.dropFirst().reduce(schemas[0], JSONSchemaMerger.both)
            else { continue }
            var matches = [Bool](repeating: false, count: networks.count - 1)
            for index in indices { if let place = places[index + 2] { matches[place - 1] = true } }
            others.append(Others(networks: networks, matches: matches, schema: schema))
        }
        return others
    }
}
