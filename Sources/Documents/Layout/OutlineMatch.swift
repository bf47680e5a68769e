/// An entry of a document's outline, the bookmarks of a viewer.
struct OutlineItem: Sendable, Equatable {
    var title: String
    /// Counted from 1; 0 for one that leads to no page.
    var page: Int
    /// 1 for an entry at the top.
    var depth: Int
}

/// Where on the pages of a document the sections of its outline begin.
struct OutlineMatch {
    /// The beginning of a section.
    struct Opening {
        /// The index of the element that it stands before or that is its heading.
        var element: Int
        /// How many elements make its heading; 0 where the page has none with this title.
        var count: Int
        /// The titles of the sections around it, and its own.
        var path: [String]
    }

    /// The most elements that a heading is divided into.
    private static let mostElements = 3
    /// A longer title is compared with nothing.
    private static let titleBytes = 300

    /// The sections of each page, by its index, in the order of reading.
    private(set) var openings: [Int: [Opening]] = [:]
    /// The depth of the deepest section.
    private(set) var depth = 0

    init(_ outline: [OutlineItem], pages: [[PageElement]]) {
        var items: [Int: [(item: OutlineItem, path: [String])]] = [:]
        var path: [String] = []
        for item in outline {
            path = Array(path.prefix(item.depth - 1)) + [item.title.asTitle]
            guard pages.indices.contains(item.page - 1) else { continue }
            items[item.page - 1, default: []].append((item, path))
            depth = max(depth, path.count)
        }
        for (page, items) in items { openings[page] = Self.openings(of: items, in: pages[page]) }
    }

    private static func openings(of items: [(item: OutlineItem, path: [String])], in page: [PageElement]) -> [Opening] {
        let places = headings(of: page)
        var result: [Opening] = []
        var next = 0
        let depths = items.map(\.path.count)
        for (item, path) in items {
            let found = keys(of: item.title).lazy.compactMap { places[$0] }.first { $0.element >= next }
            if let found { next = found.element + found.count }
            // The title may be drawn; but of several that lead to one page it is not known where they are there.
            guard found != nil || (next == 0 && depths.count { $0 == path.count } == 1) else { continue }
            result.append(Opening(element: found?.element ?? next, count: found?.count ?? 0, path: path))
        }
        return result
    }

    /// What each element of a page, and each few that follow one another, would be called in an outline.
    private static func headings(of page: [PageElement]) -> [String: (element: Int, count: Int)] {
        var result: [String: (element: Int, count: Int)] = [:]
        for start in page.indices {
            var text = ""
            for (offset, element) in page[start...].prefix(mostElements).enumerated() {
                guard case .paragraph(let lines) = element, lines.count <= 4, lines.first?.style.isHidden == false
                else { break }
                text += lines.reduce("") { $0 + " " + $1.text }
                guard text.utf8.count <= titleBytes else { break }
                for key in keys(of: text) where result[key] == nil { result[key] = (start, offset + 1) }
            }
        }
        return result
    }

    /// The letters and digits of a title, with and without the section's number or a name such as "Chapter One:"; marks and
    /// capitals vary.
    private static func keys(of title: String) -> [String] {
        guard title.utf8.count <= titleBytes else { return [] }
        let lowercased = title.lowercased().unicodeScalars
        func key(_ scalars: some Sequence<Unicode.Scalar>) -> String {
            var result = String.UnicodeScalarView()
            result.append(contentsOf: scalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            return String(result)
        }
        let whole = key(lowercased)
        let name = key(lowercased.drop { !$0.properties.isAlphabetic })
        let own = lowercased.prefix(20).firstIndex(of: ":").map { key(lowercased[$0...]) } ?? name
        return [whole] + [name, own].filter { $0.utf8.count >= 4 && $0 != whole }
    }
}
