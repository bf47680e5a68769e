/// Reads the expressions of one tag, by Jinja's precedence.
struct TemplateExpressionParser {
    private let tokens: [TemplateLexer.Token]
    private var place = 0
    private var depth = 0

    private static let maximumDepth = 100

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

    var isAtEnd: Bool { next == nil }

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

    /// The same, or several expressions with commas between them.
    mutating func wholeTuple() throws -> TemplateExpression {
        let expression = try tuple { try $0.expression() }
        try finish()
        return expression
    }

    /// Expressions of one kind with commas between them, or one without.
    mutating func tuple(_ item: (inout Self) throws -> TemplateExpression) throws -> TemplateExpression {
        let first = try item(&self)
        guard next == .mark(",") else { return first }
        var items = [first]
        while skip(","), !isAtEnd { items.append(try item(&self)) }
        return .list(items, isTuple: true)
    }

    /// What takes a value.
    mutating func target(allowsAttributes: Bool) throws -> TemplateTarget {
        let outerDepth = depth
        defer { depth = outerDepth }
        try deepen()
        let first = try singleTarget(allowsAttributes)
        guard next == .mark(",") else { return first }
        var targets = [first]
        while skip(",") { targets.append(try singleTarget(allowsAttributes)) }
        return .parts(targets)
    }

    private mutating func singleTarget(_ allowsAttributes: Bool) throws -> TemplateTarget {
        if skip("(") {
            let target = try target(allowsAttributes: allowsAttributes)
            guard skip(")") else { throw unexpected }
            return target
        }
        let name = try takeName()
        return allowsAttributes && skip(".") ? .attribute(of: name, try takeName()) : .name(name)
    }

    mutating func expression() throws -> TemplateExpression {
        let outerDepth = depth
        defer { depth = outerDepth }
        try deepen()
        let value = try disjunction()
        guard skip("if") else { return value }
        let condition = try disjunction()
        return .choice(value, condition: condition, otherwise: skip("else") ? try expression() : nil)
    }

    /// An expression without a choice between two.
    mutating func disjunction() throws -> TemplateExpression {
        try chain(["or"]) { try $0.conjunction() }
    }

    /// Counts how deep the tree of an expression gets: each operator makes it deeper.
    private mutating func deepen() throws {
        depth += 1
        guard depth <= Self.maximumDepth else { throw TemplateFailure(reason: "an expression is nested too deep") }
    }

    private mutating func chain(
        _ marks: [String], _ operand: (inout Self) throws -> TemplateExpression
    ) throws -> TemplateExpression {
        var left = try operand(&self)
        while let mark = marks.first(where: { skip($0) }) {
            try deepen()
            left = .binary(mark, left, try operand(&self))
        }
        return left
    }

    private mutating func conjunction() throws -> TemplateExpression { try chain(["and"]) { try $0.negation() } }

    private mutating func negation() throws -> TemplateExpression {
        guard skip("not") else { return try comparison() }
        try deepen()
        return .not(try negation())
    }

    private mutating func comparison() throws -> TemplateExpression {
        let first = try sum()
        var operands: [(mark: String, operand: TemplateExpression)] = []
        while let mark = comparisonMark() {
            try deepen()
            operands.append((mark, try sum()))
        }
        guard let only = operands.first else { return first }
        return operands.count == 1 ? Self.comparison(only.mark, first, only.operand) : .comparisons(first, operands)
    }

    private static func comparison(
        _ mark: String, _ left: TemplateExpression, _ right: TemplateExpression
    ) -> TemplateExpression {
        mark == "not in" ? .not(.binary("in", left, right)) : .binary(mark, left, right)
    }

    private mutating func comparisonMark() -> String? {
        if next == .name("not"), place + 1 < tokens.count, tokens[place + 1] == .name("in") {
            place += 2
            return "not in"
        }
        return ["==", "!=", "<=", ">=", "<", ">", "in"].first { skip($0) }
    }

    private mutating func sum() throws -> TemplateExpression { try chain(["+", "-"]) { try $0.concatenation() } }

    private mutating func concatenation() throws -> TemplateExpression { try chain(["~"]) { try $0.product() } }

    private mutating func product() throws -> TemplateExpression {
        try chain(["*", "//", "/", "%"]) { try $0.power() }
    }

    private mutating func power() throws -> TemplateExpression { try chain(["**"]) { try $0.filtered(try $0.sign()) } }

    private mutating func sign() throws -> TemplateExpression {
        let isNegated = skip("-")
        guard isNegated || skip("+") else { return try postfix(try primary()) }
        try deepen()
        return isNegated ? .negate(try sign()) : .plus(try sign())
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
            if skip(")") { return .list([], isTuple: true) }
            let value = try expression()
            guard skip(",") else {
                guard skip(")") else { throw unexpected }
                return value
            }
            return .list([value] + (try items(until: ")")), isTuple: true)
        case .mark("["): return .list(try items(until: "]"), isTuple: false)
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
            } else {
                return value
            }
            try deepen()
        }
    }

    /// Filters and tests, which bind tighter than operators, and calls of what they give.
    private mutating func filtered(_ value: TemplateExpression) throws -> TemplateExpression {
        var value = value
        while true {
            if skip("|") {
                let filter = try filter()
                value = .filter(value, filter.name, filter.arguments)
            } else if skip("is") {
                let isNegated = skip("not")
                let name = try takeName()
                value = .test(value, name, try testArguments(), isNegated: isNegated)
            } else {
                return value
            }
            try deepen()
        }
    }

    /// The name of a filter and its arguments.
    mutating func filter() throws -> TemplateExpression.Filter {
        let name = try takeName()
        return (name, skip("(") ? try arguments() : TemplateExpression.Arguments())
    }

    /// Filters that follow each other.
    mutating func filters() throws -> [TemplateExpression.Filter] {
        var filters: [TemplateExpression.Filter] = []
        while skip("|") { filters.append(try filter()) }
        return filters
    }

    /// The arguments of a test: in parentheses, or one without.
    private mutating func testArguments() throws -> TemplateExpression.Arguments {
        if skip("(") { return try arguments() }
        switch next {
        case .name(let name)? where !["and", "or", "not", "else", "if", "in", "is"].contains(name): break
        case .text?, .integer?, .float?, .mark("[")?, .mark("{")?: break
        default: return TemplateExpression.Arguments()
        }
        return TemplateExpression.Arguments(positional: [try postfix(try primary())])
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
            if arguments.dictionary == nil, skip("**") {
                arguments.dictionary = try expression()
            } else if arguments.list == nil, arguments.dictionary == nil, skip("*") {
                arguments.list = try expression()
            } else if case .name(let name)? = next, place + 1 < tokens.count, tokens[place + 1] == .mark("=") {
                place += 2
                arguments.named.append((name, try expression()))
            } else {
                guard arguments.list == nil, arguments.dictionary == nil, arguments.named.isEmpty else {
                    throw unexpected
                }
                arguments.positional.append(try expression())
            }
            guard skip(",") || next == .mark(")") else { throw unexpected }
        }
        return arguments
    }
}
