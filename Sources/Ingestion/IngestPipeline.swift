public import Documents
public import Foundation
public import Inference
public import Library

/// Brings files into a profile: read, divided into chunks, stored, embedded.
///
/// ```swift
/// let pipeline = IngestPipeline(library: library, embedder: embedder)
/// let report = try await pipeline.add(["docs", "handbook.pdf"], toProfile: "handbook")
/// ```
///
/// - A file is searchable by words as soon as it is stored; vectors follow when all files are there. Files are read on all
///   processors and so are vectors computed, so that doing one after the other takes no longer and lets one ask sooner.
/// - A file whose size and time are those of the last ingest is not read again. Bytes that the library has are not
///   read, divided or embedded again, whatever their name.
/// - One file that cannot be read is reported and stops nothing. A library that takes no more, as on a full disk, ends
///   the ingest, and the report says what was not done. Another error of the library or the embedder is thrown.
/// - What was done when an ingest is cancelled or killed stays done, and the next one goes on from there: at most one
///   batch of vectors is computed again.
public struct IngestPipeline: Sendable {
    let library: any LibraryStore
    let embedder: any Embedder
    let readers: DocumentReaders
    let rules: SourceRules
    /// What divides documents; by default into what the embedder can read at once.
    package var chunker: Chunker
    /// Whether ``add(_:toProfile:base:progress:)`` computes the vectors too. The default is true; else the next ingest does.
    public var computesVectors = true
    /// The most bytes of all files inside one source, those in archives inside it included. The default is 1 GiB.
    package var maximumUnpackedBytes = 1_073_741_824
    /// How texts are read that are too long for memory.
    package var longTexts = LongText.Limits()
    /// Reads files.
    package var sourceReader: SourceReader

    /// What the embedder's vectors may be compared with.
    var space: VectorSpace { VectorSpace(name: embedder.name, dimension: embedder.dimension) }

    /// Creates a pipeline.
    ///
    /// - Parameters:
    ///   - rules: which files of folders are taken, and how large a file may be.
    public init(
        library: any LibraryStore, embedder: any Embedder, readers: DocumentReaders = .standard,
        rules: SourceRules = SourceRules()
    ) {
        self.library = library
        self.embedder = embedder
        self.readers = readers
        self.rules = rules
        chunker = Chunker(embedder: embedder)
        sourceReader = SourceReader(maximumBytes: min(rules.maximumBytes, readers.maximumBytes))
    }

    /// Adds files, folders, patterns, and `-` for standard input; see ``SourceList``. Without any of them it only
    /// computes the vectors that an earlier ingest left open.
    ///
    /// - Parameters:
    ///   - base: the folder that relative paths start from.
    ///   - progress: called before each file and after each batch of vectors, from any thread.
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`.
    public func add(
        _ arguments: [String], toProfile profile: String,
        base: URL = URL(filePath: FileManager.default.currentDirectoryPath),
        progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> IngestReport {
        let start = ContinuousClock.now
        let rules = rules
        let list = try await Background.run { _ in SourceList.expand(arguments, base: base, rules: rules) }
        var report = try await add(list.sources, toProfile: profile, progress: progress)
        report.failed = list.failures + report.failed
        report.skipped += list.leftOut
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        return report
    }

    /// Adds sources.
    ///
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`.
    public func add(
        _ sources: [Source], toProfile profile: String,
        progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> IngestReport {
        let start = ContinuousClock.now
        let files = ProfileFiles(try await library.files(ofProfile: profile))
        var run = IngestRun(pipeline: self, profile: profile, files: files, progress: progress)
        if try await run.add(sources), computesVectors { try await run.embed() }
        run.report.pending = try await library.pendingVectors(
            in: space, profile: profile)
        run.report.seconds = (ContinuousClock.now - start) / .seconds(1)
        return run.report
    }
}
