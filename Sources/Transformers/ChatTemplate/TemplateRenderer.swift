/// Runs a template. Templates come from model files and are not trusted: steps and output are bounded.
struct TemplateRenderer {
    /// The most statements and expressions of a run.
    private static let maximumSteps = 500_000
    /// The most characters that a run may write or build.
    private static let maximumOutput = 64 << 20

    private var scopes: [[String: TemplateValue]]
    private var steps = 0
    private var built = 0
    private var callDepth = 0
    private(set) var output = TemplateText("")

    private enum Flow { case onward, leave, next }

    init(variables: [String: TemplateValue]) { scopes = [variables] }

    mutating func run(_ statements: [TemplateStatement]) throws { _ = try body(statements) }

    private mutating func step() throws {
        steps += 1
        guard steps <= Self.maximumSteps else { throw TemplateFailure(reason: "it takes too many steps") }
    }

    private mutating func write(_ text: TemplateText) throws {
        built += text.runs.reduce(0) { $0 + $1.text.utf8.count }
        guard built <= Self.maximumOutput else { throw TemplateFailure(reason: "its output is too long") }
        output.append(text)
    }

    private mutating func body(_ statements: [TemplateStatement]) throws -> Flow {
        for statement in statements {
            try step()
            switch statement {
            case .text(let text): try write(TemplateText(text))
            case .output(let expression): try write(try value(of: expression).text)
            case .condition(let branches):
                for branch in branches {
                    guard try branch.condition.map({ try value(of: $0).isTrue }) ?? true else { continue }
                    let flow = try body(branch.body)
                    if flow != .onward { return flow }
                    break
                }
            case .loop(let names, let items, let filter, let body, let otherwise):
                let flow = try loop(names, try value(of: items), filter, body, otherwise)
                if flow != .onward { return flow }
            case .set(let name, let attribute, let expression):
                let value = try value(of: expression)
                guard let attribute else {
                    scopes[scopes.count - 1][name] = value
                    continue
                }
                guard case .namespace(let namespace) = lookUp(name) else {
                    throw TemplateFailure(reason: "“\(name)” is not a namespace")
                }
                namespace.attributes[attribute] = value
            case .setBlock(let name, let statements):
                scopes[scopes.count - 1][name] = .text(try captured { try $0.body(statements) })
            case .macro(let name, let macro): scopes[scopes.count - 1][name] = .macro(macro)
            case .leaveLoop: return .leave
            case .nextRound: return .next
            }
        }
        return .onward
    }

    private mutating func captured(_ work: (inout TemplateRenderer) throws -> Flow) throws -> TemplateText {
        let before = output
        output = TemplateText("")
        _ = try work(&self)
        defer { output = before }
        return output
    }

    private mutating func loop(
        _ names: [String], _ items: TemplateValue, _ filter: TemplateExpression?, _ statements: [TemplateStatement],
        _ otherwise: [TemplateStatement]
    ) throws -> Flow {
        var kept: [TemplateValue] = []
        for item in try elements(of: items) {
            scopes.append(try bind(names, to: item))
            defer { scopes.removeLast() }
            if try filter.map({ try value(of: $0).isTrue }) ?? true { kept.append(item) }
        }
        if kept.isEmpty { return try body(otherwise) }
        for (index, item) in kept.enumerated() {
            try step()
            var scope = try bind(names, to: item)
            var state: [String: TemplateValue] = [
                "index": .integer(index + 1), "index0": .integer(index), "first": .bool(index == 0),
                "last": .bool(index == kept.count - 1), "length": .integer(kept.count),
                "revindex": .integer(kept.count - index), "revindex0": .integer(kept.count - index - 1),
            ]
            if index > 0 { state["previtem"] = kept[index - 1] }
            if index + 1 < kept.count { state["nextitem"] = kept[index + 1] }
            scope["loop"] = .dictionary(state)
            scopes.append(scope)
            defer { scopes.removeLast() }
            if try body(statements) == .leave { break }
        }
        return .onward
    }

    private func bind(_ names: [String], to item: TemplateValue) throws -> [String: TemplateValue] {
        if names.count == 1 { return [names[0]: item] }
        guard case .list(let parts) = item, parts.count == names.count else {
            throw TemplateFailure(reason: "an item cannot be divided into \(names.joined(separator: ", "))")
        }
        return Dictionary(zip(names, parts)) { _, last in last }
    }

    private func elements(of value: TemplateValue) throws -> [TemplateValue] {
        switch value {
        case .list(let items): items
        case .dictionary(let entries): entries.keys.sorted().map { .string($0) }
        case .text(let text): text.plain.map { .text(TemplateText(String($0), isContent: text.hasContent)) }
        case .undefined: []
        default: throw TemplateFailure(reason: "a loop needs a list")
        }
    }

