internal import Documents
internal import Foundation
internal import Library

/// One ingest: reads files while those before them are stored.
struct IngestRun {
    let pipeline: IngestPipeline
    let profile: String
    var files: ProfileFiles
    let progress: @Sendable (IngestProgress) -> Void
    var report = IngestReport()
    var state = IngestProgress()
    private var jobs: [SourceJob] = []
    private var attached: Set<String> = []
    /// Of the files inside the source that is being stored.
    private var unpackedBytes = 0

    init(
        pipeline: IngestPipeline, profile: String, files: ProfileFiles,
        progress: @escaping @Sendable (IngestProgress) -> Void
    ) {
        self.pipeline = pipeline
        self.profile = profile
        self.files = files
        self.progress = progress
    }

    /// Adds all sources; fills ``report`` but for the vectors.
    ///
    /// - Returns: whether the library took everything.
    mutating func add(_ sources: [Source]) async throws -> Bool {
        do {
            try await addEach(sources)
            if report.updated > 0 {
                try await pipeline.library.compact()
            } else if report.added > 0 {
                try await pipeline.library.settle()
            }
            try await countAttachedChunks()
            return true
        } catch let error as LibraryError where error.endsIngest {
            let open = jobs.dropFirst(state.filesDone)
            report.failed += open.map { job in
                IngestFailure(
                    source: job.name, code: error.code.rawValue, message: "\(job.name) was not added: \(error.message)")
            }
            if open.isEmpty { report.failed.append(failure(error, what: "what was replaced was not erased yet")) }
            try await countAttachedChunks()
            return false
        }
    }

    /// Computes the vectors that are missing.
    mutating func embed() async throws {
        do {
            try await pipeline.embedPending(
                profile: profile, after: state, embedded: &report.embedded, progress: progress)
        } catch let error as LibraryError where error.endsIngest {
            report.failed.append(
                failure(error, what: "some chunks have no vector yet, and are found by their words only"))
        }
    }

    private func failure(_ error: LibraryError, what: String) -> IngestFailure {
        IngestFailure(source: profile, code: error.code.rawValue, message: "\(what): \(error.message)")
    }

    private mutating func addEach(_ sources: [Source]) async throws {
        state.filesTotal = sources.count
        jobs = sources.map { source in
            let name = files.name(for: source)
            return SourceJob(pipeline: pipeline, source: source, name: name, known: files.file(named: name))
        }
        try await ReadAhead(jobs: jobs).forEach { job, outcome in
            show(job.name)
            try await store(outcome, of: job)
            state.filesDone += 1
        }
        if let last = jobs.last { show(last.name) }
    }

    private mutating func store(_ outcome: SourceJob.Outcome, of job: SourceJob, depth: Int = 0) async throws {
        try Task.checkCancellation()
        switch outcome {
        case .unchanged: report.unchanged += 1
        case .failed(let error): report.failed.append(IngestFailure(job.name, error))
        case .known(let id, let file):
            do {
                try await pipeline.library.attach(id, as: file, toProfile: profile)
                count(file, of: job, document: id)
                attached.insert(file.name)
            } catch let error as LibraryError where error.code == .documentNotFound {
                // Another process removed the document after this one had looked.
                try await store(try await job.prepare(ignoringLibrary: true), of: job, depth: depth)
            }
        case .long(let document, let file):
            do {
                report.chunks += try await pipeline.library.add(document, as: file, toProfile: profile)
                count(file, of: job, document: document.id)
            } catch let error as DocumentError {
                report.failed.append(IngestFailure(job.name, error))
            }
        case .document(let document, let file, let children):
            // Before the document itself: where this is interrupted, the next ingest takes it for new.
            try await store(children, of: job, depth: depth + 1)
            try await pipeline.library.add(document, as: file, toProfile: profile)
            count(file, of: job, document: document.id)
            report.chunks += document.chunks.count
        }
    }

    /// Documents within documents that are taken: an archive that is attached to a message in a mailbox, and what is in it.
    private static let maximumDepth = 4
    /// Stores the files inside a document, and removes those that a former version of it had.
    private mutating func store(_ children: [Source], of parent: SourceJob, depth: Int) async throws {
        guard depth <= Self.maximumDepth else { return report.skipped += children.count }
        if depth == 1 { unpackedBytes = 0 }
        unpackedBytes += children.reduce(0) { $0 + $1.byteCount }
        guard unpackedBytes <= pipeline.maximumUnpackedBytes else {
            let error = DocumentError(
                .limitExceeded,
                "what is in \(parent.name) was not added: with the archives around it, it unpacks to more than "
                    + "\(pipeline.maximumUnpackedBytes / 1_048_576) MiB; divide it into smaller files")
            return report.failed.append(IngestFailure(parent.name, error))
        }
        for child in children {
            let job = SourceJob(
                pipeline: pipeline, source: child, name: child.name, known: files.file(named: child.name))
            show(child.name)
            let outcome = try await job.prepare()
            if case .failed(let error) = outcome, error.isNoDocument {
                report.skipped += 1
            } else {
                try await store(outcome, of: job, depth: depth)
            }
        }
        let names = Set(children.map(\.name))
        let gone = files.children(of: parent.name).filter { name in
            !names.contains(name) && !PathNames.beginnings(of: name).contains(where: names.contains)
        }
        guard !gone.isEmpty else { return }
        try await pipeline.library.remove(files: gone, fromProfile: profile)
        report.removed += gone.count
    }

    private mutating func count(_ file: NewFile, of job: SourceJob, document: DocumentID) {
        report.bytes += file.size
        state.bytesDone += file.size
        switch job.known {
        case nil: report.added += 1
        case let known? where known.document == document: report.unchanged += 1
        default: report.updated += 1
        }
    }

    private mutating func countAttachedChunks() async throws {
        guard !attached.isEmpty else { return }
        for file in try await pipeline.library.files(ofProfile: profile) where attached.contains(file.file.name) {
            if files.file(named: file.file.name)?.document != file.document { report.chunks += file.chunkCount }
        }
    }

    private mutating func show(_ name: String) {
        state.current = name
        progress(state)
    }
}

extension DocumentError {
    /// Whether a file inside a document is passed over for it, as files of folders are.
    fileprivate var isNoDocument: Bool { [.unsupportedFormat, .noText, .empty, .toolMissing].contains(code) }
}

extension LibraryError {
    /// Whether the library takes no more for now, while what it took stays.
    fileprivate var endsIngest: Bool { code == .diskFull || code == .busy || code == .failed }
}
