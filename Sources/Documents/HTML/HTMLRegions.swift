/// Finds the parts of a page that stand beside what it is about: navigation, footers, cookie banners.
///
/// Elements and roles that say so are believed. A class or an id that is called so is believed where most of the text in it is
/// links, since "menu" may also be that of a restaurant. Inside an article only `nav` and banners for cookies count.
struct HTMLRegions {
    /// Where an element stands.
    struct Place {
        /// The part beside the content that it is in.
        fileprivate(set) var region: Int?
        /// Whether the page says that its content is here.
        fileprivate var isContent = false
    }

    private struct Region {
        /// Whether links need not be counted.
        var isCertain: Bool
        var bytes = 0
        var linkBytes = 0
    }

    /// Of a page with more parts, the further ones are taken for content.
    private static let most = 100_000
    private var regions: [Region] = []

    /// The place of an element in another one.
    mutating func place(of name: String, _ attributes: HTMLAttributes, in outer: Place) -> Place {
        var place = outer
        let role = attributes["role"]?.lowercased() ?? ""
        if name == "main" || name == "article" || role == "main" || role == "article" {
            place.isContent = true
            return place
        }
        guard outer.region.map({ !regions[$0].isCertain }) ?? true, regions.count < Self.most,
            let isCertain = Self.isBeside(name, role, attributes, isInContent: outer.isContent)
        else { return place }
        place.region = regions.count
        regions.append(Region(isCertain: isCertain))
        return place
    }

    /// Counts text in a place.
    mutating func count(_ bytes: Int, isLink: Bool, in place: Place) {
        guard let region = place.region else { return }
        regions[region].bytes += bytes
        if isLink { regions[region].linkBytes += bytes }
    }

    /// Whether a part is beside the content, after all of it was counted.
    func isBeside(_ region: Int?) -> Bool {
        guard let region else { return false }
        return regions[region].isCertain || regions[region].linkBytes * 10 >= regions[region].bytes * 6
    }

    /// Nil for an element that begins no such part; else whether it surely does.
    private static func isBeside(
        _ name: String, _ role: String, _ attributes: HTMLAttributes, isInContent: Bool
    ) -> Bool? {
        if name == "nav" || ["navigation", "menu", "menubar", "search"].contains(role) { return true }
        guard !["html", "body"].contains(name) else { return nil }
        let names = [attributes["id"], attributes["class"]].compactMap { $0?.lowercased() }
        let joined = names.map { $0.filter { $0 != "-" && $0 != "_" } }
        if joined.contains(where: { name in banners.contains(where: name.contains) }) { return true }
        guard !isInContent else { return nil }
        if name == "footer" || role == "contentinfo" { return true }
        if name == "header" || role == "banner" || name == "aside" { return false }
        let words = names.flatMap { $0.split { $0 == " " || $0 == "-" || $0 == "_" } }
        return words.contains(where: classes.contains) ? false : nil
    }

    /// What the ids and classes of banners for cookies have in them, without hyphens.
    private static let banners = [
        "cookiebanner", "cookieconsent", "cookienotice", "cookiebar", "cookiepopup", "cookiemodal", "cookiebot",
        "cookieoverlay", "cookiedialog", "consentbanner", "consentmanager", "onetrust", "gdpr", "usercentrics",
    ]
    private static let classes: Set<Substring> = [
        "nav", "navbar", "navigation", "menu", "menubar", "sidebar", "sphinxsidebar", "breadcrumb", "breadcrumbs",
        "footer",
        "masthead", "topbar", "toolbar", "pagination", "pager", "skip", "skiplink", "social", "share", "sharing",
        "related", "toc",
    ]
}

extension HTMLPage {
    /// Below this share of the page's text, what stands beside the content was the content after all.
    private static let leastShare = 0.1

    /// The pieces that the page is about, and how many characters that a reader sees were left out beside them.
    var content: (pieces: [HTMLPiece], leftOut: Int) {
        let isBeside = pieces.map { regions.isBeside($0.region) }
        let hasTitle = zip(pieces, isBeside).contains { $0.kind == .heading(1) && !$1 }
        var kept: [HTMLPiece] = []
        var sizes = (kept: 0, leftOut: 0)
        for (piece, isBeside) in zip(pieces, isBeside) {
            let size = piece.text.unicodeScalars.count
            if !isBeside || (piece.kind == .heading(1) && !hasTitle) {
                kept.append(piece)
                if !piece.isHidden { sizes.kept += size }
            } else if piece.isHidden {
                kept.append(piece)
            } else {
                sizes.leftOut += size
            }
        }
        guard Double(sizes.kept) >= Self.leastShare * Double(sizes.kept + sizes.leftOut) else { return (pieces, 0) }
        return (kept, sizes.leftOut)
    }
}
