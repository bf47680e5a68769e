internal import Documents
internal import Foundation
internal import Library

/// Which sources a sync looks at.
public enum SyncScope: Sendable, Hashable {
    case everything
    /// Files, folders and patterns.
    case disk
    /// Web addresses.
    case web
}

extension ProfileSources {
    /// Brings a profile up to date with its sources: what is new is added, what changed is read again, what is gone is removed, and
    /// a file that has the same bytes under another path is renamed.
    ///
    /// A source that cannot be reached removes nothing: it is among the report's failures, and its files stay. That holds too for a
    /// folder in which no readable file is left, which may be one that is not mounted. What the user removed does not come back.
    /// A file of unknown source, as libraries of older versions have them, is its own source.
    ///
    /// - Parameter progress: called before each file and after each batch of vectors, from any thread.
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`.
    public func sync(
        profile: String, scope: SyncScope = .everything,
        progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> IngestReport {
        let start = ContinuousClock.now
        var report = IngestReport()
        let sources = try await library.sources(ofProfile: profile)
        let excluded = try await library.excludedPaths(ofProfile: profile)
        if scope != .web {
            report.merge(try await syncDisk(profile, sources.filter { $0.source.kind != .web }, excluded, progress))
        }
        let pages = sources.filter { $0.source.kind == .web }
        if scope != .disk, !pages.isEmpty {
            try await WebFetcher.with(maximumBytes: pipeline.sourceReader.maximumBytes) { fetcher in
                for page in pages {
                    var update = WebUpdate(
                        sources: self, profile: profile, source: page.source, fetcher: fetcher, progress: progress)
                    update.excluded = excluded
                    try await update.run()
                    report.merge(update.report)
                }
            }
        }
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        return report
    }

    private func syncDisk(
        _ profile: String, _ sources: [LibrarySource], _ excluded: Set<String>,
        _ progress: @escaping @Sendable (IngestProgress) -> Void
    ) async throws -> IngestReport {
        let files = try await library.files(ofProfile: profile)
        let rules = pipeline.rules
        var state = try await Background.run { _ in
            DiskState(of: sources, files: files, excluded: excluded, rules: rules)
        }
        var report = IngestReport()
        report.moved = try await move(&state, files, profile)
        if !state.vanished.isEmpty {
            report.removed = try await library.remove(files: state.vanished.map(\.file.name), fromProfile: profile)
                .count
        }
        report.merge(try await pipeline.add(state.sources, toProfile: profile, progress: progress))
        report.failed = state.failures + report.failed
        report.skipped += state.leftOut
        try await assign(state.ids, ofProfile: profile)
        return report
    }

    /// Renames files that have the same bytes under a path that the profile does not know; they are done then.
    private func move(_ state: inout DiskState, _ files: [LibraryFile], _ profile: String) async throws -> Int {
        guard !state.vanished.isEmpty else { return 0 }
        let reader = pipeline.sourceReader
        let moves = try await Moves.find(vanished: state.vanished, sources: state.sources, files: files, reader: reader)
        var names = ProfileFiles(files)
        for move in moves {
            var new = move.file
            new.name = names.name(for: move.source)
            do {
                try await library.move(file: move.old, to: new, inProfile: profile)
            } catch let error as LibraryError where error.code == .fileExists || error.code == .fileNotFound {
                // It is removed and added then.
                continue
            }
            state.vanished.removeAll { $0.file.name == move.old }
            state.sources.removeAll { $0 == move.source }
        }
        return moves.count - state.vanished.count { file in moves.contains { $0.old == file.file.name } }
    }
}
