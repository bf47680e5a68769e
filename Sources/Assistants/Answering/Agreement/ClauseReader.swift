internal import Library

/// A part of a sentence with what it affirms and what it denies.
struct Clause: Sendable, Equatable {
    /// Whether each content word, number, or pair of Han characters is denied; both where it stands there twice.
    var isDenied: [String: Set<Bool>] = [:]
    /// Whether anything in it denies.
    var denies = false
    /// All words as they are written, in small letters; for opposites.
    var words: Set<String> = []
    /// Its Han characters in their order.
    var han = ""
}

/// Divides a text into clauses, and finds what in each is denied: the words behind "not", "no", "without", 不 or 没, up to the end of
/// the clause and at most a few. What is denied twice is affirmed.
struct ClauseReader {
    /// Content words, and Han characters, that a denial reaches.
    private static let reach = (words: 6, han: 8)

    private var clauses: [Clause] = []
    private var current = Clause()
    /// How many words each open denial still reaches.
    private var scopes: [(words: Int, han: Int)] = []
    private var lastHan: Character?
    /// Whether a word stands in the clause that denies all of it, as "nicht" does.
    private var deniesAll = false

    /// The clauses of a text in their order; those without a word are left out.
    static func clauses(of text: String) -> [Clause] {
        var reader = ClauseReader()
        let tokens = WordTokens.tokens(of: text)
        for (index, token) in tokens.enumerated() { reader.read(token, at: index, of: tokens) }
        reader.endClause()
        return reader.clauses
    }

    private mutating func read(_ token: WordTokens.Token, at index: Int, of tokens: [WordTokens.Token]) {
        switch token {
        case .boundary: endClause()
        case .word(let word): read(word)
        case .han(let character):
            let next = WordTokens.han(tokens, at: index + 1)
            switch HanDenial.at(character, before: WordTokens.han(tokens, at: index - 1), next) {
            case .none: add(han: character)
            case .conjunction: endClause()
            case .denial: open()
            case .opposite(let affirmed):
                open()
                for character in affirmed { add(han: character) }
            case .restOfOpposite: break
            }
        }
    }

    private mutating func read(_ word: String) {
        lastHan = nil
        current.words.insert(word)
        if EnglishDenial.conjunctions.contains(word) {
            endClause()
        } else if EnglishDenial.ofWholeClause.contains(word) {
            deniesAll.toggle()
            current.denies = true
        } else if EnglishDenial.isDenial(word) {
            // "Neither … nor" denies each once.
            if word != "nor" || !current.denies { open() }
        } else if let affirmed = EnglishDenial.opposites[word] {
            open()
            add(affirmed)
        } else if !StopWords.english.contains(Substring(word)) {
            add(EnglishEnding.removed(from: Substring(word)))
        }
    }

    private mutating func open() {
        // Who does what is denied stands before "not" as well as behind "no".
        for key in current.isDenied.keys { current.isDenied[key] = [true, false] }
        scopes.append(Self.reach)
        current.denies = true
    }

    private var isDenied: Bool { scopes.count % 2 == 1 }

    private mutating func add(_ key: String) {
        current.isDenied[key, default: []].insert(isDenied)
        for index in scopes.indices { scopes[index].words -= 1 }
        scopes.removeAll { $0.words == 0 }
    }

    private mutating func add(han character: Character) {
        if let lastHan { current.isDenied["\(lastHan)\(character)", default: []].insert(isDenied) }
        lastHan = character
        current.han.append(character)
        for index in scopes.indices { scopes[index].han -= 1 }
        scopes.removeAll { $0.han == 0 }
    }

    private mutating func endClause() {
        if deniesAll { current.isDenied = current.isDenied.mapValues { Set($0.map { !$0 }) } }
        if !current.isDenied.isEmpty || !current.words.isEmpty { clauses.append(current) }
        current = Clause()
        scopes = []
        (deniesAll, lastHan) = (false, nil)
    }
}

/// Words that deny, in languages with spaces.
enum EnglishDenial {
    /// Whether a word of small letters denies what follows it.
    static func isDenial(_ word: String) -> Bool { denials.contains(word) || word.hasSuffix("n't") }

    private static let denials: Set<String> = [
        "not", "no", "never", "none", "cannot", "without", "neither", "nor", "nobody", "nothing", "hardly", "except",
        "fail", "fails", "failed", "lack", "lacks", "lacked", "lacking", "kein", "keine", "keinen", "ohne", "nunca",
        "sin",
        "sans",
    ]
    /// Words that may stand behind the verb that they deny.
    static let ofWholeClause: Set<String> = ["nicht", "nie", "pas", "jamais"]
    /// Words that deny another one, which is given as its stem.
    static let opposites: [String: String] = [
        "forbid": "allow", "forbids": "allow", "forbidden": "allow", "prohibit": "allow", "prohibits": "allow",
        "prohibited": "allow", "banned": "allow", "bans": "allow", "disallowed": "allow", "exclude": "includ",
        "excludes": "includ", "excluded": "includ", "excluding": "includ", "unable": "abl", "impossible": "possibl",
        "unknown": "known", "unavailable": "availabl", "uncovered": "cover", "unpaid": "paid", "uninsured": "insur",
    ]
    /// Words behind which something else is said.
    static let conjunctions: Set<String> = [
        "but", "although", "though", "while", "whereas", "because", "unless", "if", "when", "however", "aber", "mais",
        "pero",
    ]
}

/// Characters of Chinese that deny.
enum HanDenial {
    case none, denial, conjunction
    /// A word that denies another one.
    case opposite(String)
    /// The second character of such a word.
    case restOfOpposite

    /// What a character does between its neighbours.
    static func at(_ character: Character, before last: Character?, _ next: Character?) -> HanDenial {
        let pair = next.map { "\(character)\($0)" } ?? ""
        if let affirmed = opposites[pair] { return .opposite(affirmed) }
        if let last, opposites["\(last)\(character)"] != nil { return .restOfOpposite }
        if character == "但" || pair == "然而" { return .conjunction }
        if character == "非" { return last.map { "并绝決决".contains($0) } == true ? .denial : .none }
        // 是不是 asks, and 不同 or 未来 deny nothing.
        guard "不没沒無无未".contains(character), last == nil || last != next, !plain.contains(pair) else { return .none }
        return .denial
    }

    private static let opposites = ["禁止": "允许", "严禁": "允许", "排除": "包括", "缺乏": "有", "缺少": "有"]
    private static let plain: Set<String> = [
        "不仅", "不但", "不过", "不久", "不断", "不少", "不同", "不论", "不管", "不止", "不禁", "不惜", "不只", "不一", "不等", "不及", "不足", "未来",
        "无论", "无数", "无线", "无疑", "无锡", "没收", "没落",
    ]
}
