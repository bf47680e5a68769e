internal import Crypto
internal import Documents
internal import Foundation
internal import Library

/// A walk over the links of a site, breadth first: pages of the same scheme, host and port, below the folder of the first page.
///
/// Pages with the same bytes are taken once, and so are pages that differ in their query and name one address as their own; that and
/// the limits on pages, depth and the length of addresses bound what a site that makes up pages can do.
struct SiteWalk {
    let walk: WebWalk
    /// How many links deep.
    let depth: Int

    private var queue: [(address: WebAddress, depth: Int)] = []
    private var seen: Set<WebAddress> = []
    private var digests: Set<SHA256Digest> = []
    private var reported: Set<String> = []
    private var taken = 0
    private var origin = ""
    private var folder = ""

    init(walk: WebWalk, depth: Int) {
        self.walk = walk
        self.depth = depth
    }

    /// Walks from the first page, which is there already, and looks whether known pages that no link leads to are still there.
    mutating func run(from first: FetchedPage, isUnchanged: Bool = false, _ take: WebWalk.Taker) async throws {
        origin = first.address.origin
        folder = String(first.address.folder)
        seen = [walk.start, first.address]
        try await visit(first, asked: first.address, depth: 0, isUnchanged: isUnchanged, take)
        while !queue.isEmpty {
            try Task.checkCancellation()
            guard taken < walk.settings.maximumPages else {
                return try await take(.failed(WebFailure.tooManyPages(walk.start, walk.settings.maximumPages)))
            }
            let (address, depth) = queue.removeFirst()
            try await fetch(address, depth: depth, take)
        }
        for name in walk.known.keys.sorted() where !reported.contains(name) {
            guard let address = WebAddress(name, relativeTo: nil) else { continue }
            try await fetch(address, depth: depth, take)
        }
    }

    private mutating func fetch(_ address: WebAddress, depth: Int, _ take: WebWalk.Taker) async throws {
        let name = "\(address)"
        do {
            // What the profile has is fetched all the same, which fails with the reason.
            if walk.known[name] == nil, try await !walk.fetcher.mayFetch(address, settings: walk.settings) { return }
            let outcome = try await walk.fetcher.fetch(
                address, validators: walk.validators(of: name), settings: walk.settings)
            switch outcome {
            case .page(let page):
                let isElsewhere = page.address != address && !seen.insert(page.address).inserted
                guard !isElsewhere, isInside(page.address) else {
                    // A site in repair sends everybody elsewhere for a while.
                    if walk.known[name] != nil, !page.hasMoved { throw WebFailure.elsewhere(address, page.address) }
                    return try await leaveOut(name, take)
                }
                try await visit(page, asked: address, depth: depth, isUnchanged: false, take)
            case .notModified:
                guard let file = walk.known[name] else { return }
                let page = FetchedPage(
                    address: address, bytes: try await walk.stored(file), typeName: file.typeName,
                    validators: file.file.validators)
                try await visit(page, asked: address, depth: depth, isUnchanged: true, take)
            }
        } catch let failure as IngestFailure where failure.code == "notFound" {
            try await leaveOut(name, take)
        } catch let failure as IngestFailure {
            reported.insert(name)
            try await take(.failed(failure))
        }
    }

    /// Takes a page, and puts its links into the queue.
    private mutating func visit(
        _ page: FetchedPage, asked: WebAddress, depth: Int, isUnchanged: Bool, _ take: WebWalk.Taker
    ) async throws {
        let readers = walk.readers
        let (type, links) = try await Background.run { _ in
            let type = try? readers.type(of: page.bytes, name: page.typeName)
            return (type, type == .html ? PageLinks(page.bytes) : nil)
        }
        let robots = page.robots.union(links?.robots ?? [])
        if let links, depth < self.depth, robots.isDisjoint(with: ["nofollow", "none"]) {
            for target in links.targets {
                guard let link = page.address.resolve(target, base: links.base), isInside(link),
                    seen.insert(link).inserted
                else { continue }
                queue.append((link, depth + 1))
            }
        }
        let own = ownAddress(of: page, links)
        let isSeen = own != page.address && !seen.insert(own).inserted
        guard robots.isDisjoint(with: ["noindex", "none"]), !isSeen else { return try await leaveOut("\(asked)", take) }
        queue.removeAll { $0.address == own }
        let name = "\(own)"
        let isNew = digests.insert(SHA256.hash(data: page.bytes)).inserted
        let isText = type.map { !DocumentType.pictures.contains($0) } ?? false
        // What the profile has stays, even where a failing site sends the same empty page for everything.
        if walk.known[name] == nil {
            guard isText else { return try await take(.skipped) }
            guard isNew else { return try await leaveOut("\(asked)", take) }
        }
        taken += 1
        reported.insert(name)
        try await take(isUnchanged ? .unchanged(name) : .page(page.source(named: name)))
    }

    /// The address that the page gives as its own, where it differs in the query only: others are often wrong.
    private func ownAddress(of page: FetchedPage, _ links: PageLinks?) -> WebAddress {
        guard let own = links?.canonical.flatMap({ page.address.resolve($0, base: links?.base) }),
            own.origin == page.address.origin, own.url.path == page.address.url.path
        else { return page.address }
        return own
    }

    private mutating func leaveOut(_ name: String, _ take: WebWalk.Taker) async throws {
        if walk.known[name] != nil, reported.insert(name).inserted { try await take(.gone(name)) }
    }

    private func isInside(_ address: WebAddress) -> Bool {
        address.origin == origin && address.pathAndQuery.hasPrefix(folder)
    }
}
