/// What of a text is compared with another: its content words, numbers, dates, and what it denies. Read once, since one text is
/// compared with many.
struct TextFacts: Sendable {
    /// The text itself.
    let text: String
    /// Content words, as full-text search spells them.
    let terms: Set<String>
    /// Numbers, in their order.
    let numbers: [String]
    /// Dates that state a month with a day or year.
    let dates: Set<NamedDate>
    /// Words with a capital letter, in their order.
    let names: [String]
    /// All words in small letters, for names whose words count for nothing otherwise, such as "May".
    let spelled: Set<String>
    /// What is said, a clause at a time.
    let clauses: [Clause]
    /// The places of names and numbers.
    let slots: [Slot]
    /// Whether it speaks of something by a pronoun, so that what it speaks of may stand before it.
    let hasPronoun: Bool

    init(_ text: String) {
        self.text = text
        terms = Set(Terms.of(text))
        numbers = NumberReader.numbers(in: text)
        dates = DateReader.dates(in: text)
        names = NameReader.names(in: text)
        spelled = Set(text.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init))
        clauses = ClauseReader.clauses(of: text)
        slots = SlotReader.slots(in: text, names: names)
        hasPronoun = spelled.contains(where: Self.pronouns.contains) || text.contains { "他她它其该".contains($0) }
    }

    private static let pronouns: Set<String> = [
        "he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "this", "these",
    ]
}
