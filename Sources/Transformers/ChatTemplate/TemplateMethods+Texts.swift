/// Methods of Python's strings that divide, test and pad, and those of lists.
extension TemplateMethods {
    /// Named arguments in the order of a method's parameters.
    static func ordered(
        _ named: TemplateFilters.Named, for method: String, after count: Int
    ) throws -> [TemplateValue] {
        guard !named.isEmpty else { return [] }
        let parameters = ["split", "rsplit"].contains(method) ? ["sep", "maxsplit"].dropFirst(count) : []
        guard named.keys.allSatisfy(parameters.contains), let last = parameters.lastIndex(where: { named[$0] != nil })
        else { throw TemplateFailure(reason: "“\(method)” with these named arguments is not supported") }
        return parameters[...last].map { named[$0] ?? .none }
    }

    static func call(
        _ name: String, onList list: TemplateList, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch (name, arguments.count) {
        case ("copy", 0): return .list(list)
        case ("count", 1):
            return .integer(try list.values.count { try $0.equals(arguments[0], &meter) })
        case ("index", 1):
            for (index, value) in list.values.enumerated() where try value.equals(arguments[0], &meter) {
                return .integer(index)
            }
            throw TemplateFailure(reason: "“index” looks for something that is not in the list")
        default: throw TemplateFailure(reason: "the method “\(name)” of a list is not supported")
        }
    }