    private func lookUp(_ name: String) -> TemplateValue {
        for scope in scopes.reversed() { if let value = scope[name] { return value } }
        return .undefined
    }

    mutating func value(of expression: TemplateExpression) throws -> TemplateValue {
        try step()
        switch expression {
        case .literal(let value): return value
        case .name(let name): return lookUp(name)
        case .list(let items): return .list(try items.map { try value(of: $0) })
        case .dictionary(let entries):
            var result: [String: TemplateValue] = [:]
            for entry in entries { result[try value(of: entry.key).text.plain] = try value(of: entry.value) }
            return .dictionary(result)
        case .attribute(let object, let name): return TemplateFunctions.attribute(name, of: try value(of: object))
        case .item(let object, let key): return TemplateFunctions.item(try value(of: key), of: try value(of: object))
        case .slice(let object, let from, let to, let by):
            return try TemplateFunctions.slice(
                try value(of: object), from: try from.map { try value(of: $0) }, to: try to.map { try value(of: $0) },
                by: try by.map { try value(of: $0) })
        case .call(let callee, let arguments): return try call(callee, arguments)
        case .filter(let object, let name, let arguments):
            let (positional, named) = try evaluated(arguments)
            return try TemplateFunctions.filter(name, try value(of: object), positional, named)
        case .test(let object, let name, let arguments, let isNegated):
            let result = try TemplateFunctions.test(name, try value(of: object), try evaluated(arguments).positional)
            return .bool(result != isNegated)
        case .not(let operand): return .bool(!(try value(of: operand).isTrue))
        case .negate(let operand): return try TemplateFunctions.negated(try value(of: operand))
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
            let result = try TemplateFunctions.binary(mark, try value(of: left), try value(of: right))
            if case .text(let text) = result {
                built += text.plain.utf8.count
                guard built <= Self.maximumOutput else { throw TemplateFailure(reason: "its strings are too long") }
            }
            return result
        }
    }

    private mutating func evaluated(
        _ arguments: TemplateExpression.Arguments
    ) throws -> (positional: [TemplateValue], named: [String: TemplateValue]) {
        (try arguments.positional.map { try value(of: $0) }, try arguments.named.mapValues { try value(of: $0) })
    }

    private mutating func call(
        _ callee: TemplateExpression, _ arguments: TemplateExpression.Arguments
    ) throws -> TemplateValue {
        let (positional, named) = try evaluated(arguments)
        if case .attribute(let object, let name) = callee {
            return try TemplateFunctions.method(name, try value(of: object), positional, named)
        }
        guard case .name(let name) = callee else { throw TemplateFailure(reason: "a value cannot be called") }
        if case .macro(let macro) = lookUp(name) { return try run(macro, positional, named) }
        switch name {
        case "namespace", "dict": return name == "dict" ? .dictionary(named) : .namespace(.init(named))
        case "raise_exception":
            throw TemplateFailure(reason: "it refuses the messages: \(positional.first?.text.plain ?? "")")
        case "range":
            let numbers = positional.compactMap(\.number).map { Int($0) }
            let bounds = numbers.count > 1 ? (numbers[0], numbers[1]) : (0, numbers.first ?? 0)
            let step = numbers.count > 2 ? numbers[2] : 1
            guard step != 0, abs(bounds.1 - bounds.0) <= 100_000 else {
                throw TemplateFailure(reason: "a range is too long")
            }
            return .list(stride(from: bounds.0, to: bounds.1, by: step).map { .integer($0) })
        default: throw TemplateFailure(reason: "the function “\(name)” is not supported")
        }
    }

    private mutating func run(
        _ macro: TemplateMacro, _ positional: [TemplateValue], _ named: [String: TemplateValue]
    ) throws -> TemplateValue {
        callDepth += 1
        defer { callDepth -= 1 }
        guard callDepth <= 32 else { throw TemplateFailure(reason: "its macros call each other too deep") }
        var scope: [String: TemplateValue] = [:]
        for (index, parameter) in macro.parameters.enumerated() {
            if index < positional.count {
                scope[parameter.name] = positional[index]
            } else if let value = named[parameter.name] {
                scope[parameter.name] = value
            } else {
                scope[parameter.name] = try parameter.fallback.map { try value(of: $0) } ?? .undefined
            }
        }
        scopes.append(scope)
        defer { scopes.removeLast() }
        return .text(try captured { try $0.body(macro.body) })
    }
}
