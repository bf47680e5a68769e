internal import Library

/// The content words of a text: spelled as the full-text index spells them, without stop words, English endings taken off.
enum Terms {
    static func of(_ text: String) -> [String] {
        var scanner = WordScanner()
        return scanner.words(of: text, for: .query).text.split(separator: " ").compactMap { word in
            let word = word.hasSuffix("*") ? word.dropLast() : word
            return StopWords.english.contains(word) ? nil : EnglishEnding.removed(from: word)
        }
    }
}

extension Terms {
    /// The content words of a question, without those that only ask: no sentence that answers need hold them.
    static func ofQuestion(_ question: String) -> [String] {
        let terms = content(ofQuestion: question)
        return terms.isEmpty ? of(question) : terms
    }

    /// The same, and nothing where a question only asks, as "How much?" does.
    static func content(ofQuestion question: String) -> [String] {
        let bare = askingPhrases.reduce(question) { $0.replacing($1, with: " ") }
        return of(bare).filter { !askingWords.contains($0) }
    }

    /// Names made of capitals and digits, such as `E-12` and `LF-200`, without the marks between them: `E12`, `LF200`.
    static func identifiers(in text: String) -> Set<String> {
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" && $0 != "." }
        return words.reduce(into: []) { found, word in
            let bare = word.filter { $0.isLetter || $0.isNumber }
            if bare.contains(where: \.isUppercase), bare.contains(where: \.isNumber),
                !bare.contains(where: \.isLowercase)
            {
                found.insert(bare)
            }
        }
    }

    private static let askingWords: Set<String> = [
        "many", "much", "get", "got", "tell", "pleas", "mean", "exactly", "kind",
    ]
    private static let askingPhrases = [
        "什么时候", "为什么", "是多少", "多少", "什么", "哪里", "哪个", "哪些", "哪", "怎么样", "怎么", "如何", "是否", "请问", "几", "吗", "呢",
        "なぜ", "いつ", "どこ", "どの", "何", "ですか", "ますか", "무엇", "언제", "어디", "얼마",
    ]
}

/// Takes off the endings by which English words of one stem differ most often; words of other scripts stay as they are.
enum EnglishEnding {
    static func removed(from word: Substring) -> String {
        guard word.utf8.count > 3, word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { return String(word) }
        var stem = Array(word.utf8)
        func ends(_ ending: String) -> Bool {
            stem.count > ending.utf8.count + 2 && stem.suffix(ending.utf8.count).elementsEqual(ending.utf8)
        }
        if ends("ies") {
            stem.removeLast(2)
        } else if ends("sses") {
            stem.removeLast(2)
        } else if ends("s"), !ends("ss"), !ends("us"), !ends("is") {
            stem.removeLast()
        }
        for ending in ["ing", "edly", "ed", "ly"] where ends(ending) {
            stem.removeLast(ending.utf8.count)
            if stem.count > 3, let last = stem.last, stem[stem.count - 2] == last, !"lsz".utf8.contains(last) {
                stem.removeLast()
            }
            break
        }
        if stem.count > 3, stem.last == UInt8(ascii: "e") { stem.removeLast() }
        if stem.count > 2, stem.last == UInt8(ascii: "i") { stem[stem.count - 1] = UInt8(ascii: "y") }
        return String(decoding: stem, as: UTF8.self)
    }
}
