internal import Foundation

/// Calls of macros, methods and functions.
extension TemplateRenderer {
    /// The values of arguments.
    struct Evaluated {
        var positional: [TemplateValue] = []
        var named: TemplateFilters.Named = [:]
        /// The names in their order.
        var order: [String] = []

        mutating func add(_ name: String, _ value: TemplateValue) throws {
            guard named.updateValue(value, forKey: name) == nil else {
                throw TemplateFailure(reason: "the argument “\(name)” is given twice")
            }
            order.append(name)
        }
    }

    mutating func evaluated(_ arguments: TemplateExpression.Arguments) throws -> Evaluated {
        var result = Evaluated(positional: try arguments.positional.map { try value(of: $0) })
        for argument in arguments.named { try result.add(argument.name, try value(of: argument.value)) }
        if let list = arguments.list {
            result.positional += try TemplateFilters.items(of: try value(of: list), for: "*", &meter)
        }
        if let dictionary = arguments.dictionary {
            guard case .dictionary(let dictionary) = try value(of: dictionary) else {
                throw TemplateFailure(reason: "“**” needs a dictionary")
            }
            try meter.charge(dictionary.entries.count * TemplateMeter.step)
            for entry in dictionary.entries { try result.add(entry.key.plain, entry.value) }
        }
        return result
    }

    /// - Parameter caller: the body of a `call`, which a macro may call.
    mutating func call(
        _ callee: TemplateExpression, _ arguments: TemplateExpression.Arguments, caller: TemplateMacro? = nil
    ) throws -> TemplateValue {
        if case .attribute(let object, let name) = callee {
            let object = try value(of: object)
            let arguments = try evaluated(arguments)
            guard caller == nil else { throw TemplateFailure(reason: "“call” needs a macro") }
            switch object {
            case .loop(let loop) where arguments.named.isEmpty:
                return try loop.call(name, arguments.positional, &meter)
            case .namespace(let namespace): return try call(namespace.attributes[name] ?? .undefined, name, arguments)
            default:
                return try TemplateMethods.call(name, on: object, arguments.positional, &meter, named: arguments.named)
            }
        }
        let function = try value(of: callee)
        var arguments = try evaluated(arguments)
        if let caller {
            guard case .macro = function else { throw TemplateFailure(reason: "“call” needs a macro") }
            try arguments.add("caller", .macro(caller))
        }
        guard case .name(let name) = callee else { return try call(function, "", arguments) }
        return try call(function, name, arguments)
    }

    private mutating func call(
        _ callee: TemplateValue, _ name: String, _ arguments: Evaluated
    ) throws -> TemplateValue {
        switch callee {
        case .macro(let macro): return try run(macro, arguments)
        case .function(let name): return try call(name, arguments)
        case .loop(let loop):
            guard let recursion = loop.recursion, arguments.positional.count == 1, arguments.named.isEmpty else {
                throw TemplateFailure(reason: "a loop that is not recursive, or without items, cannot be called")
            }
            let outerScopes = scopes
            defer { scopes = outerScopes }
            scopes = recursion.scopes
            return .text(
                try captured { try $0.run(recursion.statement, over: arguments.positional[0], depth: loop.depth + 1) })
        case .undefined: throw TemplateFailure(reason: "the function “\(name)” is not supported")
        default: throw TemplateFailure(reason: "\(callee.kind) cannot be called")
        }
    }

    private mutating func call(
        _ function: String, _ arguments: Evaluated
    ) throws -> TemplateValue {
        let (positional, named) = (arguments.positional, arguments.named)
        switch function {
        case "namespace":
            guard positional.isEmpty else { throw TemplateFailure(reason: "“namespace” needs named arguments") }
            for value in named.values where value.standsAlone { throw TemplateFailure.partOfAnother(value) }
            return .namespace(.init(named))
        case "dict":
            guard positional.isEmpty else { throw TemplateFailure(reason: "“dict” needs named arguments") }
            return .dictionary(
                try TemplateDictionary(arguments.order.map { (TemplateText($0), named[$0] ?? .undefined) }))
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

    private mutating func run(_ macro: TemplateMacro, _ arguments: Evaluated) throws -> TemplateValue {
        let count = macro.parameters.count
        let known = Set(macro.parameters.dropFirst(arguments.positional.count).map(\.name))
        let extra = arguments.order.filter { !known.contains($0) && !($0 == "caller" && macro.extras.contains($0)) }
        guard arguments.positional.count <= count || macro.extras.contains("varargs"),
            extra.isEmpty || macro.extras.contains("kwargs") && !extra.contains("caller")
        else { throw TemplateFailure(reason: "a macro gets arguments for which it has no parameters") }
        let outerScopes = scopes
        defer { scopes = outerScopes }
        if let seen = macro.scopes {
            scopes = seen
        } else {
            scopes.removeSubrange(min(macro.scopeCount, scopes.count)...)
        }
        scopes.append([:])
        for (index, parameter) in macro.parameters.enumerated() {
            if index < arguments.positional.count {
                scopes[scopes.count - 1][parameter.name] = arguments.positional[index]
            } else if let value = arguments.named[parameter.name] {
                scopes[scopes.count - 1][parameter.name] = value
            } else {
                scopes[scopes.count - 1][parameter.name] =
                    try parameter.fallback.map { try value(of: $0) } ?? .undefined
            }
        }
        try setExtras(of: macro, arguments, extra)
        return .text(try captured { try $0.body(macro.body) })
    }

    /// Names what a macro gets beyond its parameters.
    private mutating func setExtras(of macro: TemplateMacro, _ arguments: Evaluated, _ extra: [String]) throws {
        let last = scopes.count - 1
        let names = Set(macro.parameters.map(\.name))
        if macro.extras.contains("varargs"), !names.contains("varargs") {
            let values = Array(arguments.positional.dropFirst(macro.parameters.count))
            scopes[last]["varargs"] = try .list(values, kind: .tuple)
        }
        if macro.extras.contains("kwargs"), !names.contains("kwargs") {
            scopes[last]["kwargs"] = .dictionary(
                try TemplateDictionary(extra.map { (TemplateText($0), arguments.named[$0] ?? .undefined) }))
        }
        if macro.extras.contains("caller"), !names.contains("caller") {
            scopes[last]["caller"] = arguments.named["caller"] ?? .undefined
        }
    }
}
