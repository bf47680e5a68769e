internal import Foundation

/// Python's two ways to put values into a text.
enum TemplateFormat {
    /// The text with its `%s`, `%d`, `%5.2f` and the like replaced by values one after another, or by name.
    static func percent(
        _ format: TemplateText, _ values: [TemplateValue], _ named: TemplateFilters.Named, _ meter: inout TemplateMeter
    ) throws -> TemplateText {
        var result = TemplateText("")
        var values = values[...]
        var usesNames = false
        for run in format.runs {
            var rest = Substring(run.text).unicodeScalars
            while let percent = rest.firstIndex(of: "%") {
                result.append(TemplateText(String(rest[..<percent]), isContent: run.isContent))
                rest = rest[rest.index(after: percent)...]
                var specification = try Specification(&rest)
                guard specification.kind != "%" else {
                    result.append(TemplateText("%", isContent: run.isContent))
                    continue
                }
                var value = values.first
                if let name = specification.name {
                    (value, usesNames) = (named[name], true)
                } else {
                    values = values.dropFirst()
                }
                guard let value else { throw failure }
                let text = try specification.text(of: value)
                try meter.charge(text.count + TemplateMeter.step)
                result.append(text)
            }
            result.append(TemplateText(String(rest), isContent: run.isContent))
        }
        guard values.isEmpty || usesNames else { throw failure }
        return result
    }

    private static var failure: TemplateFailure {
        TemplateFailure(reason: "a text with “%” gets too many values, too few, or such as it cannot print")
    }

    /// `%`, flags, width and precision, and a letter.
    private struct Specification {
        var name: String?
        var flags = ""
        var width = 0
        var precision: Int?
        var kind: Unicode.Scalar

        init(_ rest: inout Substring.UnicodeScalarView) throws {
            if rest.first == "(", let end = rest.firstIndex(of: ")") {
                name = String(rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[rest.index(after: end)...]
            }
            flags = String(rest.prefix { "-0+ ".unicodeScalars.contains($0) })
            rest = rest.dropFirst(flags.unicodeScalars.count)
            func number() throws -> Int? {
                let digits = String(rest.prefix { ("0"..."9").contains($0) })
                rest = rest.dropFirst(digits.unicodeScalars.count)
                guard let number = Int(digits) else { return nil }
                guard number <= 1000 else { throw failure }
                return number
            }
            width = try number() ?? 0
            if rest.first == "." {
                rest.removeFirst()
                precision = try number() ?? 0
            }
            guard let kind = rest.popFirst(), "sdif%".unicodeScalars.contains(kind) else { throw failure }
            self.kind = kind
        }

        mutating func text(of value: TemplateValue) throws -> TemplateText {
            if kind == "s" {
                let text = try value.printed()
                let shown = precision.map {
                    TemplateText.joined(Array(text.characters.prefix($0)), by: TemplateText(""))
                }
                return padded(shown ?? text, sign: "")
            }
            guard let number = value.number, number.isFinite, abs(number) < 1e15 else { throw failure }
            let sign = number < 0 ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : ""
            if kind == "f" {
                return padded(TemplateText(String(format: "%.\(precision ?? 6)f", abs(number))), sign: sign)
            }
            guard precision == nil else { throw failure }
            let whole = number.rounded(.towardZero)
            return padded(TemplateText(String(Int(abs(whole)))), sign: whole == 0 && sign == "-" ? "" : sign)
        }

        private func padded(_ text: TemplateText, sign: String) -> TemplateText {
            let missing = max(0, width - sign.utf8.count - text.plain.unicodeScalars.count)
            let isLeft = flags.contains("-")
            let isZero = flags.contains("0") && !isLeft && kind != "s"
            let fill = TemplateText(String(repeating: isZero ? "0" : " ", count: missing))
            let sign = TemplateText(sign)
            return .joined(
                isLeft ? [sign, text, fill] : isZero ? [sign, fill, text] : [fill, sign, text], by: TemplateText(""))
        }
    }
}

extension TemplateMethods {
    /// The text with its `{}` replaced by the arguments: one after another, by their numbers or by their names.
    static func formatted(
        _ text: TemplateText, _ arguments: [TemplateValue], _ named: TemplateFilters.Named,
        _ meter: inout TemplateMeter
    ) throws -> TemplateText {
        let failure = TemplateFailure(reason: "“format” is supported with plain “{}”, “{0}” and “{name}” only")
        guard text.runs.count <= 1 else { throw failure }
        let isContent = text.runs.first?.isContent ?? false
        var result = TemplateText("")
        var rest = Substring(text.plain).unicodeScalars
        var (next, numbers) = (0, 0)
        while let scalar = rest.popFirst() {
            if scalar == "{" || scalar == "}", rest.first == scalar {
                rest.removeFirst()
            } else if scalar == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw failure }
                let field = String(rest[..<end])
                let index = field.isEmpty ? next : Int(field) ?? -1
                guard let value = arguments.indices.contains(index) ? arguments[index] : named[field] else {
                    throw failure
                }
                next += field.isEmpty ? 1 : 0
                numbers += Int(field) == nil ? 0 : 1
                guard next == 0 || numbers == 0 else { throw failure }
                rest = rest[rest.index(after: end)...]
                let printed = try value.printed()
                try meter.charge(printed.count)
                result.append(printed)
                continue
            } else if scalar == "}" {
                throw failure
            }
            result.append(TemplateText(String(scalar), isContent: isContent))
        }
        return result
    }
}
