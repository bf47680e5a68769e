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
                    body.append(TemplateStatement(kind: .output(try parser.wholeTuple()), line: part.line))
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
        case "macro": return try namedMacro(&parser)
        case "with": return try with(&parser)
        case "call": return try callBlock(&parser)
        case "print":
            var printed = try parser.expression()
            while parser.skip(",") { printed = .binary("~", printed, try parser.expression()) }
            try parser.finish()
            return .output(printed)
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
        let target = try parser.target(allowsAttributes: false)
        guard try parser.takeName() == "in" else { throw TemplateFailure(reason: "“for” without “in”") }
        let items = try parser.tuple { try $0.disjunction() }
        let filter = parser.skip("if") ? try parser.expression() : nil
        var loop = TemplateLoopStatement(
            target: target, items: items, filter: filter, isRecursive: parser.skip("recursive"))
        try parser.finish()
        loopDepth += 1
        let (body, end) = try statements(until: ["else", "endfor"])
        loopDepth -= 1
        loop.body = body
        if end?.name == "else" { loop.otherwise = try statements(until: ["endfor"]).body }
        return .loop(loop)
    }

    private mutating func assignment(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        let target = try parser.target(allowsAttributes: true)
        if parser.skip("=") { return .set(target, value: try parser.wholeTuple()) }
        let filters = try parser.filters()
        try parser.finish()
        return .setBlock(target, filters: filters, body: try statements(until: ["endset"]).body)
    }

    private mutating func with(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        var values: [(target: TemplateTarget, value: TemplateExpression)] = []
        while !parser.isAtEnd {
            guard values.isEmpty || parser.skip(",") else { throw TemplateFailure(reason: "“with” needs commas") }
            let target = TemplateTarget.name(try parser.takeName())
            guard parser.skip("=") else { throw TemplateFailure(reason: "a name of “with” has no value") }
            values.append((target, try parser.expression()))
        }
        return .with(values, body: try statements(until: ["endwith"]).body)
    }

    private mutating func callBlock(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        let parameters = parser.skip("(") ? try self.parameters(&parser) : []
        guard case .call(let callee, let arguments) = try parser.wholeExpression() else {
            throw TemplateFailure(reason: "“call” without a call")
        }
        return .callBlock(callee, arguments, caller: try macro(parameters, until: "endcall"))
    }

    private mutating func namedMacro(_ parser: inout TemplateExpressionParser) throws -> TemplateStatement.Kind {
        let name = try parser.takeName()
        guard parser.skip("(") else { throw TemplateFailure(reason: "“macro” without parameters") }
        let parameters = try parameters(&parser)
        try parser.finish()
        return .macro(name: name, try macro(parameters, until: "endmacro"))
    }

    private func parameters(_ parser: inout TemplateExpressionParser) throws -> [TemplateMacro.Parameter] {
        var parameters: [TemplateMacro.Parameter] = []
        while !parser.skip(")") {
            let parameter = try parser.takeName()
            parameters.append((parameter, parser.skip("=") ? try parser.expression() : nil))
            _ = parser.skip(",")
        }
        return parameters
    }

    private mutating func macro(_ parameters: [TemplateMacro.Parameter], until end: String) throws -> TemplateMacro {
        let outerLoops = loopDepth
        loopDepth = 0
        defer { loopDepth = outerLoops }
        let start = place
        var macro = TemplateMacro(parameters: parameters, body: try statements(until: [end]).body)
        for part in parts[start..<place] {
            switch part.kind {
            case .output(let tokens), .block(let tokens):
                for case .name(let name) in tokens where TemplateMacro.extraNames.contains(name) {
                    macro.extras.insert(name)
                }
            case .text: break
            }
        }
        return macro
    }
}
