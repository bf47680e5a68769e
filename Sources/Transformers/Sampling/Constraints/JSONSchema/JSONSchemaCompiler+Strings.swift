extension JSONSchemaCompiler {
    /// Adds texts.
    mutating func appendString(_ keywords: [String: JSONSchema] = [:], to source: Node) throws(ConstraintError) -> Node
    {
        let contents = try Self.contents(of: keywords)
        let start = try builder.append([0x22], to: source)
        if contents.count < 2 {
            let content = contents.first ?? .repetition(.character(.all), minimum: 0, maximum: nil)
            return try builder.append([0x22], to: try content.append(to: start, spelling: .jsonString, in: &builder))
        }
        var networks: [TransitionNetwork] = []
        for content in contents {
            guard let network = try content.network(.jsonString) else { return try builder.node() }
            networks.append(network)
        }
        var product = AutomatonProduct(networks)
        let end = try product.append(to: start, in: &builder, needed: networks.count) { _ in true }
        return try builder.append([0x22], to: end)
    }

    /// What the whole content of a text matches, all of it at once.
    static func contents(of keywords: [String: JSONSchema]) throws(ConstraintError) -> [RegularExpression] {
        var contents: [RegularExpression] = []
        if let pattern = keywords["pattern"] {
            guard let text = pattern.value.text else { throw pattern.invalid("is no regular expression") }
            contents.append(
                try pattern.expression { () throws(ConstraintError) in
                    try RegularExpressionParser.expression(of: text)
                })
        }
        if let keyword = keywords["format"] {
            guard let name = keyword.value.text else { throw keyword.invalid("is no name of a format") }
            guard let format = JSONStringFormat(rawValue: name) else {
                throw keyword.unsupported("the format “\(name)”")
            }
            contents.append(try RegularExpressionParser.expression(of: format.pattern))
        }
        let minimum = try keywords["minLength"]?.count() ?? 0
        let maximum = try keywords["maxLength"]?.count()
        if minimum > 0 || maximum != nil {
            let isPossible = maximum ?? .max >= minimum
            contents.append(
                isPossible
                    ? .repetition(.character(.all), minimum: minimum, maximum: maximum) : .character(ScalarSet()))
        }
        return contents
    }
}

extension JSONSchema {
    /// A regular expression of this place.
    func expression(
        _ read: () throws(ConstraintError) -> RegularExpression
    ) throws(ConstraintError) -> RegularExpression {
        do { return try read() } catch { throw ConstraintError(error.code, "\(place): \(error.message)") }
    }
}

extension RegularExpression {
    /// A network of the texts that it matches; nil where there are none.
    func network(_ spelling: CharacterSpelling) throws(ConstraintError) -> TransitionNetwork? {
        var builder = NetworkBuilder()
        let root = try builder.rule()
        builder.connect(try append(to: root.start, spelling: spelling, in: &builder), to: root.end)
        do { return try builder.network(root) } catch  where error.code == .unsatisfiable { return nil }
    }

    /// Whether it matches a text as a whole.
    func matches(_ text: [UInt8]) throws(ConstraintError) -> Bool {
        guard let network = try network(.plain) else { return false }
        var automaton = LazyAutomaton(network)
        var state = automaton.start
        for byte in text where state != LazyAutomaton.dead { state = automaton.next(state, byte) }
        return state != LazyAutomaton.dead && automaton.isAccepting(state)
    }
}
