internal import Foundation

/// The names of a text: words with a capital letter.
///
/// Every sentence begins with one; there it is taken for a name where another follows, or a verb of the third person or of the past, or
/// where it is a possessor, a label or in capitals: "Ada Lovelace", "Berlin has", "Ada invented", "Paris's". Scripts without capitals
/// have no names here.
enum NameReader {
    static func names(in text: String) -> [String] {
        var isFirst = true
        let words = words(of: text)
        return words.enumerated().compactMap { index, word in
            defer { isFirst = word.last.map { ".!?:。！？：".contains($0) } ?? isFirst }
            let bare = word.trimmingCharacters(in: .punctuationCharacters.union(.symbols))
            guard bare.first?.isUppercase == true, bare != "I" else { return nil }
            guard isFirst else { return bare }
            let next = index + 1 < words.count && word.last?.isLetter == true ? words[index + 1] : ""
            let isName =
                next.first?.isUppercase == true && next.count > 1 || isVerb(next, after: bare)
                || bare.hasSuffix("'s") || bare.hasSuffix("’s") || word.last == ":"
                || bare.count > 1 && bare.allSatisfy { !$0.isLowercase }
            return isName && !Terms.of(bare).isEmpty ? bare : nil
        }
    }

    /// Runs without white space; where a script with capitals meets one without, a word ends.
    private static func words(of text: String) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace).flatMap { run -> [Substring] in
            var words: [Substring] = []
            var start = run.startIndex
            var isWide = run.first.map(isWide) ?? false
            for index in run.indices where run[index].isLetter && Self.isWide(run[index]) != isWide {
                if index > start { words.append(run[start..<index]) }
                (start, isWide) = (index, !isWide)
            }
            return words + [run[start...]]
        }
    }

    private static func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }

    /// Whether a word is a verb that has one doer: what begins a sentence before it without an article is mostly its name.
    private static func isVerb(_ word: Substring, after first: String) -> Bool {
        if singularVerbs.contains(String(word)) { return true }
        let isPlural = first.hasSuffix("s") || first.hasSuffix("ing")
        return !isPlural && (pastVerbs.contains(String(word)) || word.count > 4 && word.hasSuffix("ed"))
    }

    private static let singularVerbs: Set<String> = [
        "is", "was", "has", "does", "isn't", "wasn't", "hasn't", "doesn't",
    ]
    private static let pastVerbs: Set<String> = [
        "became", "began", "bought", "built", "came", "did", "died", "fell", "found", "gave", "got", "grew", "had",
        "held",
        "knew", "led", "left", "lost", "made", "met", "ran", "said", "saw", "sent", "sold", "spent", "spoke", "stood",
        "took",
        "taught", "went", "won", "wrote",
    ]
}
