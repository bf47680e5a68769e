/// The methods of Python's strings and dictionaries that chat templates use.
enum TemplateMethods {
    static func call(
        _ name: String, on object: TemplateValue, _ arguments: [TemplateValue], _ meter: inout TemplateMeter,
        named: TemplateFilters.Named = [:]
    ) throws -> TemplateValue {
        switch object {
        case .text(let text):
            if name == "format" { return .text(try formatted(text, arguments, named, &meter)) }
            let arguments = try arguments + ordered(named, for: name, after: arguments.count)
            return try call(name, on: text, arguments, &meter)
        case _ where !named.isEmpty:
            throw TemplateFailure(reason: "“\(name)” with named arguments is not supported")
        case .list(let list) where list.hasJSON: return try call(name, onList: list, arguments, &meter)
        case .dictionary(let dictionary):
            try meter.charge(dictionary.entries.count * TemplateMeter.step)
            switch name {
            case "items":
                return try .list(
                    dictionary.entries.map { try .list([.text($0.key), $0.value], kind: .tuple) }, kind: .view)
            case "keys": return try .list(dictionary.entries.map { .text($0.key) }, kind: .view)
            case "values": return try .list(dictionary.entries.map(\.value), kind: .view)
            case "copy" where arguments.isEmpty: return object
            case "get":
                guard let key = arguments.first else { break }
                let fallback = arguments.count > 1 ? arguments[1] : .none
                guard case .text(let key) = key else { return fallback }
                return try dictionary.value(of: key, &meter) ?? fallback
            default: break
            }
        default: break
        }
        throw TemplateFailure(reason: "the method “\(name)” of \(object.kind) is not supported")
    }

    private static func call(
        _ name: String, on text: TemplateText, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        try meter.charge(text.count)
        switch (name, arguments.count) {
        case ("upper", 0): return .text(text.mapped { $0.uppercased() })
        case ("lower", 0): return .text(text.mapped { $0.lowercased() })
        case ("title", 0), ("capitalize", 0): return .text(titled(text, everyWord: name == "title"))
        case ("strip", 0...1), ("lstrip", 0...1), ("rstrip", 0...1):
            var dropped: Set<Unicode.Scalar>?
            if let characters = arguments.first, !isNone(characters) {
                dropped = Set(try string(characters, for: name).plain.unicodeScalars)
            }
            return .text(
                text.trimmed(leading: name != "rstrip", trailing: name != "lstrip") {
                    dropped?.contains($0) ?? $0.isPythonSpace
                })
        case ("startswith", 1), ("endswith", 1):
            var alternatives = [arguments[0]]
            if case .list(let list) = arguments[0] { alternatives = list.values }
            let bytes = Array(text.plain.utf8)
            for alternative in alternatives {
                let part = Array(try string(alternative, for: name).plain.utf8)
                try meter.charge(part.count)
                if name == "startswith" ? bytes.starts(with: part) : bytes.reversed().starts(with: part.reversed()) {
                    return .bool(true)
                }
            }
            return .bool(false)
        case ("removeprefix", 1), ("removesuffix", 1):
            let part = try string(arguments[0], for: name)
            guard part.count <= text.count else { return .text(text) }
            let isPrefix = name == "removeprefix"
            let end = isPrefix ? text.slice(0..<part.count) : text.slice(text.count - part.count..<text.count)
            guard end.isSpelledLike(part) else { return .text(text) }
            return .text(text.slice(isPrefix ? part.count..<text.count : 0..<text.count - part.count))
        case ("replace", 2...3):
            let limit = try arguments.count > 2 ? count(arguments[2], for: name) : .max
            let places = text.places(of: try part(arguments[0], for: name, &meter), limit: limit)
            let replacement = try string(arguments[1], for: name)
            try meter.charge(places.count * (replacement.count + TemplateMeter.step * text.runs.count))
            return .text(.joined(text.divided(at: places), by: replacement))
        case ("join", 1):
            let parts = try TemplateFilters.items(of: arguments[0], for: name, &meter).map { part in
                try meter.charge(text.count + TemplateMeter.step)
                return try string(part, for: name)
            }
            try meter.charge(parts.reduce(0) { $0 + $1.count })
            return .text(.joined(parts, by: text))
        case ("find", 1):
            let place = text.places(of: try part(arguments[0], for: name, &meter), limit: 1).first
            return .integer(place.map { text.slice(0..<$0.lowerBound).plain.unicodeScalars.count } ?? -1)
        case ("count", 1): return .integer(text.places(of: try part(arguments[0], for: name, &meter)).count)
        case ("isdigit", 0):
            let scalars = text.plain.unicodeScalars
            return .bool(
                !scalars.isEmpty
                    && scalars.allSatisfy { [.decimal, .digit].contains($0.properties.numericType) })
        case ("isspace", 0):
            return .bool(!text.runs.isEmpty && text.plain.unicodeScalars.allSatisfy(\.isPythonSpace))
        case ("splitlines", 0):
            var lines = try lines(of: text, &meter)
            if lines.last?.runs.isEmpty == true { lines.removeLast() }
            return try .list(lines.map { .text($0) })
        case ("split", 0...2):
            let limit = try arguments.count > 1 ? count(arguments[1], for: name) : .max
            if let separator = arguments.first, !isNone(separator) {
                let places = text.places(of: try part(separator, for: name, &meter), limit: limit)
                try meter.charge(places.count * TemplateMeter.step * text.runs.count)
                return try .list(text.divided(at: places).map { .text($0) })
            }
            guard arguments.count < 2 else { break }
            return try .list(words(of: text, &meter).map { .text($0) })
        default: if let result = try more(name, text, arguments, &meter) { return result }
        }
        throw TemplateFailure(
            reason: "the method “\(name)” of a text with \(arguments.count) arguments is not supported")
    }

