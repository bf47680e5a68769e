/// The table of contents of a book: the titles that lead to each part.
struct EPUBContents {
    /// An entry: its title, and whether it leads to a place inside of the part.
    struct Entry {
        var title: String
        var isInside: Bool
    }

    private(set) var entries: [String: [Entry]] = [:]

    init(_ book: EPUBBook, _ package: OfficePackage) throws {
        if let part = book.navigation, let root = try package.tree(part) {
            let lists = Self.navigations(in: root)
            // A book can have other lists: of pages, of landmarks.
            let contents = lists.first { $0.attribute("type", in: "/ops") == "toc" } ?? lists.first
            if let contents { readLinks(contents, Self.folder(of: part)) }
        }
        if entries.isEmpty, let part = book.ncx, let map = try package.tree(part)?.child("navMap") {
            readPoints(map, Self.folder(of: part))
        }
    }

    private static func folder(of part: String) -> [String] { part.split(separator: "/").dropLast().map(String.init) }

    private static func navigations(in element: XMLTreeElement) -> [XMLTreeElement] {
        element.name == "nav" ? [element] : element.children.flatMap(navigations)
    }

    private mutating func readLinks(_ element: XMLTreeElement, _ folder: [String]) {
        for child in element.children {
            if child.name == "a", let link = child["href"] { add(child.text, link, folder) }
            readLinks(child, folder)
        }
    }

    private mutating func readPoints(_ element: XMLTreeElement, _ folder: [String]) {
        for point in element.children("navPoint") {
            if let link = point.child("content")?["src"] {
                add(point.child("navLabel")?.child("text")?.text ?? "", link, folder)
            }
            readPoints(point, folder)
        }
    }

    private mutating func add(_ title: String, _ link: String, _ folder: [String]) {
        let words = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, let part = EPUBBook.part(of: link, in: folder) else { return }
        entries[part, default: []].append(Entry(title: words.asTitle, isInside: link.contains("#")))
    }
}
