import Foundation
import Ingestion
import Library

/// A library with the profile "p", and a folder for the files that go into it.
struct Workshop {
    let folder: URL
    let library: SQLiteLibrary
    let space = VectorSpace(name: "counting", dimension: 8)

    static func run<Value>(_ body: (Workshop) async throws -> Value) async throws -> Value {
        try await withFolder { root in
            let library = try SQLiteLibrary(at: root.appending(path: "home"))
            _ = try await library.create(Profile(name: "p"))
            return try await body(Workshop(folder: root.appending(path: "files"), library: library))
        }
    }

    func pipeline(_ embedder: CountingEmbedder = CountingEmbedder()) -> IngestPipeline {
        IngestPipeline(library: library, embedder: embedder)
    }

    @discardableResult
    func add(_ arguments: String..., with embedder: CountingEmbedder = CountingEmbedder()) async throws -> IngestReport
    {
        try await pipeline(embedder).add(arguments, toProfile: "p", base: folder)
    }

    /// Writes a file; its time differs from that of the version before.
    func write(_ text: String, to path: String) async throws {
        try folder.write([path: text])
    }

    /// Names of the profile's files.
    func names() async throws -> [String] { try await library.files(ofProfile: "p").map(\.file.name) }

    /// Texts of the chunks that a full-text search finds.
    func found(_ query: String) async throws -> [String] {
        let hits = try await library.fullTextSearch(query, profile: "p", limit: 10)
        return try await library.chunks(hits.map(\.id), profile: "p").map(\.content.text)
    }

    /// A text of many chunks.
    static func longText(_ topic: String, paragraphs: Int) -> String {
        (0..<paragraphs).map { "## \(topic) \($0)\n\nThe \(topic) number \($0) is described in this paragraph." }
            .joined(separator: "\n\n")
    }
}
