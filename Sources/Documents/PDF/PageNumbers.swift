/// The running numbers at the head or foot of pages, which are no part of the text.
enum PageNumbers {
    /// Leaves out a first or last line that is nothing but a number, where the numbers run along with the pages.
    ///
    /// A number is left out if at least two other pages have the number in the same place that the same offset to the
    /// page's index gives; so a lone number, or a table's first cell, stays.
    static func remove(from pages: inout [[[Substring]]]) {
        for isFirst in [true, false] {
            var offsets: [Int: Int] = [:]
            for (index, page) in pages.enumerated() {
                if let number = number(of: page, isFirst) { offsets[number - index, default: 0] += 1 }
            }
            for index in pages.indices {
                guard let number = number(of: pages[index], isFirst), offsets[number - index, default: 0] >= 3 else {
                    continue
                }
                let paragraph = isFirst ? 0 : pages[index].count - 1
                let line = isFirst ? 0 : pages[index][paragraph].count - 1
                pages[index][paragraph].remove(at: line)
                if pages[index][paragraph].isEmpty { pages[index].remove(at: paragraph) }
            }
        }
    }

    private static func number(of page: [[Substring]], _ isFirst: Bool) -> Int? {
        guard let line = isFirst ? page.first?.first : page.last?.last, line.utf8.count <= 5 else { return nil }
        return Int(line)
    }
}
