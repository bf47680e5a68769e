internal import Foundation

/// Runs a template. Templates come from model files and are not trusted: work and depth are bounded.
struct TemplateRenderer {
    /// How deep statements, expressions and macros may stand inside each other; half a megabyte of stack is enough for it.
    private static let maximumNesting = 200

    var scopes: [[String: TemplateValue]]
    let date: Date
    var meter = TemplateMeter()
    private var nesting = 0
    var output = TemplateText("")

    enum Flow { case onward, leave, next }

    /// - Parameters:
    ///   - variables: what the template may read by name.
    ///   - date: what it is told where it asks for the date.
    init(variables: [String: TemplateValue], date: Date) {
        scopes = [Self.functions.merging(variables) { _, variable in variable }]
        self.date = date
    }

    private static var functions: [String: TemplateValue] {
        let names = ["namespace", "dict", "raise_exception", "range", "strftime_now"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, .function($0)) })
    }

    mutating func run(_ statements: [TemplateStatement]) throws { _ = try body(statements) }

    private mutating func enter() throws {
        try meter.charge(TemplateMeter.step)
        nesting += 1
        guard nesting <= Self.maximumNesting else { throw TemplateFailure(reason: "it is nested too deep") }
    }

    mutating func write(_ text: TemplateText) throws {
        try meter.charge(text.count)
        output.append(text)
    }

    mutating func body(_ statements: [TemplateStatement]) throws -> Flow {
        try enter()
        defer { nesting -= 1 }
        for statement in statements {
            try meter.charge(TemplateMeter.step)
            let flow = try TemplateFailure.located(on: statement.line) { try run(statement.kind) }
            if flow != .onward { return flow }
        }
        return .onward
    }

    private mutating func run(_ statement: TemplateStatement.Kind) throws -> Flow {
        switch statement {
        case .text(let text): try write(TemplateText(text))
        case .output(let expression): try write(try value(of: expression).printed())
        case .condition(let branches):
            for branch in branches {
                guard try branch.condition.map({ try value(of: $0).isTrue }) ?? true else { continue }
                return try body(branch.body)
            }
        case .loop(let loop): return try run(loop, over: try value(of: loop.items), depth: 1)
        case .set(let target, let expression): try set(target, to: try value(of: expression))
        case .setBlock(let target, let filters, let statements):
            try set(target, to: try filtered(statements, filters))
        case .filterBlock(let filters, let statements):
            try write(try filtered(statements, filters).printed())
        case .with(let values, let statements): return try with(values, statements)
        case .callBlock(let callee, let arguments, var caller):
            caller.scopes = scopes
            try write(try call(callee, arguments, caller: caller).printed())
        case .macro(let name, var macro):
            macro.scopeCount = scopes.count
            scopes[scopes.count - 1][name] = .macro(macro)
        case .leaveLoop: return .leave
        case .nextRound: return .next
        }
        return .onward
    }

    private mutating func set(_ target: TemplateTarget, to value: TemplateValue) throws {
        switch target {
        case .name(let name): scopes[scopes.count - 1][name] = value
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace) = lookUp(name) else {
                throw TemplateFailure(reason: "“\(name)” is not a namespace")
            }
            guard !value.standsAlone else { throw TemplateFailure.partOfAnother(value) }
            namespace.attributes[attribute] = value
        case .parts(let targets):
            let values = try TemplateFilters.items(of: value, for: "set", &meter)
            guard values.count == targets.count else {
                throw TemplateFailure(reason: "a value cannot be divided into \(targets.count)")
            }
            for (target, value) in zip(targets, values) { try set(target, to: value) }
        }
    }

    /// Runs a body with names of its own; their values know nothing of each other.
    private mutating func with(
        _ values: [(target: TemplateTarget, value: TemplateExpression)], _ statements: [TemplateStatement]
    ) throws -> Flow {
        let evaluated = try values.map { try value(of: $0.value) }
        scopes.append([:])
        defer { scopes.removeLast() }
        for (entry, value) in zip(values, evaluated) { try set(entry.target, to: value) }
        return try body(statements)
    }

    /// Runs a loop in scopes of its own.
    mutating func run(_ loop: TemplateLoopStatement, over items: TemplateValue, depth: Int) throws -> Flow {
        var kept: [TemplateValue] = []
        for item in try TemplateFilters.items(of: items, for: "for", &meter) {
            try meter.charge(TemplateMeter.step)
            guard let filter = loop.filter else {
                kept.append(item)
                continue
            }
            scopes.append([:])
            defer { scopes.removeLast() }
            try set(loop.target, to: item)
            if try value(of: filter).isTrue { kept.append(item) }
        }
        if kept.isEmpty { return try body(loop.otherwise) }
        let state = TemplateLoop(kept, depth: depth, recursion: loop.isRecursive ? (loop, scopes) : nil)
        for (index, item) in kept.enumerated() {
            try meter.charge(TemplateMeter.step)
            state.index = index
            scopes.append(["loop": .loop(state)])
            defer { scopes.removeLast() }
            try set(loop.target, to: item)
            if try body(loop.body) == .leave { break }
        }
        return .onward
    }

    mutating func captured(_ work: (inout TemplateRenderer) throws -> Flow) throws -> TemplateText {
        let before = output
        output = TemplateText("")
        defer { output = before }
        _ = try work(&self)
        return output
    }

    /// What statements write, in a scope of their own, changed by filters.
    private mutating func filtered(
        _ statements: [TemplateStatement], _ filters: [TemplateExpression.Filter]
    ) throws -> TemplateValue {
        scopes.append([:])
        defer { scopes.removeLast() }
        var value = TemplateValue.text(try captured { try $0.body(statements) })
        for filter in filters {
            let arguments = try evaluated(filter.arguments)
            value = try TemplateFilters.apply(filter.name, value, arguments.positional, arguments.named, &meter)
        }
        return value
    }

    func lookUp(_ name: String) -> TemplateValue {
        for scope in scopes.reversed() { if let value = scope[name] { return value } }
        return .undefined
    }

    mutating func value(of expression: TemplateExpression) throws -> TemplateValue {
        try enter()
        defer { nesting -= 1 }
        switch expression {
        case .literal(let value): return value
        case .name(let name): return lookUp(name)
        case .list(let items, let isTuple):
            return try .list(items.map { try value(of: $0) }, kind: isTuple ? .tuple : .list)
        case .dictionary(let entries): return try dictionary(entries)
        case .attribute(let object, let name):
            return try TemplateOperators.member(TemplateText(name), of: try value(of: object), &meter)
        case .item(let object, let key):
            let object = try value(of: object)
            return try TemplateOperators.item(try value(of: key), of: object, &meter)
        case .slice(let object, let from, let to, let by):
            let object = try value(of: object)
            let bounds = try [from, to, by].map { try $0.map { try value(of: $0) } }
            return try TemplateOperators.slice(object, from: bounds[0], to: bounds[1], by: bounds[2], &meter)
        case .call(let callee, let arguments): return try call(callee, arguments)
        case .filter(let object, let name, let arguments):
            let object = try value(of: object)
            let arguments = try evaluated(arguments)
            return try TemplateFilters.apply(name, object, arguments.positional, arguments.named, &meter)
        case .test(let object, let name, let arguments, let isNegated):
            let object = try value(of: object)
            let arguments = try evaluated(arguments)
            guard arguments.named.isEmpty else {
                throw TemplateFailure(reason: "the test “\(name)” with named arguments is not supported")
            }
            return .bool(try TemplateTests.holds(name, object, arguments.positional, &meter) != isNegated)
        case .not(let operand): return .bool(!(try value(of: operand).isTrue))
        case .negate(let operand): return try TemplateOperators.negated(try value(of: operand))
        case .plus(let operand): return try TemplateOperators.binary("+", .integer(0), try value(of: operand), &meter)
        case .comparisons(let first, let operands):
            var left = try value(of: first)
            for (mark, operand) in operands {
                let right = try value(of: operand)
                let holds = try TemplateOperators.binary(mark == "not in" ? "in" : mark, left, right, &meter).isTrue
                guard holds != (mark == "not in") else { return .bool(false) }
                left = right
            }
            return .bool(true)
        case .choice(let yes, let condition, let otherwise):
            if try value(of: condition).isTrue { return try value(of: yes) }
            return try otherwise.map { try value(of: $0) } ?? .undefined
        case .binary("and", let left, let right):
            let first = try value(of: left)
            return first.isTrue ? try value(of: right) : first
        case .binary("or", let left, let right):
            let first = try value(of: left)
            return first.isTrue ? first : try value(of: right)
        case .binary(let mark, let left, let right):
            let left = try value(of: left)
            return try TemplateOperators.binary(mark, left, try value(of: right), &meter)
        }
    }

    private mutating func dictionary(
        _ entries: [(key: TemplateExpression, value: TemplateExpression)]
    ) throws -> TemplateValue {
        var result: [TemplateDictionary.Entry] = []
        for entry in entries {
            guard case .text(let key) = try value(of: entry.key) else {
                throw TemplateFailure(reason: "a dictionary needs texts as keys")
            }
            let value = try value(of: entry.value)
            try meter.charge(result.count)
            if let known = result.firstIndex(where: { $0.key.isSpelledLike(key) }) {
                result[known].value = value
            } else {
                result.append((key, value))
            }
        }
        return .dictionary(try TemplateDictionary(result))
    }
}