    /// The methods beyond those that most templates use; nil for what is none.
    static func more(
        _ name: String, _ text: TemplateText, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateValue? {
        switch (name, arguments.count) {
        case ("rsplit", 0...2), ("partition", 1), ("rpartition", 1), ("rfind", 1), ("index", 1), ("rindex", 1):
            return try divided(name, text, arguments, &meter)
        case ("ljust", 1...2), ("rjust", 1...2), ("center", 1...2), ("zfill", 1):
            return .text(try padded(name, text, arguments, &meter))
        case ("casefold", 0): return .text(text.mapped { $0.lowercased().replacing("ß", with: "ss") })
        case ("swapcase", 0):
            return .text(
                text.mapped { part in
                    part.unicodeScalars.map {
                        $0.properties.isUppercase
                            ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping
                    }.joined()
                })
        case (_, 0):
            return try tested(name, text.plain.unicodeScalars).map { .bool($0) }
        default: return nil
        }
    }

    private static func divided(
        _ name: String, _ text: TemplateText, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        guard let separator = arguments.first, !isNone(separator) else {
            guard arguments.count < 2 else {
                throw TemplateFailure(reason: "“\(name)” at white space is supported without a limit only")
            }
            return try .list(words(of: text, &meter).map { .text($0) })
        }
        var places = try placesFromEnd(of: try part(separator, for: name, &meter), in: text, name: name)
        try meter.charge(places.count * TemplateMeter.step * text.runs.count)
        switch name {
        case "rsplit":
            if arguments.count > 1 { places = places.suffix(try count(arguments[1], for: name)) }
            return try .list(text.divided(at: places).map { .text($0) })
        case "partition", "rpartition":
            let isFirst = name == "partition"
            guard let place = isFirst ? places.first : places.last else {
                let empty = TemplateValue.string("")
                return try .list(isFirst ? [.text(text), empty, empty] : [empty, empty, .text(text)], kind: .tuple)
            }
            let parts = [0..<place.lowerBound, place, place.upperBound..<text.count]
            return try .list(parts.map { .text(text.slice($0)) }, kind: .tuple)
        default:
            guard let place = name == "index" ? places.first : places.last else {
                if name == "rfind" { return .integer(-1) }
                throw TemplateFailure(reason: "“\(name)” looks for something that is not in the text")
            }
            return .integer(text.slice(0..<place.lowerBound).plain.unicodeScalars.count)
        }
    }

    /// Where a part stands in a text, looked for from its end where the method does.
    private static func placesFromEnd(of part: String, in text: TemplateText, name: String) throws -> [Range<Int>] {
        guard name.hasPrefix("r") else { return text.places(of: part) }
        var reversed = TemplateText("")
        for scalar in text.plain.unicodeScalars.reversed() { reversed.append(TemplateText(String(scalar))) }
        let mirrored = String(String.UnicodeScalarView(part.unicodeScalars.reversed()))
        return reversed.places(of: mirrored).reversed().map {
            text.count - $0.upperBound..<text.count - $0.lowerBound
        }
    }

    /// A text with characters before or behind it.
    private static func padded(
        _ name: String, _ text: TemplateText, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateText {
        let length = text.plain.unicodeScalars.count
        guard let width = arguments[0].wholeNumber, width <= 1 << 20 else {
            throw TemplateFailure(reason: "“\(name)” needs a whole number below a million")
        }
        var fill = name == "zfill" ? "0" : " "
        if arguments.count > 1 { fill = try string(arguments[1], for: name).plain }
        guard fill.unicodeScalars.count == 1 else {
            throw TemplateFailure(reason: "“\(name)” fills with one character only")
        }
        let missing = max(0, width - length)
        try meter.charge(missing * fill.utf8.count)
        func filling(_ count: Int) -> TemplateText { TemplateText(String(repeating: fill, count: count)) }
        switch name {
        case "ljust": return .joined([text, filling(missing)], by: TemplateText(""))
        case "rjust": return .joined([filling(missing), text], by: TemplateText(""))
        case "center":
            // Python puts the odd one before the text where the width is odd.
            let before = missing / 2 + (missing & width & 1)
            return .joined([filling(before), text, filling(missing - before)], by: TemplateText(""))
        default:
            let hasSign = text.plain.hasPrefix("-") || text.plain.hasPrefix("+")
            let sign = text.slice(0..<(hasSign ? 1 : 0))
            return .joined([sign, filling(missing), text.slice(sign.count..<text.count)], by: TemplateText(""))
        }
    }

    /// What tests of all characters say; nil where there is no test of the name.
    private static func tested(_ name: String, _ scalars: String.UnicodeScalarView) throws -> Bool? {
        switch name {
        case "isascii": return scalars.allSatisfy(\.isASCII)
        case "isalpha": return !scalars.isEmpty && scalars.allSatisfy(\.isPythonLetter)
        case "isdecimal": return !scalars.isEmpty && scalars.allSatisfy { $0.properties.numericType == .decimal }
        case "isnumeric": return !scalars.isEmpty && scalars.allSatisfy { $0.properties.numericType != nil }
        case "isalnum": return !scalars.isEmpty && scalars.allSatisfy(\.isPythonAlphanumeric)
        case "islower", "isupper":
            let isCased = scalars.contains { $0.properties.isLowercase || $0.properties.isUppercase }
            return isCased
                && scalars.allSatisfy { scalar in
                    let properties = scalar.properties
                    let isOther = name == "islower" ? properties.isUppercase : properties.isLowercase
                    return !isOther && properties.generalCategory != .titlecaseLetter
                }
        default: return nil
        }
    }

    static func words(of text: TemplateText, _ meter: inout TemplateMeter) throws -> [TemplateText] {
        var words: [TemplateText] = []
        var start: Int?
        var place = 0
        for scalar in text.plain.unicodeScalars {
            if scalar.isPythonSpace {
                if let first = start { words.append(text.slice(first..<place)) }
                start = nil
            } else if start == nil {
                try meter.charge(TemplateMeter.step * text.runs.count)
                start = place
            }
            place += UTF8.width(scalar)
        }
        if let start { words.append(text.slice(start..<place)) }
        return words
    }
}

extension Unicode.Scalar {
    /// Whether Python takes the character for a letter.
    var isPythonLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    var isPythonAlphanumeric: Bool { isPythonLetter || properties.numericType != nil }
}
