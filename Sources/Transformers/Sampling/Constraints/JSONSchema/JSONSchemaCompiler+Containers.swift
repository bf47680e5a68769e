extension JSONSchemaCompiler {
    /// Adds objects.
    mutating func appendObject(_ keywords: [String: JSONSchema], to source: Node) throws(ConstraintError) -> Node {
        let properties = try keywords["properties"]?.members() ?? []
        let required = try Self.required(keywords, of: properties.map(\.key))
        let additional = keywords["additionalProperties"]
        let start = try builder.append([UInt8(ascii: "{")], to: source)
        if properties.isEmpty {
            if case .bool(false)? = additional?.value { return try builder.append([UInt8(ascii: "}")], to: start) }
            let values = try rule(for: additional ?? JSONSchema(value: .bool(true), place: "#"))
            return try appendItems(to: start, end: "}") { compiler, node throws(ConstraintError) in
                let key = try compiler.appendString(to: node)
                return try compiler.append(calling: values, to: try compiler.append(separator: ":", to: key))
            }
        }
        if let additional, additional.value.bool == nil {
            throw additional.unsupported("“additionalProperties” as a schema beside “properties”")
        }
        // Two rows of nodes: before the first property that is written, and behind it.
        var first: Node? = start
        var later: Node?
        for property in properties {
            let begin = try builder.node()
            if let first { builder.connect(first, to: begin) }
            if let later { builder.connect(try append(separator: ",", to: later), to: begin) }
            let name = try append(.string(property.key), to: begin)
            let end = try append(property.schema, to: try append(separator: ":", to: name))
            let next = try builder.node()
            builder.connect(end, to: next)
            if required.contains(property.key) {
                first = nil
            } else if let later {
                builder.connect(later, to: next)
            }
            later = next
        }
        let end = try builder.node()
        for last in [first, later].compactMap(\.self) { builder.connect(last, to: end) }
        return try builder.append([UInt8(ascii: "}")], to: end)
    }

    private static func required(
        _ keywords: [String: JSONSchema], of names: [[UInt8]]
    ) throws(ConstraintError) -> Set<[UInt8]> {
        guard let keyword = keywords["required"] else { return [] }
        let names = Set(names)
        let required = (keyword.value.array ?? []).compactMap(\.bytes)
        guard let count = keyword.value.array?.count, count == required.count else {
            throw keyword.invalid("is no list of names")
        }
        if let unknown = required.first(where: { !names.contains($0) }) {
            let name = String(decoding: unknown, as: UTF8.self)
            throw keyword.unsupported("required properties that “properties” does not describe, such as “\(name)”,")
        }
        return Set(required)
    }

    /// Adds arrays.
    mutating func appendArray(_ keywords: [String: JSONSchema], to source: Node) throws(ConstraintError) -> Node {
        let minimum = try keywords["minItems"]?.count() ?? 0
        let maximum = try keywords["maxItems"]?.count()
        let start = try builder.append([UInt8(ascii: "[")], to: source)
        let item = try rule(for: keywords["items"] ?? JSONSchema(value: .bool(true), place: "#"))
        return try appendItems(minimum, maximum, to: start, end: "]") { compiler, node throws(ConstraintError) in
            try compiler.append(calling: item, to: node)
        }
    }

    /// Adds items with commas between them, and the sign at their end.
    private mutating func appendItems(
        _ minimum: Int = 0, _ maximum: Int? = nil, to source: Node, end sign: Unicode.Scalar,
        _ item: (inout JSONSchemaCompiler, Node) throws(ConstraintError) -> Node
    ) throws(ConstraintError) -> Node {
        let end = try builder.node()
        if minimum == 0 { builder.connect(source, to: end) }
        if maximum != 0 {
            var last = try item(&self, source)
            for _ in 1..<max(minimum, 1) { last = try item(&self, try append(separator: ",", to: last)) }
            if let maximum, maximum >= minimum {
                for _ in max(minimum, 1)..<maximum {
                    builder.connect(last, to: end)
                    last = try item(&self, try append(separator: ",", to: last))
                }
                builder.connect(last, to: end)
            } else if maximum == nil {
                builder.connect(last, to: end)
                let next = try append(separator: ",", to: last)
                builder.connect(try item(&self, next), to: last)
            }
        }
        return try builder.append([UInt8(ascii: sign)], to: end)
    }

    /// Adds one value.
    mutating func append(_ value: JSONValue, to source: Node) throws(ConstraintError) -> Node {
        switch value {
        case .array(let values):
            return try append(values, between: "[", and: "]", to: source) {
                compiler, value, node throws(ConstraintError) in
                try compiler.append(value, to: node)
            }
        case .object(let members):
            return try append(members, between: "{", and: "}", to: source) {
                compiler, member, node throws(ConstraintError) in
                let key = try compiler.append(.string(member.key), to: node)
                return try compiler.append(member.value, to: try compiler.append(separator: ":", to: key))
            }
        default: return try builder.append(value.scalarSpelling, to: source)
        }
    }

    private mutating func append<Element>(
        _ elements: [Element], between start: Unicode.Scalar, and end: Unicode.Scalar, to source: Node,
        _ append: (inout JSONSchemaCompiler, Element, Node) throws(ConstraintError) -> Node
    ) throws(ConstraintError) -> Node {
        var last = try builder.append([UInt8(ascii: start)], to: source)
        for (index, element) in elements.enumerated() {
            if index > 0 { last = try self.append(separator: ",", to: last) }
            last = try append(&self, element, last)
        }
        return try builder.append([UInt8(ascii: end)], to: last)
    }
}
