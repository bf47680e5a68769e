internal import CLibStemmer
internal import Foundation

/// Takes the endings off words: the Snowball algorithm of a language (Porter, "Snowball: A language for stemming algorithms", 2001).
///
/// Not for several threads at once.
final class Stemmer {
    private let handle: OpaquePointer?
    private let accents: [(plain: String, accented: String)]

    private static let accents: [TextLanguage: [(plain: String, accented: String)]] = [
        .spanish: [("cion", "ción")],
        .portuguese: [("cao", "ção"), ("coes", "ções"), ("encia", "ência"), ("encias", "ências")],
    ]

    init(_ language: TextLanguage) {
        handle = sb_stemmer_new(language.rawValue, "UTF_8")
        accents = Self.accents[language] ?? []
    }

    deinit { sb_stemmer_delete(handle) }

    /// The stem of a folded word; a word that holds anything but letters is its own.
    func stem(of word: some Sequence<UInt8>) -> [UInt8] {
        var stem = Array(word)
        if stem.allSatisfy({ $0 >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
            putAccent(on: &stem)
            stem = snowball(stem)
        }
        guard stem.contains(where: { $0 >= 0x80 }) else { return stem }
        // What is equal to Swift must be so to SQLite, which compares bytes.
        return Array(String(decoding: stem, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }

    private func snowball(_ word: [UInt8]) -> [UInt8] {
        guard let stem = sb_stemmer_stem(handle, word, Int32(word.count)) else { return word }
        return Array(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
    }

    /// Puts the accent on an ending that folding took away and Snowball needs.
    private func putAccent(on word: inout [UInt8]) {
        for (plain, accented) in accents where word.suffix(plain.utf8.count).elementsEqual(plain.utf8) {
            word.replaceSubrange((word.count - plain.utf8.count)..., with: accented.utf8)
            return
        }
    }
}
