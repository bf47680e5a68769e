/// Writes the elements of pages as blocks.
struct PageWriter {
    let headings: HeadingStyles
    let outline: OutlineMatch
    let joiner: LineJoiner
    var collector = BlockCollector()

    init(headings: HeadingStyles, outline: OutlineMatch, joiner: LineJoiner) {
        (self.headings, self.outline, self.joiner) = (headings, outline, joiner)
    }

    /// Writes a page, by its index from 0.
    mutating func write(_ page: [PageElement], index: Int) throws {
        let location = Location(page: index + 1)
        var openings = (outline.openings[index] ?? [])[...]
        var element = 0
        while element < page.count || !openings.isEmpty {
            if let opening = openings.first, opening.element <= element || element >= page.count {
                openings.removeFirst()
                if opening.count == 0 {
                    collector.setPath(opening.path)
                } else {
                    let lines = page[opening.element..<opening.element + opening.count].flatMap(\.lines)
                    try collector.appendHeading(text(of: lines), level: opening.path.count, at: location)
                    element = opening.element + opening.count
                }
                continue
            }
            let next = min(openings.first?.element ?? page.count, page.count)
            element += try write(page[element..<max(next, element + 1)], at: location)
        }
    }

    /// Writes the first of some elements, or more of them if they are one block; returns how many.
    private mutating func write(_ elements: ArraySlice<PageElement>, at location: Location) throws -> Int {
        switch elements[elements.startIndex] {
        case .table(let table):
            try write(table, at: location)
        case .paragraph(let lines):
            let code = codeLines(elements)
            if code.lines.count > 1 {
                try collector.append(.code, CodeIndent.text(of: code.lines), at: location)
                return code.count
            }
            try write(lines, at: location)
        }
        return 1
    }

    private mutating func write(_ lines: [PageLine], at location: Location) throws {
        guard let first = lines.first else { return }
        if first.style.isHidden {
            try collector.append(.paragraph, text(of: lines), at: location, isHidden: true)
        } else if let level = headings.level(of: lines) {
            try collector.appendHeading(text(of: lines), level: level + outline.depth, at: location)
        } else if let marker = ListMarker([UInt8](first.text.utf8), 0..<first.text.utf8.count), marker.isBullet {
            var lines = lines
            lines[0].text = String(Substring(first.text.utf8.dropFirst(marker.contentStart)))
            try collector.append(.listItem, text(of: lines), at: location)
        } else {
            try collector.append(.paragraph, text(of: lines), at: location)
        }
    }

    private mutating func write(_ table: PageTable, at location: Location) throws {
        var writer = TableWriter()
        if table.hasHeader, let header = table.rows.first { writer.setHeader(header, at: location) }
        for row in table.rows.dropFirst(table.hasHeader ? 1 : 0) {
            try writer.append(row, at: location, to: &collector)
        }
        try writer.finish(to: &collector)
    }

    private func text(of lines: [PageLine]) -> String { joiner.join(lines.map { $0.text[...] }) }

    /// The lines of the elements at the start that are set in a monospaced font, where most text is not, and how many
    /// elements have them.
    private func codeLines(_ elements: ArraySlice<PageElement>) -> (lines: [PageLine], count: Int) {
        var lines: [PageLine] = []
        var count = 0
        guard !headings.isBodyMonospaced else { return (lines, count) }
        for element in elements {
            guard case .paragraph(let more) = element,
                more.allSatisfy({ $0.style.isMonospaced && !$0.style.isHidden })
            else { break }
            lines += more
            count += 1
        }
        return (lines, count)
    }
}

extension PageElement {
    /// The lines of a paragraph.
    fileprivate var lines: [PageLine] { if case .paragraph(let lines) = self { lines } else { [] } }
}

/// The indents of lines of code, which a page only has as distances.
enum CodeIndent {
    private static let deepest = 40

    static func text(of lines: [PageLine]) -> String {
        let left = lines.map(\.box.left).min() ?? 0
        let widths = lines.map { $0.box.width / Float(max($0.text.count, 1)) }.sorted()
        let width = max(widths[widths.count / 2], 0.1)
        return lines.map { line in
            let indent = min(Int(((line.box.left - left) / width).rounded()), deepest)
            return String(repeating: " ", count: indent) + line.text
        }.joined(separator: "\n")
    }
}
