internal import Foundation

/// Filters of text that fewer templates use, and the rounding of numbers.
extension TemplateFilters {
    static func moreText(
        _ name: String, _ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        let text = try value.printed()
        try meter.charge(text.count * 6)
        switch name {
        case "center":
            let named = try self.named(arguments, named, ["width"], name)
            return try TemplateMethods.call(name, on: .text(text), [named["width"] ?? .integer(80)], &meter)
        case "escape", "e": return .text(text.isMarkup ? text : text.escapedForHTML.markup)
        case "forceescape": return .text(text.escapedForHTML.markup)
        case "format":
            guard arguments.isEmpty || named.isEmpty else { throw unsupported(name, value) }
            return .text(try TemplateFormat.percent(text, arguments, named, &meter))
        case "truncate": return .text(try truncated(text, try self.named(arguments, named, truncation, name)))
        case "urlencode":
            guard case .text = value else { throw unsupported(name, value) }
            return .text(
                text.mapped { part in
                    part.utf8.map { byte in
                        let scalar = UnicodeScalar(byte)
                        let isPlain = scalar.isASCII && (scalar.isPythonAlphanumeric || "_.-~/".utf8.contains(byte))
                        return isPlain ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
                    }.joined()
                })
        default:
            let scalars = text.plain.unicodeScalars
            let isWord = scalars.map { $0.isPythonAlphanumeric || $0 == "_" }
            return .integer(zip(isWord, [false] + isWord).count { $0 && !$1 })
        }
    }

    private static let truncation = ["length", "killwords", "end", "leeway"]

    /// The beginning of a text that is longer than `length` and `leeway`, up to the last space before it, and `end`.
    private static func truncated(_ text: TemplateText, _ named: Named) throws -> TemplateText {
        let end = try named["end"]?.printed() ?? TemplateText("...")
        let (characters, endLength) = (text.characters, end.plain.unicodeScalars.count)
        guard let length = (named["length"] ?? .integer(255)).wholeNumber,
            let leeway = (named["leeway"] ?? .integer(5)).wholeNumber, length >= endLength, leeway >= 0
        else { throw TemplateFailure(reason: "“truncate” needs a length that its end fits into") }
        guard characters.count - leeway > length else { return text }
        var kept = characters.prefix(length - endLength)
        if named["killwords"]?.isTrue != true, let space = kept.lastIndex(where: { $0.plain == " " }) {
            kept = kept[..<space]
        }
        return .joined(Array(kept) + [end], by: TemplateText(""))
    }

    static func rounded(_ value: TemplateValue, _ arguments: [TemplateValue], _ named: Named) throws -> TemplateValue {
        let named = try self.named(arguments, named, ["precision", "method"], "round")
        let method = try named["method"]?.printed().plain ?? "common"
        guard let number = value.number, number.isFinite,
            let precision = (named["precision"] ?? .integer(0)).wholeNumber,
            (0...15).contains(precision)
        else { throw unsupported("round", value) }
        let scale = pow(10.0, Double(precision))
        switch method {
        case "common":
            if let whole = value.wholeNumber { return .integer(whole) }
            // Printing rounds the number itself, halves to even, as Python does.
            return .float(Double(String(format: "%.\(precision)f", number)) ?? number)
        case "ceil": return .float((number * scale).rounded(.up) / scale)
        case "floor": return .float((number * scale).rounded(.down) / scale)
        default: throw unsupported("round", value)
        }
    }
}
