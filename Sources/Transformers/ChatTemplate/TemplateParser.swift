/// Reads the statements of a template.
struct TemplateParser {
    private let parts: [TemplateLexer.Part]
    private var place = 0
    private var depth = 0
    private var loopDepth = 0

    /// Statements may stand inside each other this deep.
    private static let maximumDepth = 32

    init(_ source: String) throws {
        var lexer = TemplateLexer(source)
        parts = try lexer.parts()
    }

    mutating func template() throws -> [TemplateStatement] {
        try statements(until: []).body
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
            switch part.kind {
            case .text(let text): body.append(TemplateStatement(kind: .text(text), line: part.line))
            case .output(let tokens):
                try TemplateFailure.located(on: part.line) {
                    var parser = TemplateExpressionParser(tokens)
                    body.append(TemplateStatement(kind: .output(try parser.wholeExpression()), line: part.line))
                }
            case .block(let tokens):
                let end: End? = try TemplateFailure.located(on: part.line) {
                    var parser = TemplateExpressionParser(tokens)
                    let name = try parser.takeName()
                    if ends.contains(name) { return (name, parser) }
                    if let kind = try statement(name, &parser) {
                        body.append(TemplateStatement(kind: kind, line: part.line))
                    }
                    return nil
                }
                if let end {
                    if end.name.hasPrefix("end") || end.name == "else" {
                        try TemplateFailure.located(on: part.line) { try end.tokens.finish() }
                    }
                    return (body, end)
                }
            }
        }
        guard ends.isEmpty else { throw TemplateFailure(reason: "“\(ends.last ?? "")” is missing") }
        return (body, nil)
    }

    private mutating func statement(
        _ name: String, _ parser: inout TemplateExpressionParser
    ) throws -> TemplateStatement.Kind? {
        switch name {
        case "if": return try condition(&parser)
        case "for": return try loop(&parser)
        case "set": return try assignment(&parser)
        case "macro": return try macro(&parser)
        case "filter":
            let filters = try [parser.filter()] + parser.filters()
            try parser.finish()
            return .filterBlock(filters, body: try statements(until: ["endfilter"]).body)
        case "break", "continue":
            try parser.finish()
            guard loopDepth > 0 else { throw TemplateFailure(reason: "“\(name)” outside a loop") }
            return name == "break" ? .leaveLoop : .nextRound
        case "generation", "endgeneration":
            try parser.finish()
            return nil
        case _ where name.hasPrefix("end") || name == "else" || name == "elif":
            throw TemplateFailure(reason: "“\(name)” without a beginning")
        default: throw TemplateFailure(reason: "the tag “\(name)” is not supported")
        }
    }

    private mutating func condition(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        var branches: [(condition: TemplateExpression?, body: [TemplateStatement])] = []
        var condition: TemplateExpression? = try parser.wholeExpression()
        while true {
            let isLast = condition == nil
            let (body, end) = try statements(until: isLast ? ["endif"] : ["elif", "else", "endif"])
            branches.append((condition, body))
            guard var end, end.name != "endif" else { return .condition(branches) }
            condition = end.name == "elif" ? try end.tokens.wholeExpression() : nil
        }
    }

    private mutating func loop(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        var names = [try parser.takeName()]
        while parser.skip(",") { names.append(try parser.takeName()) }
        guard try parser.takeName() == "in" else { throw TemplateFailure(reason: "“for” without “in”") }
        let items = try parser.disjunction()
        let filter = parser.skip("if") ? try parser.expression() : nil
        try parser.finish()
        loopDepth += 1
        let (body, end) = try statements(until: ["else", "endfor"])
        loopDepth -= 1
        let otherwise = end?.name == "else" ? try statements(until: ["endfor"]).body : []
        return .loop(names: names, items: items, filter: filter, body: body, otherwise: otherwise)
    }

    private mutating func assignment(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        let name = try parser.takeName()
        let attribute = parser.skip(".") ? try parser.takeName() : nil
        if parser.skip("=") { return .set(name: name, attribute: attribute, value: try parser.wholeExpression()) }
        let filters = try parser.filters()
        try parser.finish()
        return .setBlock(name: name, filters: filters, body: try statements(until: ["endset"]).body)
    }

    private mutating func macro(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        let name = try parser.takeName()
        var parameters: [(name: String, fallback: TemplateExpression?)] = []
        guard parser.skip("(") else { throw TemplateFailure(reason: "“macro” without parameters") }
        while !parser.skip(")") {
            let parameter = try parser.takeName()
            parameters.append((parameter, parser.skip("=") ? try parser.expression() : nil))
            _ = parser.skip(",")
        }
        try parser.finish()
        let outerLoops = loopDepth
        loopDepth = 0
        defer { loopDepth = outerLoops }
        return .macro(name: name, TemplateMacro(parameters: parameters, body: try statements(until: ["endmacro"]).body))
    }
}
