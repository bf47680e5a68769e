internal import Documents
internal import Foundation
internal import Ingestion
internal import Library

/// Adds files to a profile and tells how it goes.
struct FileAdder {
    let console: Console
    let workspace: Workspace
    /// Whether the command ends before the vectors are computed.
    var leavesVectors = false
    /// The least share of a document's pages that must give text.
    var leastCoverage: Double?
    /// What reads the files.
    var readers = DocumentReaders.standard

    /// Adds what `paths` name and writes the result.
    ///
    /// - Returns: `partlyDone` where some inputs failed or gave too little text, `failed` where all of them failed.
    func add(_ paths: [String], to profile: String, web: WebSettings = WebSettings()) async throws -> ExitStatus {
        var sources = try await sources(of: profile)
        sources.web = web
        return try await report(on: profile) { [sources] in
            try await sources.add(paths, toProfile: profile, progress: $0)
        }
    }

    /// Brings the profile up to date with its sources and writes the result.
    ///
    /// - Returns: as ``add(_:to:web:)``.
    func sync(_ profile: String) async throws -> ExitStatus {
        let sources = try await sources(of: profile)
        return try await report(on: profile) { try await sources.sync(profile: profile, progress: $0) }
    }

    /// The sources of a profile.
    func sources(of profile: String) async throws -> ProfileSources {
        let library = try workspace.library()
        _ = try await library.profile(named: profile)
        var pipeline = IngestPipeline(
            library: library, embedder: try await workspace.embedder(of: library), readers: readers)
        pipeline.computesVectors = !leavesVectors
        return ProfileSources(pipeline: pipeline)
    }

    private func report(
        on profile: String, _ work: (@escaping @Sendable (IngestProgress) -> Void) async throws -> IngestReport
    ) async throws -> ExitStatus {
        let progress = IngestProgressReporter(console: console)
        let report: IngestReport
        do {
            report = try await work { progress.show($0) }
        } catch {
            progress.clear()
            throw error
        }
        progress.clear()
        let incomplete = try await incompleteFiles(of: profile)
        if console.isJSON {
            try console.json(AddReport(report, incomplete: leastCoverage == nil ? nil : incomplete))
        } else {
            for failure in report.failed { try console.explain("\(failure.source): \(failure.message)") }
            for file in incomplete { try console.explain(Self.explanation(of: file)) }
            try console.note(summary(of: report))
            if leavesVectors, report.pending > 0 {
                try console.note(
                    "\(Quantity.count(report.pending, "chunk")) can be found by their words only until "
                        + "“bespoke add \(profile)” has computed their vectors.")
            }
        }
        let done = report.added + report.updated + report.unchanged + report.moved + report.removed
        guard report.failed.isEmpty else { return done > 0 ? .partlyDone : .failed }
        return incomplete.isEmpty ? .done : .partlyDone
    }

    /// The profile's files of which too few pages gave text.
    private func incompleteFiles(of profile: String) async throws -> [LibraryFile] {
        guard let leastCoverage else { return [] }
        return try await workspace.library().files(ofProfile: profile).filter {
            ($0.ledger?.coverage ?? 1) < leastCoverage
        }
    }

    private static func explanation(of file: LibraryFile) -> String {
        guard let ledger = file.ledger, let pages = ledger.pages else { return file.file.name }
        return
            "\(file.file.name): only \(pages - ledger.emptyPages.count) of \(Quantity.count(pages, "page")) gave text "
            + "(\(Int(ledger.coverage * 100)) %); without: \(PageList.text(ledger.emptyPages))"
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
