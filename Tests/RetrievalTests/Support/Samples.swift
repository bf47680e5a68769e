import Documents
import Foundation
import Inference
import Library

/// An embedder whose vectors count words: texts with the same words are near each other. Knows Latin text only.
struct WordEmbedder: Embedder {
    let name = "words"
    let dimension = 384
    let maximumTokens = 256

    func covers(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0.value < 0x370 } }

    func tokenCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try Task.checkCancellation()
        return texts.map { text in
            var vector = [Float](repeating: 0, count: dimension)
            vector[0] = 0.01
            for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                let hash = word.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
                    ($0 ^ UInt64($1)) &* 1_099_511_628_211
                }
                vector[Int(hash % UInt64(dimension))] += 1
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }
}

/// The same, with a vector for each word too.
struct WordTokenEmbedder: TokenEmbedder {
    private let words = WordEmbedder()
    var name: String { words.name }
    var dimension: Int { words.dimension }
    var maximumTokens: Int { words.maximumTokens }

    func covers(_ text: String) -> Bool { words.covers(text) }
    func tokenCount(_ text: String) -> Int { words.tokenCount(text) }
    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try await words.embed(texts, as: purpose)
    }

    func tokenVectors(of texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        for text in texts {
            let tokens = text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
            vectors.append(try await words.embed(tokens, as: purpose).flatMap(\.self))
        }
        return vectors
    }
}

/// A chunk that is to be stored: its text, what it is, and the headings above it.
struct SampleChunk {
    var text: String
    var kind = Block.Kind.paragraph
    var headings: [String] = []
    var page: Int?
}

extension SampleChunk: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { text = value }
}

/// A library in a folder of its own, deleted afterwards, with a profile named "p".
func withLibrary(_ body: (SQLiteLibrary) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = try SQLiteLibrary(at: folder)
    _ = try await library.create(Profile(name: "p"))
    try await body(library)
}

extension SQLiteLibrary {
    /// Adds a document with these chunks, line n of the file for chunk n, and embeds those that `embedder` covers.
    func add(
        _ chunks: [SampleChunk], as file: String, type: DocumentType = .plainText,
        modified: Int64? = nil, embeddedBy embedder: (any Embedder)? = WordEmbedder()
    ) async throws {
        let bytes = Data((file + chunks.map(\.text).joined(separator: "\n")).utf8)
        let digits = String(format: "%016lx", bytes.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
        let document = NewDocument(
            id: DocumentID(rawValue: String(repeating: digits, count: 4)), bytes: bytes, type: type, title: nil,
            pageCount: nil, diagnostics: [],
            chunks: chunks.enumerated().map { index, chunk in
                NewChunk(
                    text: chunk.text, headings: chunk.headings,
                    pieces: [
                        NewChunk.Piece(
                            range: 0..<chunk.text.utf8.count, kind: chunk.kind,
                            location: chunk.page.map { Location(page: $0) } ?? Location(lines: index + 1...index + 1))
                    ], tokenCount: chunk.text.count)
            })
        try await add(
            document, as: NewFile(name: file, path: nil, size: bytes.count, modified: modified), toProfile: "p")
        guard let embedder else { return }
        let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
        let pending = try await chunksWithoutVector(in: space, profile: "p", after: 0, limit: 10_000)
        let vectors = try await embedder.embed(pending.map(\.embeddingText), as: .passage)
        try await store(zip(pending, vectors).map { (chunk: $0.id, vector: $1) }, in: space)
    }
}
