/// Values as Python prints them.
enum TemplatePythonSpelling {
    /// What `str` gives for a value other than text.
    ///
    /// - Throws: where it would be a place in memory.
    static func text(of value: TemplateValue) throws -> TemplateText {
        switch value {
        case .none: return TemplateText("None")
        case .bool(let flag): return TemplateText(flag ? "True" : "False")
        case .integer(let number): return TemplateText("\(number)")
        case .float(let number): return TemplateText("\(number)")
        case .text(let text): return quoted(text)
        case .list(let list):
            let items = TemplateText.joined(try list.values.map(text), by: TemplateText(", "))
            switch list.kind {
            case .list: return enclosed(items, "[", "]")
            case .tuple: return enclosed(items, "(", list.values.count == 1 ? ",)" : ")")
            case .range, .view, .stream: throw TemplateFailure(reason: "a list that is not made yet cannot be printed")
            }
        case .dictionary(let dictionary):
            let entries = try dictionary.entries.map {
                TemplateText.joined([quoted($0.key), try text(of: $0.value)], by: TemplateText(": "))
            }
            return enclosed(TemplateText.joined(entries, by: TemplateText(", ")), "{", "}")
        case .undefined: return TemplateText("Undefined")
        case .namespace, .macro, .loop, .function, .method:
            throw TemplateFailure(reason: "\(value.kind) cannot be printed")
        }
    }

    private static func enclosed(_ text: TemplateText, _ begin: String, _ end: String) -> TemplateText {
        TemplateText.joined([TemplateText(begin), text, TemplateText(end)], by: TemplateText(""))
    }

    /// What `repr` gives for text: in single quotes, unless it has such and no double ones.
    private static func quoted(_ text: TemplateText) -> TemplateText {
        let scalars = text.plain.unicodeScalars
        let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
        return enclosed(
            text.mapped { $0.unicodeScalars.map { escaped($0, quote: quote) }.joined() }, String(quote), String(quote))
    }

    private static func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\\", quote: return "\\\(scalar)"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return hexadecimal(scalar)
        case .spaceSeparator where scalar != " ": return hexadecimal(scalar)
        default: return String(scalar)
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, count) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\" + letter + String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
