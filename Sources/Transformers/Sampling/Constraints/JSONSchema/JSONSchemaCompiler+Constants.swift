extension JSONSchemaCompiler {
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
