internal import Foundation
internal import Library

/// One web source that is added or brought up to date: its pages go into the profile in batches as they come.
struct WebUpdate {
    let sources: ProfileSources
    let profile: String
    let source: NewSource
    let fetcher: WebFetcher
    let progress: @Sendable (IngestProgress) -> Void
    /// In a sync the pages that are not to be taken; nil in an add, which takes all.
    var excluded: Set<String>?
    private(set) var report = IngestReport()

    private var batch: [Source] = []
    private var gone: [String] = []
    private var id: Int64?
    private var isRemembered = false
    /// Whether the profile has no page of the source.
    private var hasNothing = false

    /// A batch is stored when it has this many pages or bytes.
    private static let batchLimits = (pages: 8, bytes: 33_554_432)

    init(
        sources: ProfileSources, profile: String, source: NewSource, fetcher: WebFetcher,
        progress: @escaping @Sendable (IngestProgress) -> Void
    ) {
        self.sources = sources
        self.profile = profile
        self.source = source
        self.fetcher = fetcher
        self.progress = progress
    }

    /// Fetches the source and stores what is new; removes pages that are gone.
    mutating func run() async throws {
        guard let start = WebAddress(source.argument, relativeTo: nil) else { return }
        let library = sources.library
        id = try await library.sources(ofProfile: profile).first { $0.source.argument == source.argument }?.id
        let files = try await library.files(ofProfile: profile)
        let known = files.filter {
            $0.file.path != nil && ($0.source == id && id != nil || $0.file.path == source.argument)
        }
        hasNothing = known.isEmpty
        let walk = WebWalk(
            fetcher: fetcher, start: start, settings: WebSettings(source.options, defaults: sources.web),
            known: Dictionary(known.map { ($0.file.name, $0) }) { first, _ in first },
            stored: { try await library.bytes(of: $0.document) }, readers: sources.pipeline.readers)
        try await walk.run { try await take($0) }
        try await flush()
        let names = Set(try await library.files(ofProfile: profile).map(\.file.name))
        gone.removeAll { !names.contains($0) }
        if !gone.isEmpty {
            report.removed += try await library.remove(files: gone, fromProfile: profile).count
        }
    }

    private mutating func take(_ finding: WebFinding) async throws {
        switch finding {
        case .page(let page):
            guard excluded?.contains(page.name) != true else { return }
            batch.append(page)
            let bytes = batch.reduce(0) { $0 + $1.byteCount }
            if batch.count >= Self.batchLimits.pages || bytes >= Self.batchLimits.bytes { try await flush() }
        case .unchanged:
            if excluded == nil { _ = try await remembered() }
            report.unchanged += 1
        case .gone(let name):
            // An add says so, and leaves it to a sync to remove anything.
            if excluded != nil { gone.append(name) } else if name == source.argument { try reportMissing(name) }
        case .failed(let failure):
            // A page that was gone before may come back; until then there is nothing to say.
            let isGoneAsBefore = excluded != nil && hasNothing && failure.code == "notFound"
            if !isGoneAsBefore { report.failed.append(failure) }
        case .skipped: report.skipped += 1
        }
    }

    private mutating func flush() async throws {
        guard !batch.isEmpty else { return }
        let id = try await remembered()
        let pages = batch
        batch = []
        report.merge(try await sources.pipeline.add(pages, toProfile: profile, progress: progress))
        try await sources.assign(Dictionary(pages.map { ($0.name, id) }) { first, _ in first }, ofProfile: profile)
    }

    /// The id of the source, which is remembered from its first page on.
    private mutating func remembered() async throws -> Int64 {
        if isRemembered, let id { return id }
        let id = try await sources.library.remember(source, ofProfile: profile)
        (self.id, isRemembered) = (id, true)
        return id
    }

    private mutating func reportMissing(_ name: String) throws {
        let address = try WebAddress(argument: name)
        report.failed.append(WebFailure.status(404, address, named: address))
    }
}
