internal import Documents
internal import Foundation

/// A feed of news: RSS 0.9 to 2.0, RSS 1.0 (RDF), or Atom (RFC 4287).
struct Feed: Sendable {
    /// One of its news.
    struct Entry: Sendable, Hashable {
        /// The page that it leads to.
        var link: WebAddress?
        /// What the feed calls it, for entries without a link.
        var id: String
        var title: String
        /// HTML, or text; "" where the feed holds none.
        var content: String
    }

    /// In the order of the feed.
    private(set) var entries: [Entry] = []

    /// How many bytes at the start are looked at.
    private static let sampleSize = 2_048

    /// Reads a feed; nil for what is none. Blocks its thread.
    ///
    /// - Parameter address: what relative links start from.
    init?(_ bytes: Data, at address: WebAddress) {
        let start = String(decoding: bytes.prefix(Self.sampleSize), as: UTF8.self)
        guard ["<rss", "<feed", "RDF"].contains(where: start.contains),
            let root = try? XMLTreeReader().read(bytes).root
        else { return nil }
        let items: [XMLTreeElement]
        switch root.name {
        case "rss": items = root.child("channel")?.children("item") ?? []
        case "RDF": items = root.children("item")
        case "feed": items = root.children("entry")
        default: return nil
        }
        entries = items.compactMap { Self.entry($0, isAtom: root.name == "feed", at: address) }
    }

    private static func entry(_ item: XMLTreeElement, isAtom: Bool, at address: WebAddress) -> Entry? {
        func text(_ names: String...) -> String {
            names.lazy.compactMap { item.child($0)?.text.trimmingCharacters(in: .whitespacesAndNewlines) }
                .first { !$0.isEmpty } ?? ""
        }
        let target: String?
        if isAtom {
            let links = item.children("link").filter { ["alternate", nil].contains($0["rel"]) }
            target = links.first?["href"]
        } else {
            target = text("link")
        }
        let link = target.flatMap { $0.isEmpty ? nil : address.resolve($0) }
        let entry = Entry(
            link: link, id: text("guid", "id"), title: text("title"),
            content: text("encoded", "content", "description", "summary"))
        return link == nil && entry.content.isEmpty ? nil : entry
    }
}

extension Feed.Entry {
    /// What the document is called: the page's address, or the feed's with the entry's own name.
    func name(in feed: WebAddress) -> String {
        let fragment = (id.isEmpty ? title : id).addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? ""
        return link.map { "\($0)" } ?? "\(feed)#\(fragment)"
    }

    /// What the feed says of it, as a page.
    var page: Data {
        let title = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return Data("<!DOCTYPE html><html><head><title>\(title)</title></head><body>\(content)</body></html>".utf8)
    }
}
