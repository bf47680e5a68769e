/// The words of a text as the full-text index spells them, divided by spaces.
///
/// ```swift
/// var scanner = WordScanner()
/// scanner.words(of: "Größe der snake_case-Datei", for: .index).text  // "grosse der snakecase snake case datei" …
/// ```
package struct SearchWords: Equatable, Sendable {
    /// What the words are for.
    package enum Purpose { case index, query }

    /// The words, divided by single spaces.
    package var text: String
    /// How many there are.
    package var count: Int

    /// The words, one by one.
    var words: [Substring] { text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) } }
}

/// The words being collected, as UTF-8.
struct WordBuffer {
    /// Bytes of the longest word; longer ones are cut.
    static let longestWord = 64

    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    /// Appends a word, cut between scalars to the longest length.
    mutating func append(_ word: some Collection<UInt8>) {
        guard !word.isEmpty else { return }
        if count > 0 { bytes.append(UInt8(ascii: " ")) }
        if word.count <= Self.longestWord {
            bytes.append(contentsOf: word)
        } else {
            let long = Array(word.prefix(Self.longestWord + 1))
            let end = long.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
            bytes.append(contentsOf: long[..<end])
        }
        count += 1
    }

    /// Lets the last word begin with whatever comes next: `水` finds `水果`.
    mutating func markPrefix() { bytes.append(UInt8(ascii: "*")) }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }
}
