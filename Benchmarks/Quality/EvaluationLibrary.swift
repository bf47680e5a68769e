import Documents
import Foundation
import Inference
import Ingestion
import Library

/// A library in a temporary folder that holds an evaluation set, put there by the product's own pipeline.
struct EvaluationLibrary {
    static let profile = "evaluation"

    let store: SQLiteLibrary
    let embedder: any Embedder
    private let folder: URL
    /// The ids of texts that are the same, by each of them: for the library they are one document.
    private let twins: [String: [String]]

    /// Adds each text as a Markdown file named by its id; a text without a word (Cranfield has two) cannot be found and is left out.
    ///
    /// - Parameter chunker: what divides them; nil for the product's own.
    init(of texts: [EvaluationSet.Text], embedder: any Embedder, chunker: Chunker? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-benchmark-\(UUID().uuidString)")
        var ids: [String: [String]] = [:]
        let files = folder.appending(path: "files")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        for text in texts where !text.text.allSatisfy(\.isWhitespace) {
            let title = text.title.flatMap { $0.isEmpty ? nil : "# \($0)\n\n" } ?? ""
            ids[title + text.text, default: []].append(text.id)
            try Data((title + text.text).utf8).write(to: files.appending(path: "\(text.id).txt.md"))
        }
        twins = Dictionary(
            ids.values.filter { $0.count > 1 }.flatMap { same in same.map { ($0, same) } }, uniquingKeysWith: { $1 })
        self.embedder = embedder
        store = try SQLiteLibrary(at: folder.appending(path: "library"))
        _ = try await store.create(Profile(name: Self.profile))
        var pipeline = IngestPipeline(library: store, embedder: embedder)
        if let chunker { pipeline.chunker = chunker }
        let report = try await pipeline.add([files.path], toProfile: Self.profile) { _ in }
        guard report.failed.isEmpty else {
            throw LibraryError(.failed, "could not add \(report.failed.count) texts: \(report.failed[0])")
        }
    }

    /// The id of the text that a document's name stands for.
    static func id(ofDocument name: String) -> String { String(name.dropLast(".txt.md".count)) }

    /// The ids of all texts that a document's name stands for, each of which counts as found.
    func ids(ofDocument name: String) -> [String] {
        let id = Self.id(ofDocument: name)
        return twins[id] ?? [id]
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
