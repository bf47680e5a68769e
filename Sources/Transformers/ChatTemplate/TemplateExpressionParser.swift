/// Reads the expressions of one tag, by Jinja's precedence.
struct TemplateExpressionParser {
    private let tokens: [TemplateLexer.Token]
    private var place = 0
    private var depth = 0

    private static let maximumDepth = 64

    init(_ tokens: [TemplateLexer.Token]) { self.tokens = tokens }

    private var next: TemplateLexer.Token? { place < tokens.count ? tokens[place] : nil }

    /// Takes a mark or a word, where it comes next.
    mutating func skip(_ word: String) -> Bool {
        guard next == .mark(word) || next == .name(word) else { return false }
        place += 1
        return true
    }

    mutating func takeName() throws -> String {
        guard case .name(let name)? = next else { throw unexpected }
        place += 1
        return name
    }

    /// The end of the tag has to come next.
    func finish() throws {
        guard next == nil else { throw unexpected }
    }

    private var unexpected: TemplateFailure {
        switch next {
        case .name(let text)?, .text(let text)?, .mark(let text)?:
            TemplateFailure(reason: "unexpected “\(text)” in a tag")
        case .integer(let value)?: TemplateFailure(reason: "unexpected “\(value)” in a tag")
        case .float(let value)?: TemplateFailure(reason: "unexpected “\(value)” in a tag")
        case nil: TemplateFailure(reason: "a tag ends too early")
        }
    }

    /// An expression that is the rest of the tag.
    mutating func wholeExpression() throws -> TemplateExpression {
        let expression = try expression()
        try finish()
        return expression
    }

    mutating func expression() throws -> TemplateExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw TemplateFailure(reason: "an expression is nested too deep") }
        let value = try expressionWithoutChoice()
        guard skip("if") else { return value }
        let condition = try expressionWithoutChoice()
        return .choice(value, condition: condition, otherwise: skip("else") ? try expression() : nil)
    }

    mutating func expressionWithoutChoice() throws -> TemplateExpression {
        var left = try conjunction()
        while skip("or") { left = .binary("or", left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws -> TemplateExpression {
        var left = try negation()
        while skip("and") { left = .binary("and", left, try negation()) }
        return left
    }

    private mutating func negation() throws -> TemplateExpression {
        guard skip("not") else { return try comparison() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw TemplateFailure(reason: "an expression is nested too deep") }
        return .not(try negation())
    }

    private mutating func comparison() throws -> TemplateExpression {
        var left = try sum()
        while true {
            if let mark = ["==", "!=", "<=", ">=", "<", ">"].first(where: { skip($0) }) {
                left = .binary(mark, left, try sum())
            } else if skip("in") {
                left = .binary("in", left, try sum())
            } else if next == .name("not"), place + 1 < tokens.count, tokens[place + 1] == .name("in") {
                place += 2
                left = .not(.binary("in", left, try sum()))
            } else {
                return left
            }
        }
    }

    private mutating func sum() throws -> TemplateExpression {
        var left = try product()
        while let mark = ["+", "-", "~"].first(where: { skip($0) }) { left = .binary(mark, left, try product()) }
        return left
    }

    private mutating func product() throws -> TemplateExpression {
        var left = try sign()
        while let mark = ["*", "//", "/", "%"].first(where: { skip($0) }) { left = .binary(mark, left, try sign()) }
        return left
    }

    private mutating func sign() throws -> TemplateExpression {
        skip("-") ? .negate(try postfix(try primary())) : try postfix(try primary())
    }

    private mutating func primary() throws -> TemplateExpression {
        guard let token = next else { throw unexpected }
        place += 1
        switch token {
        case .text(var text):
            while case .text(let more)? = next {
                text += more
                place += 1
            }
            return .literal(.string(text))
        case .integer(let value): return .literal(.integer(value))
        case .float(let value): return .literal(.float(value))
        case .name(let name):
            switch name {
            case "true", "True": return .literal(.bool(true))
            case "false", "False": return .literal(.bool(false))
            case "none", "None": return .literal(.none)
            default: return .name(name)
            }
        case .mark("("):
            let value = try expression()
            guard skip(",") else {
                guard skip(")") else { throw unexpected }
                return value
            }
            return .list([value] + (try items(until: ")")))
        case .mark("["): return .list(try items(until: "]"))
        case .mark("{"): return try dictionary()
        default:
            place -= 1
            throw unexpected
        }
    }

    private mutating func items(until end: String) throws -> [TemplateExpression] {
        var items: [TemplateExpression] = []
        while !skip(end) {
            items.append(try expression())
            guard skip(",") || next == .mark(end) else { throw unexpected }
        }
        return items
    }

    private mutating func dictionary() throws -> TemplateExpression {
        var entries: [(key: TemplateExpression, value: TemplateExpression)] = []
        while !skip("}") {
            let key = try expression()
            guard skip(":") else { throw unexpected }
            entries.append((key, try expression()))
            guard skip(",") || next == .mark("}") else { throw unexpected }
        }
        return .dictionary(entries)
    }

    private mutating func postfix(_ value: TemplateExpression) throws -> TemplateExpression {
        var value = value
        while true {
            if skip(".") {
                value = .attribute(value, try takeName())
            } else if skip("[") {
                value = try subscripted(value)
            } else if skip("(") {
                value = .call(value, try arguments())
            } else if skip("|") {
                let name = try takeName()
                value = .filter(value, name, skip("(") ? try arguments() : TemplateExpression.Arguments())
            } else if skip("is") {
                let isNegated = skip("not")
                let name = try takeName()
                var arguments = TemplateExpression.Arguments()
                if skip("(") { arguments = try self.arguments() }
                value = .test(value, name, arguments, isNegated: isNegated)
            } else {
                return value
            }
        }
    }

    private mutating func subscripted(_ value: TemplateExpression) throws -> TemplateExpression {
        var bounds: [TemplateExpression?] = [nil]
        var isSlice = false
        while !skip("]") {
            if skip(":") {
                isSlice = true
                bounds.append(nil)
            } else {
                bounds[bounds.count - 1] = try expression()
            }
        }
        if isSlice, bounds.count <= 3 {
            return .slice(value, from: bounds[0], to: bounds[1], by: bounds.count > 2 ? bounds[2] : nil)
        }
        guard !isSlice, let index = bounds[0] else { throw unexpected }
        return .item(value, index)
    }

    private mutating func arguments() throws -> TemplateExpression.Arguments {
        var arguments = TemplateExpression.Arguments()
        while !skip(")") {
            if case .name(let name)? = next, place + 1 < tokens.count, tokens[place + 1] == .mark("=") {
                place += 2
                arguments.named[name] = try expression()
            } else {
                arguments.positional.append(try expression())
            }
            guard skip(",") || next == .mark(")") else { throw unexpected }
        }
        return arguments
    }
}
