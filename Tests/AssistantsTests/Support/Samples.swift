import Assistants
import Documents
import Foundation
import Inference
import Library

/// An embedder whose vectors count words: texts with the same words are near each other. Knows Latin text only.
struct WordEmbedder: Embedder {
    let name = "words"
    let dimension = 384
    let maximumTokens = 256

    func covers(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0.value < 0x2E80 } }

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

/// A file of a sample library: each text is a chunk, whose number from 1 is its line.
struct SampleFile: Sendable {
    var name: String
    var texts: [String]

    init(_ name: String, _ texts: String...) {
        self.name = name
        self.texts = texts
    }

    /// Three files that the tests ask about.
    static let handbook = [
        SampleFile(
            "leave.txt", "Employees have 25 days of paid leave each year. Requests go to the manager two weeks ahead."),
        SampleFile(
            "office.txt", "The office in Berlin opens at nine o'clock. Visitors must not enter without a badge."),
        SampleFile("lunch.txt", "The cafeteria serves lunch from noon. Guests pay 7.50 euros."),
    ]
}

/// A library in a folder of its own, deleted afterwards, with the profile "p" and these files, embedded.
func withLibrary(
    _ files: [SampleFile] = SampleFile.handbook, embedder: any Embedder = WordEmbedder(),
    _ body: (SQLiteLibrary) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = try SQLiteLibrary(at: folder)
    _ = try await library.create(Profile(name: "p"))
    for (index, file) in files.enumerated() {
        let id = DocumentID(rawValue: String(format: "%064x", index + 1))
        let chunks = file.texts.enumerated().map { line, text in
            NewChunk(
                text: text, headings: [],
                pieces: [
                    NewChunk.Piece(
                        range: 0..<text.utf8.count, kind: .paragraph, location: Location(lines: line + 1...line + 1))
                ], tokenCount: embedder.tokenCount(text))
        }
        let document = NewDocument(
            id: id, bytes: Data(file.texts.joined(separator: "\n").utf8), type: .plainText, title: nil, pageCount: nil,
            diagnostics: [], chunks: chunks)
        try await library.add(
            document, as: NewFile(name: file.name, path: nil, size: document.bytes.count, modified: nil), toProfile: "p"
        )
    }
    let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
    let pending = try await library.chunksWithoutVector(in: space, profile: "p", after: 0, limit: 1000)
    if !pending.isEmpty {
        let vectors = try await embedder.embed(pending.map(\.embeddingText), as: .passage)
        try await library.store(zip(pending, vectors).map { (chunk: $0.id, vector: $1) }, in: space)
    }
    try await body(library)
}

/// Asks the profile "p"; the pieces as they came, and the answer.
func ask(
    _ question: String, in library: SQLiteLibrary, engine: any Engine, embedder: any Embedder = WordEmbedder(),
    profile: Profile = Profile(name: "p"), options: AskOptions = AskOptions()
) async throws -> (pieces: [String], answer: Answer) {
    var pieces: [String] = []
    var answers: [Answer] = []
    let assistant = Assistant(profile: profile, library: library, embedder: embedder, engine: engine)
    for try await event in assistant.ask(question, options: options) {
        switch event {
        case .text(let piece): pieces.append(piece)
        case .finished(let answer): answers.append(answer)
        }
    }
    guard answers.count == 1 else { throw CocoaError(.coderInvalidValue) }
    return (pieces, answers[0])
}
