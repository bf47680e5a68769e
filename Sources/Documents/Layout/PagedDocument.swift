/// The pages of a document after their layout was understood.
package struct PagedDocument: Sendable {
    /// What each page holds, in the order of reading.
    var pages: [[PageElement]]
    /// The document's outline, where it has one.
    var outline: [OutlineItem] = []

    /// A document of pages that have no outline.
    package init(_ pages: [LayoutPage]) { self.pages = pages.map(\.elements) }

    init(pages: [[PageElement]], outline: [OutlineItem]) { (self.pages, self.outline) = (pages, outline) }

    /// The blocks of the document, without what runs along with its pages.
    package func collect(cancellation: Cancellation) throws -> BlockCollector {
        var pages = pages
        let runningLines = RunningLines.remove(from: &pages)
        TableContinuation.carryHeaders(over: &pages)
        for index in pages.indices {
            try cancellation.check()
            pages[index] = ParagraphMerger.merged(pages[index])
        }
        var writer = PageWriter(
            headings: HeadingStyles(pages), outline: OutlineMatch(outline, pages: pages),
            joiner: LineJoiner(words: Self.words(pages)))
        for (index, page) in pages.enumerated() {
            try cancellation.check()
            try writer.write(page, index: index)
        }
        writer.collector.noteHiddenText()
        writer.collector.omissions.append(.init(.runningLines, count: runningLines))
        return writer.collector
    }

    /// Words with and without hyphens as they stand inside lines, which tell whether a hyphen at a line end belongs to the word.
    private static func words(_ pages: [[PageElement]]) -> Set<Substring> {
        var words: Set<Substring> = []
        guard pages.joined().contains(where: \.hasHyphens) else { return words }
        for page in pages {
            for case .paragraph(let lines) in page {
                for line in lines {
                    for word in line.text.utf8.split(whereSeparator: {
                        !$0.isLetter && $0 < 0x80 && $0 != UInt8(ascii: "-")
                    }) {
                        words.insert(Substring(word))
                    }
                }
            }
        }
        return words
    }
}

extension PageElement {
    /// Whether a line of a paragraph ends with a hyphen.
    fileprivate var hasHyphens: Bool {
        if case .paragraph(let lines) = self {
            lines.dropLast().contains { $0.text.utf8.last == UInt8(ascii: "-") }
        } else {
            false
        }
    }
}
