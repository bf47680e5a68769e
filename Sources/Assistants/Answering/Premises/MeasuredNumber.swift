internal import Documents
internal import Foundation

/// A number of a text with what it counts: "18 weeks", "£75", 120元.
struct MeasuredNumber: Sendable {
    /// As ``NumberReader`` reads it.
    var value: String
    /// What it may count: the word behind it and the next one, without their endings; a sign of money or percent; a character.
    var units: [String]
    /// How the text writes the number, and each of `units`.
    var written: (number: String, units: [String])
    /// The word before it, in small letters; "" where there is none.
    var before: String

    /// "18 weeks".
    func text(in unit: String) -> String {
        guard let place = units.firstIndex(of: unit) else { return written.number }
        let name = written.units[place]
        if Self.signsBefore.contains(unit) { return unit + written.number }
        return written.number + (unit == "%" || name.hasHan ? "" : " ") + name
    }

    /// The measured numbers of a text in their order.
    static func all(in text: String) -> [MeasuredNumber] {
        if text.hasHan { return chinese(text) }
        let words = text.split(whereSeparator: \.isWhitespace).flatMap { $0.split(separator: "-") }.map(String.init)
        return words.indices.compactMap { index -> MeasuredNumber? in
            let word = words[index].trimmingCharacters(
                in: .punctuationCharacters.subtracting(CharacterSet(charactersIn: "%")))
            guard let value = NumberReader.numbers(in: word).first, isNumber(word) else { return nil }
            var units: [(unit: String, written: String)] = []
            if let sign = word.first(where: { signsBefore.contains(String($0)) || $0 == "%" || $0 == "€" }) {
                units.append((String(sign), String(sign)))
            }
            // "18 weeks" and "18 paid weeks"; a sentence's end divides.
            var last = words[index]
            for next in words[(index + 1)...].prefix(2) where last.last.map({ $0.isLetter || $0.isNumber }) ?? false {
                let bare = next.trimmingCharacters(in: .punctuationCharacters)
                if let term = Terms.of(bare).first, Agreement.numbers(in: bare).isEmpty { units.append((term, bare)) }
                last = next
            }
            let number = word.filter { !signsBefore.contains(String($0)) && $0 != "%" && $0 != "€" }
            return MeasuredNumber(
                value: value, units: units.map(\.unit), written: (number, units.map(\.written)),
                before: index > 0 ? words[index - 1].lowercased() : "")
        }
    }

    private static let signsBefore: Set<String> = ["$", "£", "¥"]

    /// Whether a word is a number and nothing else: "18", "1,250", "£75", "eighteen", but not "E-07" or "18th".
    private static func isNumber(_ word: String) -> Bool {
        let bare = word.filter { !"$£¥€%.,".contains($0) }
        return bare.allSatisfy(\.isWholeNumber) || !bare.contains(where: \.isNumber)
    }

    private static func chinese(_ text: String) -> [MeasuredNumber] {
        text.matches(of: #/(\p{Han})?([0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万亿]+)\s*(\p{Han}|%)/#).compactMap { match in
            guard let value = NumberReader.numbers(in: String(match.2) + String(match.3)).first else { return nil }
            let unit = String(match.3)
            return MeasuredNumber(
                value: value, units: [unit], written: (String(match.2), [unit]), before: match.1.map(String.init) ?? "")
        }
    }
}
