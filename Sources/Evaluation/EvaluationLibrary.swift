internal import Documents
internal import Foundation
public import Inference
public import Ingestion
public import Library

/// A library in a temporary folder that holds an evaluation set, put there by the product's own pipeline.
public struct EvaluationLibrary: Sendable {
    /// The profile that has the texts.
    public static let profile = "evaluation"

    /// The library.
    public let store: SQLiteLibrary
    /// What its vectors come from.
    public let embedder: any Embedder
    private let folder: URL
    /// The ids of the texts that a file holds, by its name: texts that are the same are one document for the library.
    private let ids: [String: [String]]

    /// Adds each text as a Markdown file of its own; a text without a word (Cranfield has two) cannot be found and is left out.
    ///
    /// - Parameters:
    ///   - chunker: what divides them; nil for the product's own.
    ///   - progress: as of `IngestPipeline`.
    /// - Throws: `LibraryError`, `InferenceError`, ``EvaluationError`` or `CancellationError`; then the folder is gone.
    public init(
        of texts: [EvaluationSet.Text], embedder: any Embedder, chunker: Chunker? = nil,
        progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws {
        try await self.init(embedder: embedder, chunker: chunker, progress: progress) { try Self.write(texts, to: $0) }
    }

    /// Adds files of these names and contents.
    ///
    /// - Throws: as the initializer above.
    init(files: [(name: String, content: String)], embedder: any Embedder) async throws {
        try await self.init(embedder: embedder, chunker: nil, progress: { _ in }) { folder in
            for file in files { try Data(file.content.utf8).write(to: folder.appending(path: file.name)) }
            return Dictionary(uniqueKeysWithValues: files.map { ($0.name, [$0.name]) })
        }
    }

    /// - Parameter write: writes the files into a folder and returns the ids of what each holds.
    private init(
        embedder: any Embedder, chunker: Chunker?, progress: @escaping @Sendable (IngestProgress) -> Void,
        write: (URL) throws -> [String: [String]]
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-evaluation-\(UUID().uuidString)")
        self.folder = folder
        self.embedder = embedder
        do {
            let files = folder.appending(path: "files")
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
            ids = try write(files)
            store = try SQLiteLibrary(at: folder.appending(path: "library"))
            _ = try await store.create(Profile(name: Self.profile))
            var pipeline = IngestPipeline(library: store, embedder: embedder)
            if let chunker { pipeline.chunker = chunker }
            let report = try await pipeline.add([files.path], toProfile: Self.profile, progress: progress)
            if let failure = report.failed.first {
                throw EvaluationError("could not add \(report.failed.count) texts: \(failure.message)")
            }
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// The ids of all texts that a document's name stands for, each of which counts as found.
    public func ids(ofDocument name: String) -> [String] { ids[name] ?? [] }

    /// Deletes the folder.
    public func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Files are numbered, since an id may hold what no name of a file can.
    private static func write(_ texts: [EvaluationSet.Text], to folder: URL) throws -> [String: [String]] {
        var names: [String: String] = [:]
        var ids: [String: [String]] = [:]
        for (number, text) in texts.enumerated() where !text.text.allSatisfy(\.isWhitespace) {
            let title = text.title.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : "# \($0)\n\n" } ?? ""
            let content = title + text.text
            if let name = names[content] {
                ids[name]?.append(text.id)
                continue
            }
            let name = "\(number + 1).md"
            try Data(content.utf8).write(to: folder.appending(path: name))
            names[content] = name
            ids[name] = [text.id]
        }
        return ids
    }
}
