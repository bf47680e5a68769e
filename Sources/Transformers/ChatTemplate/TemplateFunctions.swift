/// Operators, attributes, tests, filters and methods that chat templates use.
enum TemplateFunctions {
    static func attribute(_ name: String, of value: TemplateValue) -> TemplateValue {
        switch value {
        case .dictionary(let entries): entries[name] ?? .undefined
        case .namespace(let namespace): namespace.attributes[name] ?? .undefined
        default: .undefined
        }
    }

    static func item(_ key: TemplateValue, of value: TemplateValue) -> TemplateValue {
        switch (value, key) {
        case (.list(let items), .integer(let index)):
            let place = index < 0 ? items.count + index : index
            return items.indices.contains(place) ? items[place] : .undefined
        case (.text(let text), .integer(let index)):
            let characters = Array(text.plain)
            let place = index < 0 ? characters.count + index : index
            guard characters.indices.contains(place) else { return .undefined }
            return .text(TemplateText(String(characters[place]), isContent: text.hasContent))
        case (_, .text(let name)): return attribute(name.plain, of: value)
        default: return .undefined
        }
    }

    static func slice(
        _ value: TemplateValue, from: TemplateValue?, to: TemplateValue?, by: TemplateValue?
    ) throws -> TemplateValue {
        func bound(_ value: TemplateValue?, _ count: Int, default fallback: Int) -> Int {
            guard let number = value?.number.map({ Int($0) }) else { return fallback }
            return min(max(number < 0 ? count + number : number, 0), count)
        }
        let step = by?.number.map { Int($0) } ?? 1
        func pick<Element>(_ items: [Element]) throws -> [Element] {
            if step == -1, from == nil, to == nil { return items.reversed() }
            guard step > 0 else { throw TemplateFailure(reason: "a slice with step \(step) is not supported") }
            let start = bound(from, items.count, default: 0)
            let end = max(start, bound(to, items.count, default: items.count))
            return stride(from: start, to: end, by: step).map { items[$0] }
        }
        switch value {
        case .list(let items): return .list(try pick(items))
        case .text(let text):
            return .text(TemplateText(String(try pick(Array(text.plain))), isContent: text.hasContent))
        default: return .undefined
        }
    }

    static func negated(_ value: TemplateValue) throws -> TemplateValue {
        switch value {
        case .integer(let number): return .integer(0 &- number)
        case .float(let number): return .float(-number)
        default: throw TemplateFailure(reason: "“-” needs a number")
        }
    }

    static func binary(_ mark: String, _ left: TemplateValue, _ right: TemplateValue) throws -> TemplateValue {
        switch mark {
        case "==": return .bool(left.equals(right))
        case "!=": return .bool(!left.equals(right))
        case "in": return .bool(contains(right, left))
        case "~": return joined(left.text, right.text)
        case "+":
            if case .text(let a) = left, case .text(let b) = right { return joined(a, b) }
            if case .list(let a) = left, case .list(let b) = right { return .list(a + b) }
        case "<", "<=", ">", ">=":
            if case .text(let a) = left, case .text(let b) = right { return .bool(compare(mark, a.plain, b.plain)) }
            if let a = left.number, let b = right.number { return .bool(compare(mark, a, b)) }
        default: break
        }
        guard let a = left.number, let b = right.number else {
            throw TemplateFailure(reason: "“\(mark)” cannot be used on these values")
        }
        if case .integer(let a) = left, case .integer(let b) = right { return try integers(mark, a, b) }
        switch mark {
        case "+": return .float(a + b)
        case "-": return .float(a - b)
        case "*": return .float(a * b)
        case "/": return .float(a / b)
        default: throw TemplateFailure(reason: "“\(mark)” needs whole numbers")
        }
    }

    private static func integers(_ mark: String, _ a: Int, _ b: Int) throws -> TemplateValue {
        switch mark {
        case "+": return .integer(a &+ b)
        case "-": return .integer(a &- b)
        case "*": return .integer(a &* b)
        case "/" where b != 0: return .float(Double(a) / Double(b))
        case "//" where b != 0 && b != -1: return .integer(Int((Double(a) / Double(b)).rounded(.down)))
        case "%" where b != 0 && b != -1: return .integer((a % b + b) % b)
        default: throw TemplateFailure(reason: "“\(mark)” cannot be used on \(a) and \(b)")
        }
    }

    private static func compare<Value: Comparable>(_ mark: String, _ a: Value, _ b: Value) -> Bool {
        switch mark {
        case "<": a < b
        case "<=": a <= b
        case ">": a > b
        default: a >= b
        }
    }

    private static func joined(_ left: TemplateText, _ right: TemplateText) -> TemplateValue {
        var text = left
        text.append(right)
        return .text(text)
    }

    private static func contains(_ container: TemplateValue, _ element: TemplateValue) -> Bool {
        switch container {
        case .list(let items): items.contains { $0.equals(element) }
        case .dictionary(let entries): entries[element.text.plain] != nil
        case .text(let text): element.text.plain.isEmpty || text.plain.contains(element.text.plain)
        default: false
        }
    }

