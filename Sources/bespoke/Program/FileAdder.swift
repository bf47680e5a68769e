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
            try console.note(summary(of: report))
        }
        guard !report.failed.isEmpty else { return .done }
        return report.added + report.updated + report.unchanged > 0 ? .partlyDone : .failed
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
            (report.failed.count, "failed"), (report.skipped, "of another type left out"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\(Quantity.grouped($0.0)) \($0.1)" }
        let files = parts.isEmpty ? "nothing to add" : parts.joined(separator: ", ")
        return
            "\(files); \(Quantity.count(report.embedded, "chunk")) embedded in \(Quantity.decimal(report.seconds, 1)) s"
    }
}
