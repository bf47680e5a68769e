import Crypto
import Documents
import Foundation
import Library
import TestSupport

/// A library in a folder of its own, deleted afterwards, with a profile named "p".
func withLibrary(
    maximumPageCount: Int? = nil, _ body: (SQLiteLibrary) async throws -> Void
) async throws {
    try await withFolder { folder in
        let library = try SQLiteLibrary(at: folder, maximumPageCount: maximumPageCount)
        _ = try await library.create(Profile(name: "p"))
        try await body(library)
    }
}

/// A folder of its own, deleted afterwards.
func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}

/// The error that `body` throws, if it is a library's.
func libraryError(_ body: () async throws -> Void) async -> LibraryError? {
    do { try await body() } catch { return error as? LibraryError }
    return nil
}

extension NewDocument {
    /// A document with a chunk for each text, whose bytes are the texts.
    static func sample(
        _ texts: [String], headings: [String] = [], title: String? = nil, diagnostics: [Diagnostic] = []
    ) -> NewDocument {
        let bytes = Data(texts.joined(separator: "\n").utf8)
        let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
        return NewDocument(
            id: DocumentID(rawValue: hash), bytes: bytes, type: .plainText, title: title, pageCount: nil,
            diagnostics: diagnostics, chunks: texts.map { NewChunk.sample($0, headings: headings) })
    }
}

extension NewChunk {
    /// A chunk of one paragraph.
    static func sample(_ text: String, headings: [String] = []) -> NewChunk {
        NewChunk(
            text: text, headings: headings,
            pieces: [Piece(range: 0..<text.utf8.count, kind: .paragraph, location: Location(page: 2, lines: 3...4))],
            tokenCount: text.count)
    }
}

extension NewFile {
    /// A file of that name.
    static func sample(_ name: String, size: Int = 12) -> NewFile {
        NewFile(name: name, path: "/documents/\(name)", size: size, modified: 1_700_000_000_123_456_789)
    }
}

extension LibraryStore {
    /// Adds a document of these texts to the profile "p" under the name `file`; returns its id.
    @discardableResult
    func add(_ texts: [String], headings: [String] = [], as file: String) async throws -> DocumentID {
        let document = NewDocument.sample(texts, headings: headings)
        try await add(document, as: .sample(file, size: document.bytes.count), toProfile: "p")
        return document.id
    }

    /// The texts that a full-text search of the profile "p" finds, best first.
    func found(_ query: String, limit: Int = 10) async throws -> [String] {
        let hits = try await fullTextSearch(query, profile: "p", limit: limit)
        return try await chunks(hits.map(\.id), profile: "p").map(\.content.text)
    }
}

extension SplitMix64 {
    /// A vector with values from -1 to 1.
    mutating func vector(_ dimension: Int) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &self) }
    }
}
