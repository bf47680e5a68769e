internal import CLibStemmer
internal import Foundation

/// Takes the endings off words: the Snowball algorithm of a language (Porter, "Snowball: A language for stemming algorithms", 2001).
///
/// Not for several threads at once.
final class Stemmer {
    private let handle: OpaquePointer?
    private let accents: [(plain: String, accented: String)]
    private var known: [String: String] = [:]

    private static let accents: [TextLanguage: [(plain: String, accented: String)]] = [
        .spanish: [("cion", "ción")],
        .portuguese: [("cao", "ção"), ("coes", "ções"), ("encia", "ência"), ("encias", "ências")],
    ]
    /// The most words whose stems are kept.
    private static let mostKnown = 1 << 16

    init(_ language: TextLanguage) {
        handle = sb_stemmer_new(language.rawValue, "UTF_8")
        accents = Self.accents[language] ?? []
    }

    deinit { sb_stemmer_delete(handle) }

    /// The stem of a folded word; a word that holds anything but letters is its own.
    func stem(of word: Substring) -> String {
        let word = String(word)
        if let stem = known[word] { return stem }
        // What is equal to Swift must be so to SQLite, which compares bytes.
        let stem = (Self.isWord(word) ? snowball(word) : word).precomposedStringWithCanonicalMapping
        if known.count == Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[word] = stem
        return stem
    }

    private func snowball(_ word: String) -> String {
        var word = withAccent(word)
        return word.withUTF8 { bytes in
            guard let start = bytes.baseAddress, let stem = sb_stemmer_stem(handle, start, Int32(bytes.count)) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            let length = Int(sb_stemmer_length(handle))
            return String(decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
        }
    }

    /// A word with the accent of an ending that folding took away and Snowball needs.
    private func withAccent(_ word: String) -> String {
        for (plain, accented) in accents where word.hasSuffix(plain) { return word.dropLast(plain.count) + accented }
        return word
    }

    private static func isWord(_ word: String) -> Bool {
        word.utf8.allSatisfy { $0 >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
}