    static func test(_ name: String, _ value: TemplateValue, _ arguments: [TemplateValue]) throws -> Bool {
        switch (name, value) {
        case ("defined", .undefined): return false
        case ("defined", _): return true
        case ("undefined", .undefined): return true
        case ("undefined", _): return false
        case ("none", .none): return true
        case ("none", _): return false
        case ("string", .text): return true
        case ("string", _): return false
        case ("mapping", .dictionary): return true
        case ("mapping", _): return false
        case ("iterable", .list), ("iterable", .dictionary), ("iterable", .text): return true
        case ("iterable", _): return false
        case ("sequence", .list), ("sequence", .text): return true
        case ("sequence", _): return false
        case ("boolean", .bool): return true
        case ("boolean", _): return false
        case ("integer", .integer): return true
        case ("integer", _): return false
        case ("number", .integer), ("number", .float): return true
        case ("number", _): return false
        case ("true", _): return value.equals(.bool(true))
        case ("false", _): return value.equals(.bool(false))
        case ("odd", .integer(let number)): return number % 2 != 0
        case ("even", .integer(let number)): return number % 2 == 0
        case ("equalto", _), ("eq", _), ("==", _): return arguments.first.map { value.equals($0) } ?? false
        case ("in", _): return arguments.first.map { contains($0, value) } ?? false
        default: throw TemplateFailure(reason: "the test “\(name)” is not supported")
        }
    }

    static func filter(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: [String: TemplateValue]
    ) throws -> TemplateValue {
        switch name {
        case "trim", "strip": return .text(value.text.trimmed { $0.isWhitespace })
        case "upper", "lower", "title", "capitalize": return try method(name, .text(value.text), arguments, named)
        case "replace": return try method(name, .text(value.text), arguments, named)
        case "string": return .text(value.text)
        case "tojson": return .text(TemplateText(value.json, isContent: true))
        case "safe", "e", "escape": return value
        case "length", "count":
            switch value {
            case .text(let text): return .integer(text.plain.unicodeScalars.count)
            case .list(let items): return .integer(items.count)
            case .dictionary(let entries): return .integer(entries.count)
            default: return .integer(0)
            }
        case "int": return .integer(value.number.map { Int($0) } ?? Int(value.text.plain) ?? 0)
        case "default", "d":
            if case .undefined = value { return arguments.first ?? .string("") }
            let replacesFalse = arguments.count > 1 && arguments[1].isTrue || named["boolean"]?.isTrue == true
            return replacesFalse && !value.isTrue ? arguments.first ?? .string("") : value
        case "first", "last":
            guard case .list(let items) = value else { return item(.integer(name == "first" ? 0 : -1), of: value) }
            return (name == "first" ? items.first : items.last) ?? .undefined
        case "list":
            if case .dictionary(let entries) = value { return .list(entries.keys.sorted().map { .string($0) }) }
            return value
        case "items":
            guard case .dictionary(let entries) = value else { return .list([]) }
            return .list(entries.sorted { $0.key < $1.key }.map { .list([.string($0.key), $0.value]) })
        case "join":
            guard case .list(let items) = value else { return value }
            var text = TemplateText("")
            for (index, item) in items.enumerated() {
                if index > 0, let separator = arguments.first { text.append(separator.text) }
                text.append(item.text)
            }
            return .text(text)
        case "selectattr", "rejectattr":
            guard case .list(let items) = value, let key = arguments.first?.text.plain else { return .list([]) }
            let test = arguments.count > 1 ? arguments[1].text.plain : "true"
            return .list(
                try items.filter { item in
                    let attribute = attribute(key, of: item)
                    let holds =
                        arguments.count > 1
                        ? try self.test(test, attribute, Array(arguments.dropFirst(2))) : attribute.isTrue
                    return holds == (name == "selectattr")
                })
        default: throw TemplateFailure(reason: "the filter “\(name)” is not supported")
        }
    }

    static func method(
        _ name: String, _ object: TemplateValue, _ arguments: [TemplateValue], _ named: [String: TemplateValue]
    ) throws -> TemplateValue {
        if case .dictionary(let entries) = object {
            switch name {
            case "items": return try filter("items", object, [], [:])
            case "keys": return .list(entries.keys.sorted().map { .string($0) })
            case "values": return .list(entries.sorted { $0.key < $1.key }.map(\.value))
            case "get":
                return entries[arguments.first?.text.plain ?? ""] ?? (arguments.count > 1 ? arguments[1] : .none)
            default: break
            }
        }
        guard case .text(let text) = object else {
            throw TemplateFailure(reason: "the method “\(name)” is not supported")
        }
        let first = arguments.first?.text.plain
        switch name {
        case "strip", "lstrip", "rstrip":
            return .text(
                text.trimmed(leading: name != "rstrip", trailing: name != "lstrip") { character in
                    first.map { $0.contains(character) } ?? character.isWhitespace
                })
        case "upper": return .text(text.mapped { $0.uppercased() })
        case "lower": return .text(text.mapped { $0.lowercased() })
        case "title", "capitalize":
            return .text(
                text.mapped { plain in
                    var isStart = true
                    return String(
                        plain.flatMap { character -> String in
                            defer { isStart = name == "title" ? !character.isLetter : false }
                            return isStart ? character.uppercased() : character.lowercased()
                        })
                })
        case "startswith": return .bool(text.plain.hasPrefix(first ?? ""))
        case "endswith": return .bool(text.plain.hasSuffix(first ?? ""))
        case "replace":
            guard arguments.count > 1, let first, !first.isEmpty else { return object }
            return .text(
                text.mapped {
                    $0.split(separator: first, omittingEmptySubsequences: false).joined(
                        separator: arguments[1].text.plain)
                })
        case "split":
            let plain = text.plain
            let parts =
                first.map { plain.split(separator: $0, omittingEmptySubsequences: false).map(String.init) }
                ?? plain.split(whereSeparator: \.isWhitespace).map(String.init)
            return .list(parts.map { .text(TemplateText($0, isContent: text.hasContent)) })
        default: throw TemplateFailure(reason: "the method “\(name)” is not supported")
        }
    }
}
