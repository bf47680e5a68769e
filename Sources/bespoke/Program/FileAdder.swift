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
    func add(_ paths: [String], to profile: String) async throws -> ExitStatus {
        let library = try workspace.library()
        _ = try await library.profile(named: profile)
        let pipeline = IngestPipeline(
            library: library, embedder: try await workspace.embedder(), readers: .standard)
        let bar = ProgressBar(console: console)
        let started = ContinuousClock.now
        let report: IngestReport
        do {
            report = try await pipeline.add(paths, toProfile: profile) { bar.show(Self.state(of: $0)) }
        } catch {
            bar.clear()
            throw error
        }
        bar.clear()
        if console.isJSON {
            try console.json(AddReport(report))
        } else {
            for failure in report.failed { try console.explain("\(failure.source): \(failure.message)") }
            try console.note(summary(of: report, seconds: (ContinuousClock.now - started) / .seconds(1)))
        }
        guard !report.failed.isEmpty else { return .done }
        return report.added + report.updated + report.unchanged > 0 ? .partlyDone : .failed
    }

    private static func state(of progress: IngestProgress) -> ProgressBar.State {
        let isEmbedding = progress.chunksTotal > 0 && progress.filesDone == progress.filesTotal
        return ProgressBar.State(
            activity: isEmbedding ? "embedding" : "reading", subject: progress.current,
            done: isEmbedding ? progress.chunksDone : progress.filesDone,
            total: isEmbedding ? progress.chunksTotal : progress.filesTotal,
            rate: { "\(Quantity.grouped(Int($0.rounded()))) \(isEmbedding ? "chunks" : "files")/s" })
    }

    private func summary(of report: IngestReport, seconds: Double) -> String {
        let counts = [
            (report.added, "added"), (report.updated, "updated"), (report.unchanged, "unchanged"),
            (report.removed, "removed"), (report.failed.count, "failed"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\(Quantity.grouped($0.0)) \($0.1)" }
        let files = parts.isEmpty ? "nothing to add" : parts.joined(separator: ", ")
        return "\(files); \(Quantity.count(report.chunks, "chunk")) in \(Quantity.decimal(seconds, 1)) s"
    }
}
