internal import Foundation
internal import GRDB

/// What a search needs to know of a document's chunks without reading them.
struct WordNotes {
    /// Words of each chunk, headings included.
    private(set) var lengths: [UInt32] = []
    private var languages: Set<TextLanguage> = []

    mutating func add(_ words: ChunkWords) {
        lengths.append(UInt32(words.count))
        if let language = words.language { languages.insert(language) }
    }

    /// Writes the notes into the document's row.
    func write(document: Int64, in database: Database) throws {
        try database.execute(
            sql: "UPDATE document SET lengths = ?, languages = ? WHERE id = ?",
            arguments: [
                Data(numbers: lengths), languages.sorted().map(\.rawValue).joined(separator: " "), document,
            ])
    }

    /// The languages that a row of `document` names.
    static func languages(_ text: String) -> [TextLanguage] {
        text.split(separator: " ").compactMap { TextLanguage(rawValue: String($0)) }
    }
}
