extension JSONSchemaCompiler {
    /// Adds arrays.
    mutating func appendArray(_ keywords: [String: JSONSchema], to source: Node) throws(ConstraintError) -> Node {
        let first = try keywords["prefixItems"]?.elements() ?? []
        let others = keywords["items"] ?? JSONSchema(value: .bool(true), place: "#")
        let minimum = try keywords["minItems"]?.count() ?? 0
        var maximum = try keywords["maxItems"]?.count()
        // None is added to the items that are described, but where there have to be more.
        if !first.isEmpty, keywords["items"] == nil, maximum ?? .max > first.count, minimum <= first.count {
            maximum = first.count
        }
        if try keywords["uniqueItems"]?.flag() == true, maximum ?? .max > 1 {
            return try appendSet(keywords, minimum, maximum, to: source)
        }
        let start = try builder.append([UInt8(ascii: "[")], to: source)
        let end = try builder.node()
        if minimum == 0 { builder.connect(start, to: end) }
        var last = start
        var count = 0
        func place(in compiler: inout JSONSchemaCompiler) throws(ConstraintError) -> Node {
            count == 0 ? last : try compiler.append(separator: ",", to: last)
        }
        while count < maximum ?? max(first.count, minimum, 1) {
            let item = try rule(for: count < first.count ? first[count] : others)
            last = try append(calling: item, to: try place(in: &self))
            count += 1
            if count >= minimum { builder.connect(last, to: end) }
        }
        if maximum == nil {
            builder.connect(try append(calling: try rule(for: others), to: try place(in: &self)), to: last)
        }
        return try builder.append([UInt8(ascii: "]")], to: end)
    }

    /// More values would make too many sets of them.
    private static let maximumSetValues = 8

    /// Adds arrays of listed values in which none is twice.
    private mutating func appendSet(
        _ keywords: [String: JSONSchema], _ minimum: Int, _ maximum: Int?, to source: Node
    ) throws(ConstraintError) -> Node {
        let values = try setValues(keywords)
        let start = try builder.append([UInt8(ascii: "[")], to: source)
        let end = try builder.node()
        // The node behind each set of values, whose bits say which are in it.
        var nodes: [Int: Node] = [0: start]
        for set in 0..<1 << values.count {
            guard let node = nodes[set] else { continue }
            let count = set.nonzeroBitCount
            if count >= minimum { builder.connect(node, to: end) }
            guard count < maximum ?? .max, count < values.count else { continue }
            let next = count == 0 ? node : try append(separator: ",", to: node)
            for (index, value) in values.enumerated() where set >> index & 1 == 0 {
                let larger = set | 1 << index
                if nodes[larger] == nil { nodes[larger] = try builder.node() }
                let last = try append(value, to: next)
                if let target = nodes[larger] { builder.connect(last, to: target) }
            }
        }
        return try builder.append([UInt8(ascii: "]")], to: end)
    }

    /// The different values that items can have.
    private func setValues(_ keywords: [String: JSONSchema]) throws(ConstraintError) -> [JSONValue] {
        var values: [JSONValue]?
        if keywords["prefixItems"] == nil, let items = keywords["items"] {
            guard let merged = try JSONSchemaMerger(document: document).keywords(of: items) else { return [] }
            let isFlag = try merged["type"]?.valueTypes() == [.boolean]
            if merged["anyOf"] == nil, merged["oneOf"] == nil {
                values = try JSONSchemaValues.matching(merged) ?? (isFlag ? [.bool(true), .bool(false)] : nil)
            }
        }
        var different: [JSONValue] = []
        for value in values ?? [] where !different.contains(where: { $0.equals(value) }) { different.append(value) }
        guard values != nil, different.count <= Self.maximumSetValues else {
            let place = keywords["uniqueItems"] ?? document
            throw place.unsupported(
                "“uniqueItems” of other items than those that “enum” lists, at most \(Self.maximumSetValues),")
        }
        return different
    }
}
