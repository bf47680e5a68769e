internal import Documents
internal import Foundation
internal import Ingestion
internal import Library

/// Adds files to a profile and tells how it goes.
struct FileAdder {
    let console: Console
    let workspace: Workspace

    /// Adds what `paths` name and writes the result.
    ///
    /// - Returns: `partlyDone` where some inputs failed, `failed` where all of them did.
    func add(_ paths: [String], to profile: String, web: WebSettings = WebSettings()) async throws -> ExitStatus {
        var sources = try await sources(of: profile)
        sources.web = web
        return try await report { [sources] in try await sources.add(paths, toProfile: profile, progress: $0) }
    }

    /// Brings the profile up to date with its sources and writes the result.
    ///
    /// - Returns: as ``add(_:to:web:)``.
    func sync(_ profile: String) async throws -> ExitStatus {
        let sources = try await sources(of: profile)
        return try await report { try await sources.sync(profile: profile, progress: $0) }
    }

    /// The sources of a profile.
    func sources(of profile: String) async throws -> ProfileSources {
        let library = try workspace.library()
        _ = try await library.profile(named: profile)
        return ProfileSources(
            pipeline: IngestPipeline(
                library: library, embedder: try await workspace.embedder(), readers: .standard))
    }

    private func report(
        _ work: (@escaping @Sendable (IngestProgress) -> Void) async throws -> IngestReport
    ) async throws -> ExitStatus {
        let bar = ProgressBar(console: console)
        let report: IngestReport
        do {
            report = try await work { bar.show(Self.state(of: $0)) }
        } catch {
            bar.clear()
            throw error
        }
        bar.clear()
        if console.isJSON {
            try console.json(AddReport(report))
        } else {
            for failure in report.failed { try console.explain("\(failure.source): \(failure.message)") }
            try console.note(summary(of: report))
        }
        guard !report.failed.isEmpty else { return .done }
        let done = report.added + report.updated + report.unchanged + report.moved + report.removed
        return done > 0 ? .partlyDone : .failed
    }

    private static func state(of progress: IngestProgress) -> ProgressBar.State {
        switch progress.phase {
        case .reading:
            ProgressBar.State(
                activity: "reading", subject: progress.current, done: progress.filesDone, total: progress.filesTotal,
                rate: { "\(Quantity.grouped(Int($0.rounded()))) files/s" })
        case .embedding:
            ProgressBar.State(
                activity: "embedding", subject: progress.current, done: progress.chunksDone,
                total: progress.chunksTotal, rate: { "\(Quantity.grouped(Int($0.rounded()))) chunks/s" })
        }
    }

    private func summary(of report: IngestReport) -> String {
        let counts = [
            (report.added, "added"), (report.updated, "updated"), (report.unchanged, "unchanged"),
            (report.moved, "moved"), (report.removed, "removed"),
            (report.failed.count, "failed"), (report.skipped, "of another type left out"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\(Quantity.grouped($0.0)) \($0.1)" }
        let files = parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
        return
            "\(files); \(Quantity.count(report.embedded, "chunk")) embedded in \(Quantity.decimal(report.seconds, 1)) s"
    }
}
