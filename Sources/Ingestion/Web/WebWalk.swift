internal import Documents
internal import Foundation
internal import Library

/// Something that a walk through a web source came upon.
enum WebFinding: Sendable {
    /// A page that is new, or may be.
    case page(Source)
    /// A page that the server says is as it was.
    case unchanged(String)
    /// A page of the profile that is there no more, or that is not to be kept.
    case gone(String)
    /// A page that should be there and cannot be had.
    case failed(IngestFailure)
    /// A link to nothing that is read.
    case skipped
}

/// A walk through what a web address stands for: a page or file, the entries of a feed, or the pages of a site.
struct WebWalk: Sendable {
    let fetcher: WebFetcher
    let start: WebAddress
    let settings: WebSettings
    /// The profile's pages of this source, by address.
    let known: [String: LibraryFile]
    /// The bytes that the library has of a page, for the links of one that did not change.
    let stored: @Sendable (LibraryFile) async throws -> Data
    let readers: DocumentReaders

    typealias Taker = (WebFinding) async throws -> Void

    /// Fetches, and hands out what it finds.
    ///
    /// - Throws: `CancellationError`, and what `take` and ``stored`` throw; what is wrong with a page is a finding.
    func run(_ take: Taker) async throws {
        let name = "\(start)"
        do {
            switch try await fetcher.fetch(start, validators: validators(of: name), settings: settings) {
            case .page(let page):
                if let feed = try await feed(in: page) {
                    try await walk(feed, take)
                } else if let depth = settings.crawlDepth {
                    var crawl = SiteWalk(walk: self, depth: depth)
                    try await crawl.run(from: page, take)
                } else {
                    try await take(.page(page.source(named: name)))
                }
            case .notModified:
                guard let depth = settings.crawlDepth, let file = known[name] else {
                    return try await take(.unchanged(name))
                }
                let page = FetchedPage(
                    address: start, bytes: try await stored(file), typeName: file.typeName,
                    validators: file.file.validators)
                var crawl = SiteWalk(walk: self, depth: depth)
                try await crawl.run(from: page, isUnchanged: true, take)
            }
        } catch let failure as IngestFailure {
            try await take(failure.code == "notFound" && known[name] != nil ? .gone(name) : .failed(failure))
        }
    }

    func validators(of name: String) -> WebValidators { known[name]?.file.validators ?? WebValidators() }

    private func feed(in page: FetchedPage) async throws -> Feed? {
        try await Background.run { _ in Feed(page.bytes, at: page.address) }
    }

    /// Takes the entries of a feed: the pages that they lead to, or, where these cannot be had, what the feed holds of them.
    private func walk(_ feed: Feed, _ take: Taker) async throws {
        for entry in feed.entries.prefix(settings.maximumPages) {
            let name = entry.name(in: start)
            guard let link = entry.link else {
                try await take(.page(entry.source(named: name)))
                continue
            }
            do {
                switch try await fetcher.fetch(link, validators: validators(of: name), settings: settings) {
                case .page(let page): try await take(.page(page.source(named: name)))
                case .notModified: try await take(.unchanged(name))
                }
            } catch let failure as IngestFailure {
                // What was taken before stays, also where its page is gone.
                if known[name] != nil {
                    try await take(failure.code == "notFound" ? .unchanged(name) : .failed(failure))
                } else if entry.content.isEmpty {
                    try await take(.failed(failure))
                } else {
                    try await take(.page(entry.source(named: name)))
                }
            }
        }
        if feed.entries.count > settings.maximumPages {
            try await take(.failed(WebFailure.tooManyPages(start, settings.maximumPages)))
        }
    }
}

extension FetchedPage {
    func source(named name: String) -> Source {
        Source(name: name, content: .web(bytes, typeName: typeName, validators: validators))
    }
}

extension LibraryFile {
    /// A name by whose ending its bytes are known for what they were.
    var typeName: String { type == .html ? "page.html" : "" }
}

extension Feed.Entry {
    fileprivate func source(named name: String) -> Source {
        Source(name: name, content: .web(page, typeName: "entry.html", validators: WebValidators()))
    }
}
