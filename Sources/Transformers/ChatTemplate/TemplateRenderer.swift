internal import Foundation

/// Runs a template. Templates come from model files and are not trusted: work and depth are bounded.
struct TemplateRenderer {
    /// How deep statements, expressions and macros may stand inside each other; half a megabyte of stack is enough for it.
    private static let maximumNesting = 200

    private var scopes: [[String: TemplateValue]]
    private let date: Date
    private var meter = TemplateMeter()
    private var nesting = 0
    private(set) var output = TemplateText("")

    private enum Flow { case onward, leave, next }

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

    private mutating func write(_ text: TemplateText) throws {
        try meter.charge(text.count)
        output.append(text)
    }

    private mutating func body(_ statements: [TemplateStatement]) throws -> Flow {
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
        case .loop(let names, let items, let filter, let body, let otherwise):
            return try loop(names, try value(of: items), filter, body, otherwise)
        case .set(let name, let attribute, let expression):
            try set(name, attribute, to: try value(of: expression))
        case .setBlock(let name, let filters, let statements):
            try set(name, nil, to: try filtered(statements, filters))
        case .filterBlock(let filters, let statements):
            try write(try filtered(statements, filters).printed())
        case .macro(let name, var macro):
            macro.scopeCount = scopes.count
            try set(name, nil, to: .macro(macro))
        case .leaveLoop: return .leave
        case .nextRound: return .next
        }
        return .onward
    }

    private mutating func set(_ name: String, _ attribute: String?, to value: TemplateValue) throws {
        guard let attribute else {
            scopes[scopes.count - 1][name] = value
            return
        }
        guard case .namespace(let namespace) = lookUp(name) else {
            throw TemplateFailure(reason: "“\(name)” is not a namespace")
        }
        if case .namespace = value { throw TemplateFailure(reason: "a namespace cannot be part of another value") }
        namespace.attributes[attribute] = value
    }

    private mutating func captured(_ work: (inout TemplateRenderer) throws -> Flow) throws -> TemplateText {
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
            let (positional, named) = try evaluated(filter.arguments)
            value = try TemplateFilters.apply(filter.name, value, positional, named, &meter)
        }
        return value
    }

    private mutating func loop(
        _ names: [String], _ items: TemplateValue, _ filter: TemplateExpression?, _ statements: [TemplateStatement],
        _ otherwise: [TemplateStatement]
    ) throws -> Flow {
        var kept: [TemplateValue] = []
        for item in try TemplateFilters.items(of: items, for: "for", &meter) {
            try meter.charge(TemplateMeter.step)
            scopes.append(try bind(names, to: item))
            defer { scopes.removeLast() }
            if try filter.map({ try value(of: $0).isTrue }) ?? true { kept.append(item) }
        }
        if kept.isEmpty { return try body(otherwise) }
        for (index, item) in kept.enumerated() {
            try meter.charge(TemplateMeter.step)
            var scope = try bind(names, to: item)
            var state: [(String, TemplateValue)] = [
                ("index", .integer(index + 1)), ("index0", .integer(index)), ("first", .bool(index == 0)),
                ("last", .bool(index == kept.count - 1)), ("length", .integer(kept.count)),
                ("revindex", .integer(kept.count - index)), ("revindex0", .integer(kept.count - index - 1)),
            ]
            if index > 0 { state.append(("previtem", kept[index - 1])) }
            if index + 1 < kept.count { state.append(("nextitem", kept[index + 1])) }
            scope["loop"] = .dictionary(try TemplateDictionary(state.map { (TemplateText($0), $1) }))
            scopes.append(scope)
            defer { scopes.removeLast() }
            if try body(statements) == .leave { break }
        }
        return .onward
    }

    private func bind(_ names: [String], to item: TemplateValue) throws -> [String: TemplateValue] {
        if names.count == 1 { return [names[0]: item] }
        guard case .list(let list) = item, list.values.count == names.count else {
            throw TemplateFailure(reason: "an item cannot be divided into \(names.joined(separator: ", "))")
        }
        return Dictionary(zip(names, list.values)) { _, last in last }
    }

    private func lookUp(_ name: String) -> TemplateValue {
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
            let (positional, named) = try evaluated(arguments)
            return try TemplateFilters.apply(name, object, positional, named, &meter)
        case .test(let object, let name, let arguments, let isNegated):
            let object = try value(of: object)
            guard arguments.named.isEmpty else {
                throw TemplateFailure(reason: "the test “\(name)” with named arguments is not supported")
            }
            let (positional, _) = try evaluated(arguments)
            return .bool(try TemplateTests.holds(name, object, positional, &meter) != isNegated)
        case .not(let operand): return .bool(!(try value(of: operand).isTrue))
        case .negate(let operand): return try TemplateOperators.negated(try value(of: operand))
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

    private mutating func evaluated(
        _ arguments: TemplateExpression.Arguments
    ) throws -> (positional: [TemplateValue], named: TemplateFilters.Named) {
        let positional = try arguments.positional.map { try value(of: $0) }
        var named: TemplateFilters.Named = [:]
        for argument in arguments.named { named[argument.name] = try value(of: argument.value) }
        return (positional, named)
    }

    private mutating func call(
        _ callee: TemplateExpression, _ arguments: TemplateExpression.Arguments
    ) throws -> TemplateValue {
        if case .attribute(let object, let name) = callee {
            let object = try value(of: object)
            let (positional, named) = try evaluated(arguments)
            guard named.isEmpty else {
                throw TemplateFailure(reason: "“\(name)” with named arguments is not supported")
            }
            return try TemplateMethods.call(name, on: object, positional, &meter)
        }
        guard case .name(let name) = callee else { throw TemplateFailure(reason: "a value cannot be called") }
        let (positional, named) = try evaluated(arguments)
        switch lookUp(name) {
        case .macro(let macro): return try run(macro, positional, named)
        case .function(let name): return try call(name, positional, named, order: arguments.named.map(\.name))
        case .undefined: throw TemplateFailure(reason: "the function “\(name)” is not supported")
        case let value: throw TemplateFailure(reason: "\(value.kind) cannot be called")
        }
    }

    private mutating func call(
        _ function: String, _ positional: [TemplateValue], _ named: TemplateFilters.Named, order: [String]
    ) throws -> TemplateValue {
        switch function {
        case "namespace":
            guard positional.isEmpty else { throw TemplateFailure(reason: "“namespace” needs named arguments") }
            for case .namespace in named.values {
                throw TemplateFailure(reason: "a namespace cannot be part of another value")
            }
            return .namespace(.init(named))
        case "dict":
            guard positional.isEmpty else { throw TemplateFailure(reason: "“dict” needs named arguments") }
            return .dictionary(
                try TemplateDictionary(order.map { (TemplateText($0), named[$0] ?? .undefined) }))
        case "strftime_now":
            guard case .text(let format)? = positional.first, positional.count == 1, named.isEmpty else {
                throw TemplateFailure(reason: "“strftime_now” needs one text")
            }
            return .string(try TemplateDate.formatted(date, as: format.plain))
        case "raise_exception":
            let reason = try positional.first?.printed().ownWords ?? ""
            throw TemplateFailure(reason: "it refuses the messages: \(reason)")
        default: return try range(positional)
        }
    }

    private mutating func range(_ arguments: [TemplateValue]) throws -> TemplateValue {
        let numbers = arguments.compactMap(\.wholeNumber)
        guard numbers.count == arguments.count, (1...3).contains(numbers.count) else {
            throw TemplateFailure(reason: "“range” needs one to three whole numbers")
        }
        let start = numbers.count > 1 ? numbers[0] : 0
        let end = numbers.count > 1 ? numbers[1] : numbers[0]
        let step = numbers.count > 2 ? numbers[2] : 1
        let (length, overflow) = end.subtractingReportingOverflow(start)
        guard step != 0, step != .min, !overflow, length.magnitude / step.magnitude <= 100_000 else {
            throw TemplateFailure(reason: "a range is too long")
        }
        try meter.charge(Int(length.magnitude / step.magnitude))
        return try .list(stride(from: start, to: end, by: step).map { .integer($0) }, kind: .range)
    }

    private mutating func run(
        _ macro: TemplateMacro, _ positional: [TemplateValue], _ named: TemplateFilters.Named
    ) throws -> TemplateValue {
        guard positional.count <= macro.parameters.count,
            named.keys.allSatisfy({ name in macro.parameters.dropFirst(positional.count).contains { $0.name == name } })
        else { throw TemplateFailure(reason: "a macro gets arguments for which it has no parameters") }
        let outerScopes = scopes
        defer { scopes = outerScopes }
        scopes.removeSubrange(min(macro.scopeCount, scopes.count)...)
        scopes.append([:])
        for (index, parameter) in macro.parameters.enumerated() {
            if index < positional.count {
                scopes[scopes.count - 1][parameter.name] = positional[index]
            } else if let value = named[parameter.name] {
                scopes[scopes.count - 1][parameter.name] = value
            } else {
                scopes[scopes.count - 1][parameter.name] =
                    try parameter.fallback.map { try value(of: $0) } ?? .undefined
            }
        }
        return .text(try captured { try $0.body(macro.body) })
    }
}
