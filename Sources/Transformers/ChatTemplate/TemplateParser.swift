/// Reads the statements of a template.
struct TemplateParser {
    private let parts: [TemplateLexer.Part]
    private var place = 0
    private var depth = 0

    /// Statements may stand inside each other this deep.
    private static let maximumDepth = 64

    init(_ source: String) throws {
        var lexer = TemplateLexer(source)
        parts = try lexer.parts()
    }

    mutating func template() throws -> [TemplateStatement] {
        let (body, end) = try statements(until: [])
        if let end { throw TemplateFailure(reason: "“\(end.name)” without a beginning") }
        return body
    }

    private typealias End = (name: String, tokens: TemplateExpressionParser)

    /// Statements up to a tag with one of the names; the tag itself is read.
    private mutating func statements(until ends: [String]) throws -> (body: [TemplateStatement], end: End?) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw TemplateFailure(reason: "it is nested too deep") }
        var body: [TemplateStatement] = []
        while place < parts.count {
            let part = parts[place]
            place += 1
            switch part {
            case .text(let text): body.append(.text(text))
            case .output(let tokens):
                var parser = TemplateExpressionParser(tokens)
                body.append(.output(try parser.wholeExpression()))
            case .block(let tokens):
                var parser = TemplateExpressionParser(tokens)
                let name = try parser.takeName()
                if ends.contains(name) { return (body, (name, parser)) }
                if let statement = try statement(name, &parser) { body.append(statement) }
            }
        }
        guard ends.isEmpty else { throw TemplateFailure(reason: "“\(ends.last ?? "")” is missing") }
        return (body, nil)
    }

    private mutating func statement(_ name: String, _ parser: inout TemplateExpressionParser) throws
        -> TemplateStatement?
    {
        switch name {
        case "if": return try condition(&parser)
        case "for": return try loop(&parser)
        case "set": return try assignment(&parser)
        case "macro": return try macro(&parser)
        case "break": return .leaveLoop
        case "continue": return .nextRound
        case "generation", "endgeneration": return nil
        default: throw TemplateFailure(reason: "the tag “\(name)” is not supported")
        }
    }

    private mutating func condition(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement {
        var branches: [(condition: TemplateExpression?, body: [TemplateStatement])] = []
        var condition: TemplateExpression? = try parser.wholeExpression()
        while true {
            let (body, end) = try statements(until: ["elif", "else", "endif"])
            branches.append((condition, body))
            guard var end, end.name != "endif" else { return .condition(branches) }
            condition = end.name == "elif" ? try end.tokens.wholeExpression() : nil
        }
    }

    private mutating func loop(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement {
        var names = [try parser.takeName()]
        while parser.skip(",") { names.append(try parser.takeName()) }
        guard try parser.takeName() == "in" else { throw TemplateFailure(reason: "“for” without “in”") }
        let items = try parser.expressionWithoutChoice()
        let filter = parser.skip("if") ? try parser.expression() : nil
        try parser.finish()
        let (body, end) = try statements(until: ["else", "endfor"])
        let otherwise = end?.name == "else" ? try statements(until: ["endfor"]).body : []
        return .loop(names: names, items: items, filter: filter, body: body, otherwise: otherwise)
    }

    private mutating func assignment(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement {
        let name = try parser.takeName()
        let attribute = parser.skip(".") ? try parser.takeName() : nil
        if parser.skip("=") { return .set(name: name, attribute: attribute, value: try parser.wholeExpression()) }
        try parser.finish()
        return .setBlock(name: name, body: try statements(until: ["endset"]).body)
    }

    private mutating func macro(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement {
        let name = try parser.takeName()
        var parameters: [(name: String, fallback: TemplateExpression?)] = []
        guard parser.skip("(") else { throw TemplateFailure(reason: "“macro” without parameters") }
        while !parser.skip(")") {
            let parameter = try parser.takeName()
            parameters.append((parameter, parser.skip("=") ? try parser.expression() : nil))
            _ = parser.skip(",")
        }
        try parser.finish()
        return .macro(name: name, TemplateMacro(parameters: parameters, body: try statements(until: ["endmacro"]).body))
    }
}
