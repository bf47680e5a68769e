internal import Documents
public import Foundation
internal import Library

/// What the files of a profile come from: adds and remembers sources, and brings the profile up to date with them.
///
/// ```swift
/// let sources = ProfileSources(pipeline: pipeline)
/// try await sources.add(["docs", "https://example.com/guide/"], toProfile: "handbook")
/// let report = try await sources.sync(profile: "handbook")
/// report.removed  // files that docs has no more
/// ```
public struct ProfileSources: Sendable {
    let pipeline: IngestPipeline
    /// How pages are fetched that are added now, and what those that were added before do not say.
    public var web = WebSettings()

    /// Creates the sources of the pipeline's library.
    public init(pipeline: IngestPipeline) { self.pipeline = pipeline }

    var library: any LibraryStore { pipeline.library }

    /// Adds files, folders, patterns, web addresses, and `-` for standard input, and remembers them for ``sync(profile:scope:progress:)``.
    ///
    /// What the user had removed is taken again. A source is remembered once something of it was found.
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
        var report = IngestReport()
        let addresses = arguments.filter(WebAddress.isMeant)
        let paths = arguments.filter { !WebAddress.isMeant(by: $0) }
        if addresses.isEmpty || !paths.isEmpty {
            report.merge(try await addPaths(paths, toProfile: profile, base: base, progress: progress))
        }
        if !addresses.isEmpty {
            try await WebFetcher.with(maximumBytes: pipeline.sourceReader.maximumBytes) { fetcher in
                for argument in addresses {
                    do {
                        let source = NewSource(try WebAddress(argument: argument), settings: web)
                        var update = WebUpdate(
                            sources: self, profile: profile, source: source, fetcher: fetcher, progress: progress)
                        try await update.run()
                        report.merge(update.report)
                    } catch let failure as IngestFailure {
                        report.failed.append(failure)
                    }
                }
            }
        }
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        return report
    }

    private func addPaths(
        _ paths: [String], toProfile profile: String, base: URL, progress: @escaping @Sendable (IngestProgress) -> Void
    ) async throws -> IngestReport {
        let rules = pipeline.rules
        let found = try await Background.run { _ in
            paths.map { (SourceArgument.source($0, base: base), SourceList.expand([$0], base: base, rules: rules)) }
        }
        var ids: [String: Int64] = [:]
        var all: [Source] = []
        var paths: Set<String> = []
        for (source, list) in found {
            let new = list.sources.filter { $0.path.map { paths.insert($0).inserted } ?? !all.contains($0) }
            all += new
            guard let source, !list.sources.isEmpty else { continue }
            let id = try await library.remember(source, ofProfile: profile)
            for path in new.compactMap(\.path) { ids[path] = id }
        }
        var report = try await pipeline.add(all, toProfile: profile, progress: progress)
        var failures: [IngestFailure] = []
        for (_, list) in found {
            failures += list.failures.filter { !failures.contains($0) }
            report.skipped += list.leftOut
        }
        report.failed = failures + report.failed
        try await assign(ids, ofProfile: profile)
        return report
    }

    /// Says of the files at these paths which source brought them, where that is not known or has changed.
    func assign(_ ids: [String: Int64], ofProfile profile: String) async throws {
        guard !ids.isEmpty else { return }
        let excluded = try await library.excludedPaths(ofProfile: profile)
        var names: [Int64: [String]] = [:]
        for file in try await library.files(ofProfile: profile) {
            guard let path = file.file.path, let id = ids[path] else { continue }
            if file.source != id || excluded.contains(path) { names[id, default: []].append(file.file.name) }
        }
        for (id, names) in names { try await library.assign(names, toSource: id, ofProfile: profile) }
    }
}
