/// Operators, attributes and items, as Python has them.
enum TemplateOperators {
    static func attribute(
        _ name: TemplateText, of value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch value {
        case .dictionary(let dictionary): return try dictionary.value(of: name, &meter) ?? .undefined
        case .namespace(let namespace): return namespace.attributes[name.plain] ?? .undefined
        case .undefined:
            throw TemplateFailure(reason: "“\(name.ownWords)” is looked for in something that is not defined")
        default: return .undefined
        }
    }

    static func item(
        _ key: TemplateValue, of value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch (value, key) {
        case (.list(let list), .integer(let index)):
            let place = index < 0 ? list.items.count + index : index
            return list.items.indices.contains(place) ? list.items[place] : .undefined
        case (.text(let text), .integer(let index)):
            try meter.charge(text.count)
            let offsets = scalarOffsets(of: text)
            let place = index < 0 ? offsets.count - 1 + index : index
            guard place >= 0, place + 1 < offsets.count else { return .undefined }
            return .text(text.slice(offsets[place]..<offsets[place + 1]))
        case (_, .text(let name)): return try attribute(name, of: value, &meter)
        case (.undefined, _): return try attribute(TemplateText("an item"), of: value, &meter)
        default: return .undefined
        }
    }

    /// Where each character begins, in bytes, and where the last one ends.
    private static func scalarOffsets(of text: TemplateText) -> [Int] {
        var offsets = [0]
        for scalar in text.plain.unicodeScalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
        return offsets
    }

    static func slice(
        _ value: TemplateValue, from: TemplateValue?, to: TemplateValue?, by: TemplateValue?,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let bounds = try [from, to, by].map { bound -> Int? in
            switch bound {
            case nil, .some(.none): return nil
            case let bound?:
                guard let number = bound.wholeNumber else {
                    throw TemplateFailure(reason: "a slice needs whole numbers")
                }
                return number
            }
        }
        let step = bounds[2] ?? 1
        let isReversed = step == -1 && bounds[0] == nil && bounds[1] == nil
        guard step == 1 || isReversed else {
            throw TemplateFailure(reason: "a slice with step \(step) is not supported")
        }
        func range(in count: Int) -> Range<Int> {
            let ends = [bounds[0] ?? 0, bounds[1] ?? count].map { min(max($0 < 0 ? count + $0 : $0, 0), count) }
            return ends[0]..<max(ends[0], ends[1])
        }
        switch value {
        case .list(let list):
            try meter.charge(list.items.count)
            return try .list(isReversed ? list.items.reversed() : Array(list.items[range(in: list.items.count)]))
        case .text(let text):
            try meter.charge(text.count)
            if isReversed { return .text(.joined(text.characters.reversed(), by: TemplateText(""))) }
            let offsets = scalarOffsets(of: text)
            let range = range(in: offsets.count - 1)
            return .text(text.slice(offsets[range.lowerBound]..<offsets[range.upperBound]))
        default: throw TemplateFailure(reason: "\(value.kind) cannot be sliced")
        }
    }

    static func negated(_ value: TemplateValue) throws -> TemplateValue {
        if let number = value.wholeNumber { return try integers("-", 0, number) }
        guard case .float(let number) = value else {
            throw TemplateFailure(reason: "“-” cannot be used on \(value.kind)")
        }
        return .float(-number)
    }

    static func binary(
        _ mark: String, _ left: TemplateValue, _ right: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch mark {
        case "==": return .bool(try left.equals(right, &meter))
        case "!=": return .bool(!(try left.equals(right, &meter)))
        case "in": return .bool(try contains(right, left, &meter))
        case "~": return try joined(try left.printed(), try right.printed(), &meter)
        case "+":
            if case .text(let a) = left, case .text(let b) = right { return try joined(a, b, &meter) }
            if case .list(let a) = left, case .list(let b) = right {
                try meter.charge(a.items.count + b.items.count)
                return try .list(a.items + b.items)
            }
        case "<", "<=", ">", ">=":
            if case .text(let a) = left, case .text(let b) = right {
                try meter.charge(a.count + b.count)
                let isLess = a.plain.unicodeScalars.lexicographicallyPrecedes(b.plain.unicodeScalars)
                return .bool(a.isSpelledLike(b) ? mark.hasSuffix("=") : isLess == mark.hasPrefix("<"))
            }
            if let a = left.wholeNumber, let b = right.wholeNumber { return .bool(compare(mark, a, b)) }
            if let a = left.number, let b = right.number { return .bool(compare(mark, a, b)) }
        default: break
        }
        if let a = left.wholeNumber, let b = right.wholeNumber { return try integers(mark, a, b) }
        guard let a = left.number, let b = right.number else {
            throw TemplateFailure(reason: "“\(mark)” cannot be used on \(left.kind) and \(right.kind)")
        }
        switch mark {
        case "+": return .float(a + b)
        case "-": return .float(a - b)
        case "*": return .float(a * b)
        case "/" where b != 0: return .float(a / b)
        default: throw TemplateFailure(reason: "“\(mark)” cannot be used on \(a) and \(b)")
        }
    }

    private static func integers(_ mark: String, _ a: Int, _ b: Int) throws -> TemplateValue {
        let (result, overflow) =
            switch mark {
            case "+": a.addingReportingOverflow(b)
            case "-": a.subtractingReportingOverflow(b)
            case "*": a.multipliedReportingOverflow(by: b)
            case "//", "%": floored(mark, a, b)
            default: (0, true)
            }
        if mark == "/", b != 0 { return .float(Double(a) / Double(b)) }
        guard !overflow else { throw TemplateFailure(reason: "“\(mark)” cannot be used on \(a) and \(b)") }
        return .integer(result)
    }

    /// Python rounds quotients down, so that a remainder has the sign of the divisor.
    private static func floored(_ mark: String, _ a: Int, _ b: Int) -> (Int, Bool) {
        let (quotient, overflow) = a.dividedReportingOverflow(by: b)
        guard !overflow else { return (0, true) }
        let remainder = a - quotient * b
        let isAdjusted = remainder != 0 && (remainder < 0) != (b < 0)
        return (mark == "//" ? quotient - (isAdjusted ? 1 : 0) : remainder + (isAdjusted ? b : 0), false)
    }

    private static func compare<Value: Comparable>(_ mark: String, _ a: Value, _ b: Value) -> Bool {
        switch mark {
        case "<": a < b
        case "<=": a <= b
        case ">": a > b
        default: a >= b
        }
    }

    private static func joined(
        _ left: TemplateText, _ right: TemplateText, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        try meter.charge(left.count + right.count)
        var text = left
        text.append(right)
        return .text(text)
    }

    static func contains(
        _ container: TemplateValue, _ element: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> Bool {
        switch (container, element) {
        case (.list(let list), _):
            for item in list.items where try item.equals(element, &meter) { return true }
            return false
        case (.dictionary(let dictionary), .text(let key)): return try dictionary.value(of: key, &meter) != nil
        case (.dictionary, _), (.undefined, _): return false
        case (.text(let text), .text(let part)):
            try meter.charge(text.count + part.count)
            return part.runs.isEmpty || !text.places(of: part.plain, limit: 1).isEmpty
        default: throw TemplateFailure(reason: "“in” cannot be used on \(element.kind) and \(container.kind)")
        }
    }
}
