/// The running heads, feet and page numbers of a document, which are no part of its text.
struct RunningLines {
    /// Lines at one edge of a page that may be running ones.
    private static let depth = 4

    /// A line at an edge of a page.
    private struct Edge {
        var text: String
        var box: PageBox
        var place: Place
        /// What it has in common with other running lines; nil if it is none.
        var key: [UInt8]?
    }

    /// Where a line stands: the element and the line in it.
    private struct Place: Hashable {
        var element: Int
        var line: Int
    }

    /// Leaves out what runs along with the pages at their heads and feet.
    ///
    /// A line runs if it stands at the same edge of at least five pages and of a quarter of them, digits aside; it is kept where
    /// it stands first. A line of nothing but a number is left out if at least two other pages have the number there that
    /// the same offset to the page's index gives; so a lone number, or a table's first cell, stays.
    ///
    /// - Returns: how many lines were left out.
    static func remove(from pages: inout [[PageElement]]) -> Int {
        let sizes = TextSizes(pages)
        var count = 0
        for isHead in [true, false] {
            var edges = pages.map { edge(of: $0, isHead, sizes) }
            var places = [Set<Place>](repeating: [], count: pages.count)
            removeNumbers(&edges, &places)
            removeRepeated(&edges, &places, pageCount: pages.count)
            // Under a running head there may be a number.
            removeNumbers(&edges, &places)
            for index in pages.indices where !places[index].isEmpty { remove(places[index], from: &pages[index]) }
            count += places.reduce(0) { $0 + $1.count }
        }
        return count
    }

    /// The upper or lower lines of a page, outermost first.
    private static func edge(of page: [PageElement], _ isHead: Bool, _ sizes: TextSizes) -> [Edge] {
        var lines: [(line: PageLine, place: Place)] = []
        for (element, content) in page.enumerated() {
            guard case .paragraph(let more) = content else { continue }
            for (index, line) in more.enumerated() where !line.style.isHidden {
                lines.append((line, Place(element: element, line: index)))
            }
        }
        lines.sort { isHead ? $0.line.box.top < $1.line.box.top : $0.line.box.bottom > $1.line.box.bottom }
        return lines.prefix(depth).map { line, place in
            let isLarge = sizes.isLarge(TextSizes.thirds(line.style.size))
            return Edge(text: line.text, box: line.box, place: place, key: key(line.text, numbersMatter: isLarge))
        }
    }

    private static func removeNumbers(_ edges: inout [[Edge]], _ places: inout [Set<Place>]) {
        var offsets: [Int: Int] = [:]
        for (index, edge) in edges.enumerated() {
            for offset in Set(numbers(edge).map { $0.number - index }) { offsets[offset, default: 0] += 1 }
        }
        for index in edges.indices {
            for (number, place) in numbers(edges[index]) where offsets[number - index, default: 0] >= 3 {
                places[index].insert(place)
                edges[index].removeAll { $0.place == place }
            }
        }
    }

    /// The numbers that stand alone in the outermost line, or at an end of it.
    private static func numbers(_ edge: [Edge]) -> [(number: Int, place: Place)] {
        guard let outermost = edge.first else { return [] }
        return edge.compactMap { line in
            guard line.text.utf8.count <= 5, line.box.isBeside(outermost.box) else { return nil }
            return Int(line.text).map { ($0, line.place) }
        }
    }

    private static func removeRepeated(_ edges: inout [[Edge]], _ places: inout [Set<Place>], pageCount: Int) {
        var counts: [[UInt8]: Int] = [:]
        for edge in edges {
            for key in Set(edge.compactMap(\.key)) { counts[key, default: 0] += 1 }
        }
        let least = max(5, pageCount / 4)
        var seen: Set<[UInt8]> = []
        for index in edges.indices {
            edges[index].removeAll { line in
                guard let key = line.key, counts[key, default: 0] >= least, !seen.insert(key).inserted else {
                    return false
                }
                places[index].insert(line.place)
                return true
            }
        }
    }

    /// What two running lines have in common: the line with one mark for each number. Lines of several numbers only count as they
    /// are, as do large ones such as "Chapter 2"; long lines and single numbers have none.
    private static func key(_ line: String, numbersMatter: Bool) -> [UInt8]? {
        guard line.utf8.count <= 200 else { return nil }
        if numbersMatter { return Array(line.utf8) }
        var key: [UInt8] = []
        for byte in line.utf8 where !(byte.isDigit && key.last == 0x30) { key.append(byte.isDigit ? 0x30 : byte) }
        if key.contains(where: { $0 != 0x30 && !$0.isSpace }) { return key }
        return key.count > 1 ? Array(line.utf8) : nil
    }

    private static func remove(_ places: Set<Place>, from page: inout [PageElement]) {
        for (element, content) in page.enumerated() {
            guard case .paragraph(let lines) = content else { continue }
            let kept = lines.indices.filter { !places.contains(Place(element: element, line: $0)) }
            if kept.count < lines.count { page[element] = .paragraph(kept.map { lines[$0] }) }
        }
        page.removeAll { if case .paragraph(let lines) = $0 { lines.isEmpty } else { false } }
    }
}
