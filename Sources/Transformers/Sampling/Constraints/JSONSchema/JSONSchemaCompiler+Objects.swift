extension JSONSchemaCompiler {
    /// Adds objects: the properties that are described, in their order, and behind them those that are not.
    mutating func appendObject(_ keywords: [String: JSONSchema], to source: Node) throws(ConstraintError) -> Node {
        let keys = try JSONPropertyNames(keywords)
        let start = try builder.append([UInt8(ascii: "{")], to: source)
        // Two rows of nodes: before the first property that is written, and behind it.
        var first: Node? = start
        var later: Node?
        for property in keys.properties {
            let begin = try builder.node()
            if let first { builder.connect(first, to: begin) }
            if let later { builder.connect(try append(separator: ",", to: later), to: begin) }
            let name = try append(.string(property.name), to: begin)
            let end = try append(property.schema, to: try append(separator: ":", to: name))
            let next = try builder.node()
            builder.connect(end, to: next)
            if property.isRequired {
                first = nil
            } else if let later {
                builder.connect(later, to: next)
            }
            later = next
        }
        let end = try builder.node()
        for last in [first, later].compactMap(\.self) { builder.connect(last, to: end) }
        let others = try keys.others()
        if !others.isEmpty {
            let begin = try builder.node()
            if let first { builder.connect(first, to: begin) }
            if let later { builder.connect(try append(separator: ",", to: later), to: begin) }
            let behind = try builder.node()
            for other in others { builder.connect(try appendProperty(other, to: begin), to: behind) }
            builder.connect(behind, to: end)
            builder.connect(try append(separator: ",", to: behind), to: begin)
        }
        return try builder.append([UInt8(ascii: "}")], to: end)
    }

    /// Adds a property whose name is one of many.
    private mutating func appendProperty(
        _ other: JSONPropertyNames.Others, to source: Node
    ) throws(ConstraintError) -> Node {
        var name = try builder.append([0x22], to: source)
        var product = AutomatonProduct(other.networks)
        name = try product.append(to: name, in: &builder, needed: 1) { matches in
            Array(matches.dropFirst()) == other.matches
        }
        name = try builder.append([0x22], to: name)
        let value = try append(separator: ":", to: name)
        return try append(calling: try rule(for: other.schema), to: value)
    }
}
