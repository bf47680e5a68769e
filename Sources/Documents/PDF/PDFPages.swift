internal import Foundation
internal import Subprocess

/// Reads the text layers of pages, some pages at a time in as many processes as there are processors.
struct PDFPages: Sendable {
    /// What was read of some pages.
    struct Part: Sendable {
        var first: Int
        /// What stands on each page.
        var pages: [[PageElement]] = []
        /// The numbers of pages that have no text that can be seen, or none that makes sense.
        var unreadable: [Int] = []
        var textBytes = 0
        var outline: [OutlineItem] = []
        /// How the program ended that read the words.
        var outcome: ExternalTool.Outcome
        /// Whether nothing is known of the fonts.
        var lacksFonts = false
        /// Whether text that may be hidden could not be looked at.
        var lacksImages = false
        /// Unicode's tag characters that were left out.
        var tags = 0

        /// Whether the program failed before it gave any text.
        var isLost: Bool { !outcome.status.isSuccess && textBytes == 0 }
    }

    /// The pages that are read at a time.
    private static let partSize = 4...32
    /// The same for a file that is mended anew by each process.
    private static let damagedPartSize = 512

    var file: PopplerFile
    var information: PDFInformation
    /// Whether the file had to be mended to be opened.
    var isDamaged = false
    /// The most text in all, in bytes.
    var textBytes: Int

    /// Reads all pages of the file.
    ///
    /// - Throws: a ``DocumentError`` where that is too much; `CancellationError`.
    func read(pageCount: Int) async throws -> [Part] {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let even = pageCount / (processors * 2) + 1
        let size = isDamaged ? Self.damagedPartSize : min(max(even, Self.partSize.lowerBound), Self.partSize.upperBound)
        let start = ContinuousClock.now
        let (imageDeadline, deadline) = (start + file.tool.limits.time / 2, start + file.tool.limits.time)
        return try await withThrowingTaskGroup(of: Part.self) { group in
            var parts: [Part] = []
            var bytes = 0
            var starts = stride(from: 1, through: pageCount, by: size).makeIterator()
            func startNext() {
                guard let first = starts.next() else { return }
                let pages = first...min(pageCount, first + size - 1)
                group.addTask { try await read(pages, deadline: deadline, imageDeadline: imageDeadline) }
            }
            for _ in 0..<processors { startNext() }
            while let part = try await group.next() {
                bytes += part.textBytes
                guard bytes <= textBytes else { throw ExternalTool.tooMuchText(of: file.name, limit: textBytes) }
                parts.append(part)
                startNext()
            }
            return parts.sorted { $0.first < $1.first }
        }
    }

    private func tool(until deadline: ContinuousClock.Instant) -> ExternalTool {
        var tool = file.tool
        tool.limits.time = max(.zero, deadline - .now)
        return tool
    }

    private func read(
        _ pages: ClosedRange<Int>, deadline: ContinuousClock.Instant, imageDeadline: ContinuousClock.Instant
    ) async throws -> Part {
        var file = file
        file.tool = tool(until: deadline)
        let limited = file
        async let styled = fragments(pages, of: limited)
        let outcome = try await limited.words(pages)
        let fragments = try await styled
        var (layouts, doubtful, tags) = try await Background.run { cancellation in
            try styledPages(pages, words: outcome.output, fragments, cancellation)
        }
        var part = Part(first: pages.lowerBound, outcome: outcome, lacksFonts: fragments == nil, tags: tags)
        for (index, places) in doubtful.enumerated() where !places.isEmpty || layouts[index].mayHaveRuledTable {
            // Slides of white letters on a dark ground have many such pages; their text matters more than the check.
            let image = ContinuousClock.now < imageDeadline ? try await image(pages.lowerBound + index, limited) : nil
            guard let image else {
                part.lacksImages = part.lacksImages || !places.isEmpty
                continue
            }
            layouts[index].hide(places, unseenIn: image)
            layouts[index].rulings = image.rulings(of: layouts[index])
        }
        part.outcome.output = []
        part.outline = fragments?.outline ?? []
        let styledLayouts = layouts
        part.unreadable = zip(pages, styledLayouts).filter { !$1.isReadable }.map(\.0)
        (part.pages, part.textBytes) = try await Background.run { cancellation in
            let elements = try styledLayouts.map { page in
                try cancellation.check()
                return page.elements
            }
            return (elements, styledLayouts.reduce(0) { $0 + $1.textBytes })
        }
        return part
    }

    /// The words of pages with their fonts, the places of those that may not be seen, and how many of Unicode's tags there were.
    private func styledPages(
        _ pages: ClosedRange<Int>, words: [UInt8], _ fragments: PopplerFragments?, _ cancellation: Cancellation
    ) throws -> (layouts: [LayoutPage], doubtful: [[WordPlace]], tags: Int) {
        let (table, tags) = InvisibleTags.removed(from: words)
        var layouts = PopplerWords(table, pageCount: pages.count).pages
        let doubtful = try pages.enumerated().map { index, number in
            try cancellation.check()
            let styler = PageStyler(
                fragments?.pages[number] ?? [], visiblePart: information.visibleParts[number])
            return styler.style(&layouts[index])
        }
        return (layouts, doubtful, tags)
    }

    /// The fonts of pages; nil where they cannot be had.
    private func fragments(_ pages: ClosedRange<Int>, of file: PopplerFile) async throws -> PopplerFragments? {
        do {
            let outcome = try await file.fragments(pages)
            return try await Background.run { _ in PopplerFragments(InvisibleTags.removed(from: outcome.output).text) }
        } catch is DocumentError {
            return nil
        }
    }

    /// A page as it is seen; nil where it cannot be drawn.
    private func image(_ number: Int, _ file: PopplerFile) async throws -> PageImage? {
        do {
            return PageImage(pgm: try await file.image(number, longerSide: PageImage.longerSide).output)
        } catch is DocumentError {
            return nil
        }
    }
}

extension LayoutPage {
    fileprivate var textBytes: Int {
        blocks.lazy.joined().map(\.words).joined().reduce(0) { $0 + $1.text.utf8.count + 1 }
    }

    /// Marks words as hidden that cannot be seen in the page's image.
    fileprivate mutating func hide(_ places: [WordPlace], unseenIn image: PageImage) {
        for place in places {
            let box = blocks[place.block][place.line].words[place.word].box
            guard !image.showsSomething(in: box, of: self) else { continue }
            blocks[place.block][place.line].words[place.word].style.isHidden = true
        }
    }
}
