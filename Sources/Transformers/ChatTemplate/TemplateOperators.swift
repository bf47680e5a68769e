internal import Foundation

/// Operators, attributes and items, as Python has them.
enum TemplateOperators {
    /// What stands behind a dot: a method before an entry of the same name.
    static func member(
        _ name: TemplateText, of value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        try TemplateMethods.method(name.plain, of: value) ?? attribute(name, of: value, &meter)
    }

    /// What stands in brackets, or is named by a filter: an entry before a method of the same name.
    static func attribute(
        _ name: TemplateText, of value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch value {
        case .dictionary(let dictionary):
            return try dictionary.value(of: name, &meter) ?? TemplateMethods.method(name.plain, of: value) ?? .undefined
        case .namespace(let namespace): return namespace.attributes[name.plain] ?? .undefined
        case .loop(let loop): return loop.attribute(name.plain)
        case .list(let list) where list.names.contains(name.plain):
            return zip(list.names, list.values).first { $0.0 == name.plain }?.1 ?? .undefined
        case .undefined:
            throw TemplateFailure(reason: "“\(name.ownWords)” is looked for in something that is not defined")
        default: return try TemplateMethods.method(name.plain, of: value) ?? .undefined
        }
    }

    static func item(
        _ key: TemplateValue, of value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch (value, key) {
        case (.list(let list), .integer(let index)):
            guard list.isSequence else { return .undefined }
            let place = index < 0 ? list.values.count + index : index
            return list.values.indices.contains(place) ? list.values[place] : .undefined
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
        guard step != 0 else { throw TemplateFailure(reason: "a slice with step 0 has no end") }
        switch value {
        case .list(let list) where list.isSequence:
            let items = list.values
            try meter.charge(items.count)
            let places = places(in: items.count, from: bounds[0], to: bounds[1], by: step)
            return try .list(places.map { items[$0] }, kind: list.kind)
        case .text(let text):
            try meter.charge(text.count)
            let offsets = scalarOffsets(of: text)
            let places = places(in: offsets.count - 1, from: bounds[0], to: bounds[1], by: step)
            if step == 1 {
                guard let first = places.first, let last = places.last else { return .string("") }
                return .text(text.slice(offsets[first]..<offsets[last + 1]))
            }
            let characters = text.characters
            return .text(.joined(places.map { characters[$0] }, by: TemplateText("")))
        default: throw TemplateFailure(reason: "\(value.kind) cannot be sliced")
        }
    }

    /// The places that Python's slice has in a sequence.
    private static func places(in count: Int, from: Int?, to: Int?, by step: Int) -> [Int] {
        let (least, most) = step > 0 ? (0, count) : (-1, count - 1)
        func bound(_ place: Int?, _ absent: Int) -> Int {
            guard let place else { return absent }
            let wrapped = place < 0 ? place.addingReportingOverflow(count).partialValue : place
            return min(max(wrapped, least), most)
        }
        let start = bound(from, step > 0 ? least : most)
        let end = bound(to, step > 0 ? most : least)
        // A step that leaves every text takes one place.
        let bounded = min(max(step, -count - 1), count + 1)
        return Array(stride(from: start, to: end, by: bounded))
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
            if case .text(let a) = left, case .text(let b) = right { return try added(a, b, &meter) }
            if case .list(let a) = left, case .list(let b) = right, a.hasJSON, a.isComparable(with: b) {
                try meter.charge(a.values.count + b.values.count)
                return try .list(a.values + b.values, kind: a.kind)
            }
        case "<", "<=", ">", ">=":
            if case .text(let a) = left, case .text(let b) = right {
                try meter.charge(a.count + b.count)
                let isLess = a.plain.unicodeScalars.lexicographicallyPrecedes(b.plain.unicodeScalars)
                return .bool(a.isSpelledLike(b) ? mark.hasSuffix("=") : isLess == mark.hasPrefix("<"))
            }
            if let a = left.wholeNumber, let b = right.wholeNumber { return .bool(compare(mark, a, b)) }
            if let a = left.number, let b = right.number { return .bool(compare(mark, a, b)) }
        case "*":
            if case .text(let text) = left, let count = right.wholeNumber { return try repeated(text, count, &meter) }
            if case .text(let text) = right, let count = left.wholeNumber { return try repeated(text, count, &meter) }
        case "%":
            if case .text(let format) = left { return .text(try percent(format, right, &meter)) }
        case "**": return try power(left, right)
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

    private static func percent(
        _ format: TemplateText, _ value: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> TemplateText {
        switch value {
        case .list(let list):
            if case .tuple = list.kind { return try TemplateFormat.percent(format, list.values, [:], &meter) }
        case .dictionary(let dictionary):
            let named = Dictionary(dictionary.entries.map { ($0.key.plain, $0.value) }) { _, last in last }
            return try TemplateFormat.percent(format, [], named, &meter)
        default: break
        }
        return try TemplateFormat.percent(format, [value], [:], &meter)
    }

    private static func power(_ left: TemplateValue, _ right: TemplateValue) throws -> TemplateValue {
        let failure = TemplateFailure(reason: "“**” cannot be used on \(left.kind) and \(right.kind)")
        if let base = left.wholeNumber, let exponent = right.wholeNumber, exponent >= 0 {
            guard (-1...1).contains(base) || exponent < Int.bitWidth else { throw failure }
            // Powers of 1, 0 and -1 depend on whether the exponent is even and whether it is 0.
            let count = (-1...1).contains(base) ? min(exponent, 2 - exponent % 2) : exponent
            return try .integer(
                (0..<count).reduce(1) { result, _ in
                    let (product, overflow) = result.multipliedReportingOverflow(by: base)
                    guard !overflow else { throw failure }
                    return product
                })
        }
        guard let base = left.number, let exponent = right.number else { throw failure }
        let result = pow(base, exponent)
        guard result.isFinite else { throw failure }
        return .float(result)
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

    /// Texts added with `+`. Python's `Markup`, which the filter `safe` gives, escapes what is added to it.
    private static func added(
        _ left: TemplateText, _ right: TemplateText, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard left.isMarkup || right.isMarkup else { return try joined(left, right, &meter) }
        try meter.charge(5 * (left.count + right.count))
        var text = left.isMarkup ? left : left.escapedForHTML
        text.append(right.isMarkup ? right : right.escapedForHTML)
        return .text(text.markup)
    }

    private static func repeated(
        _ text: TemplateText, _ count: Int, _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard count > 0, text.count > 0 else { return .string("") }
        let (work, overflow) = count.multipliedReportingOverflow(by: text.count + TemplateMeter.step)
        guard !overflow else { throw TemplateFailure(reason: "a text is repeated too often") }
        try meter.charge(work)
        return .text(.joined(Array(repeating: text, count: count), by: TemplateText("")))
    }

    static func contains(
        _ container: TemplateValue, _ element: TemplateValue, _ meter: inout TemplateMeter
    ) throws -> Bool {
        switch (container, element) {
        case (.list(let list), _):
            for item in list.taken() where try item.equals(element, &meter) { return true }
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
