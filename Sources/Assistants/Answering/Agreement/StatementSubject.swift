/// What the evidence is about, as far as others than itself say so.
struct StatementSubject: Sendable {
    /// Content words of title and headings, which a statement may repeat.
    let terms: Set<String>
    /// The names of the sentences before, of whom "he" and "it" may speak.
    let names: Set<String>
    /// All words of title and headings in small letters.
    let spelled: Set<String>
    /// Title, headings and the sentences before, for scripts that show no names.
    let text: String

    /// - Parameters:
    ///   - heading: title and headings.
    ///   - before: the sentences before.
    ///   - speaksOfThem: whether the evidence has a pronoun, so that names before it count.
    init(_ heading: String, before: [String] = [], speaksOfThem: Bool = false) {
        terms = Set(Terms.of(heading))
        spelled = Set(heading.lowercased().split(whereSeparator: { !$0.isLetter }).map(String.init))
        names =
            speaksOfThem ? Set(before.flatMap { NameReader.names(in: $0) }.flatMap { Terms.of($0) }) : []
        text = ([heading] + before).joined(separator: "\n")
    }
}
