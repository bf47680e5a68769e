/// The package of a book: its title, its chapters in reading order and where its table of contents is.
///
/// Source: EPUB 3.3, 5; Open Packaging Format 2.0.1.
struct EPUBBook {
    private(set) var title: String?
    /// The parts to be read, in order.
    private(set) var chapters: [String] = []
    /// The table of contents as a page (EPUB 3).
    private(set) var navigation: String?
    /// The table of contents as data (EPUB 2).
    private(set) var ncx: String?

    private struct Item {
        var part: String
        var media: String
    }

    /// - Throws: ``DocumentError`` with the code `damaged` if the package is missing.
    init(_ package: OfficePackage) throws {
        let container = try package.tree("META-INF/container.xml")
        let stated = container?.first("rootfile")?["full-path"].flatMap { Relationships.path($0, in: []) }
        let found = package.partNames.first { $0.lowercased().hasSuffix(".opf") }
        var root: XMLTreeElement?
        var folder: [String] = []
        for part in [stated, found].compactMap(\.self) where root == nil {
            root = try package.tree(part)
            folder = part.split(separator: "/").dropLast().map(String.init)
        }
        guard let root else {
            throw DocumentError(
                .damaged, "\(package.name) is damaged: the list of its chapters (OPF) is missing; get the file again")
        }
        title = root.child("metadata")?.children("title").first { !BlockWriter.trimmed($0.text).isEmpty }?.text
        var items: [String: Item] = [:]
        for element in root.child("manifest")?.children("item") ?? [] {
            guard let id = element["id"], let target = element["href"],
                let part = Self.part(of: target, in: folder)
            else { continue }
            items[id] = Item(part: part, media: element["media-type"] ?? "")
            if element["properties"]?.split(separator: " ").contains("nav") == true { navigation = part }
            if element["media-type"] == "application/x-dtbncx+xml" { ncx = ncx ?? part }
        }
        readSpine(root.child("spine"), items)
    }

    private mutating func readSpine(_ spine: XMLTreeElement?, _ items: [String: Item]) {
        var beside: [String] = []
        var known: Set<String> = []
        for reference in spine?.children("itemref") ?? [] {
            guard let item = reference["idref"].flatMap({ items[$0] }), known.insert(item.part).inserted else {
                continue
            }
            // The table of contents says nothing that the chapters do not say.
            guard item.part != navigation, !item.media.hasPrefix("image/") || item.media.contains("svg") else {
                continue
            }
            if reference["linear"] == "no" { beside.append(item.part) } else { chapters.append(item.part) }
        }
        chapters += beside
        if chapters.isEmpty, let navigation { chapters = [navigation] }
    }

    /// The part that a link leads to, whatever place in it.
    static func part(of link: String, in folder: [String]) -> String? {
        link.split(separator: "#", omittingEmptySubsequences: false).first
            .flatMap { Relationships.path(String($0), in: folder) }
    }
}