    /// The lines of a text, divided where Python ends lines; an end at the end has an empty line behind it.
    static func lines(of text: TemplateText, _ meter: inout TemplateMeter) throws -> [TemplateText] {
        var ends: [Range<Int>] = []
        var place = 0
        var isAfterReturn = false
        for scalar in text.plain.unicodeScalars {
            let end = place + UTF8.width(scalar)
            if scalar == "\n", isAfterReturn, let last = ends.popLast() {
                ends.append(last.lowerBound..<end)
            } else if (0x0A...0x0D).contains(scalar.value) || (0x1C...0x1E).contains(scalar.value)
                || [0x85, 0x2028, 0x2029].contains(scalar.value)
            {
                ends.append(place..<end)
            }
            isAfterReturn = scalar == "\r"
            place = end
        }
        try meter.charge(ends.count * TemplateMeter.step * text.runs.count)
        return text.divided(at: ends)
    }

    static func isNone(_ value: TemplateValue) -> Bool { if case .none = value { true } else { false } }

    static func string(_ value: TemplateValue, for method: String) throws -> TemplateText {
        guard case .text(let text) = value else {
            throw TemplateFailure(reason: "“\(method)” needs a text, not \(value.kind)")
        }
        return text
    }

    static func part(
        _ value: TemplateValue, for method: String, _ meter: inout TemplateMeter
    ) throws -> String {
        let part = try string(value, for: method).plain
        try meter.charge(part.utf8.count)
        guard !part.isEmpty else { throw TemplateFailure(reason: "“\(method)” needs a text that is not empty") }
        return part
    }

    static func count(_ value: TemplateValue, for method: String) throws -> Int {
        guard let count = value.wholeNumber else {
            throw TemplateFailure(reason: "“\(method)” needs a whole number, not \(value.kind)")
        }
        return count < 0 ? .max : count
    }

    /// Python's `title`, which begins a word after every character without case, or `capitalize`.
    private static func titled(_ text: TemplateText, everyWord: Bool) -> TemplateText {
        var isStart = true
        return text.mapped { part in
            part.unicodeScalars.reduce(into: "") { result, scalar in
                let properties = scalar.properties
                result += isStart ? properties.titlecaseMapping : properties.lowercaseMapping
                isStart = everyWord && !properties.isCased
            }
        }
    }
}
