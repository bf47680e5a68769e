/// The running heads, feet and page numbers of a document, which are no part of its text.
enum PageEdges {
    /// Lines at one edge of a page that may be running ones.
    private static let depth = 3

    /// Leaves out what runs along with the pages at their heads and feet.
    ///
    /// A line runs if it stands at the same edge of at least five pages and of a quarter of them, digits aside; it is kept where
    /// it stands first. A line of nothing but a number is left out if at least two other pages have the number there that
    /// the same offset to the page's index gives; so a lone number, or a table's first cell, stays.
    static func removeRunningLines(from pages: inout [[[Substring]]]) {
        for isHead in [true, false] {
            removeNumbers(from: &pages, isHead)
            removeRepeated(from: &pages, isHead)
            // Under a running head there may be a number.
            removeNumbers(from: &pages, isHead)
        }
    }

    private static func removeNumbers(from pages: inout [[[Substring]]], _ isHead: Bool) {
        var offsets: [Int: Int] = [:]
        for (index, page) in pages.enumerated() {
            if let number = number(of: page, isHead) { offsets[number - index, default: 0] += 1 }
        }
        for index in pages.indices {
            guard let number = number(of: pages[index], isHead), offsets[number - index, default: 0] >= 3 else {
                continue
            }
            removeLine(from: &pages[index], isHead)
        }
    }

    private static func number(of page: [[Substring]], _ isHead: Bool) -> Int? {
        guard let line = line(of: page, isHead), line.utf8.count <= 5 else { return nil }
        return Int(line)
    }

    private static func removeRepeated(from pages: inout [[[Substring]]], _ isHead: Bool) {
        let edges = pages.map { edge(of: $0, isHead) }
        var counts: [[UInt8]: Int] = [:]
        for edge in edges {
            for key in Set(edge.compactMap { key($0.line) }) { counts[key, default: 0] += 1 }
        }
        let least = max(5, pages.count / 4)
        var seen: Set<[UInt8]> = []
        for (index, edge) in edges.enumerated() {
            var running: [(paragraph: Int, index: Int)] = []
            for (line, place) in edge {
                guard let key = key(line), counts[key, default: 0] >= least, !seen.insert(key).inserted else {
                    continue
                }
                running.append(place)
            }
            // From the back, so that the places in front stay right.
            for place in running.sorted(by: { ($0.paragraph, $0.index) > ($1.paragraph, $1.index) }) {
                pages[index][place.paragraph].remove(at: place.index)
            }
            pages[index].removeAll(where: \.isEmpty)
        }
    }

    /// The first or last lines of a page, outermost first, and where they stand.
    private static func edge(
        of page: [[Substring]], _ isHead: Bool
    ) -> [(line: Substring, place: (paragraph: Int, index: Int))] {
        var result: [(line: Substring, place: (paragraph: Int, index: Int))] = []
        for paragraph in isHead ? Array(page.indices) : page.indices.reversed() {
            for index in isHead ? Array(page[paragraph].indices) : page[paragraph].indices.reversed() {
                if result.count == depth { return result }
                result.append((page[paragraph][index], (paragraph, index)))
            }
        }
        return result
    }

    /// What two running lines have in common: the line with one mark for each number. Lines of several numbers only count as they
    /// are; long lines and single numbers have none.
    private static func key(_ line: Substring) -> [UInt8]? {
        guard line.utf8.count <= 200 else { return nil }
        var key: [UInt8] = []
        for byte in line.utf8 where !(byte.isDigit && key.last == 0x30) { key.append(byte.isDigit ? 0x30 : byte) }
        if key.contains(where: { $0 != 0x30 && !$0.isSpace }) { return key }
        return key.count > 1 ? Array(line.utf8) : nil
    }

    private static func line(of page: [[Substring]], _ isHead: Bool) -> Substring? {
        isHead ? page.first?.first : page.last?.last
    }

    private static func removeLine(from page: inout [[Substring]], _ isHead: Bool) {
        let paragraph = isHead ? 0 : page.count - 1
        page[paragraph].remove(at: isHead ? 0 : page[paragraph].count - 1)
        if page[paragraph].isEmpty { page.remove(at: paragraph) }
    }
}
