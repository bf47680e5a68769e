/// Where a piece of text stands in its document, as a person would look it up.
///
/// The same object everywhere: in a block, in a chunk's pieces, in a snippet and in a citation. In JSON it is
/// `{"page": 12}`, `{"lines": [40, 52]}`, `{"sheet": "Q3", "rows": [2, 9]}`, `{"slide": 4}`, `{"time": "00:01:12"}` or
/// `{"chapter": "The Voyage"}`; a location that knows several parts writes all of them, and one that goes on to another page
/// is `{"page": 12, "lastPage": 13}`, and so with slides and times. A page that is printed with another number than its own
/// says so: `{"page": 12, "pageLabel": "xii"}`.
public struct Location: Sendable, Hashable {
    /// The page, counted from 1 (PDF, and text documents that state where their pages end).
    public var page: Int?
    /// The page that it ends on, where that is another.
    public var lastPage: Int?
    /// What is printed on the page as its number, where that is another (PDF): "xii", "A-3".
    public var pageLabel: String?
    /// The same of the last page.
    public var lastPageLabel: String?
    /// The name of the sheet (spreadsheets).
    public var sheet: String?
    /// The first and last row of the sheet, counted from 1 as the program shows them.
    public var rows: ClosedRange<Int>?
    /// The slide, counted from 1 (presentations).
    public var slide: Int?
    /// The slide that it ends on, where that is another.
    public var lastSlide: Int?
    /// When it begins, in seconds from the start (subtitles); "00:01:12" in JSON.
    public var time: Int?
    /// When its last part begins, in seconds, where that is later.
    public var lastTime: Int?
    /// The title of the chapter (books without pages).
    public var chapter: String?
    /// The first and last line of the source text, counted from 1 (text formats).
    public var lines: ClosedRange<Int>?

    /// Creates a location; every part is optional.
    public init(
        page: Int? = nil, lastPage: Int? = nil, pageLabel: String? = nil, lastPageLabel: String? = nil,
        sheet: String? = nil, rows: ClosedRange<Int>? = nil, slide: Int? = nil, lastSlide: Int? = nil,
        time: Int? = nil, lastTime: Int? = nil, chapter: String? = nil, lines: ClosedRange<Int>? = nil
    ) {
        self.page = page
        self.lastPage = lastPage == page ? nil : lastPage
        self.pageLabel = pageLabel
        self.lastPageLabel = self.lastPage == nil ? nil : lastPageLabel
        self.sheet = sheet
        self.rows = rows
        self.slide = slide
        self.lastSlide = lastSlide == slide ? nil : lastSlide
        self.time = time
        self.lastTime = lastTime == time ? nil : lastTime
        self.chapter = chapter
        self.lines = lines
    }
}

extension Location: CustomStringConvertible {
    /// "page 12", "pages 12–13", "page xii (12 in the file)", "sheet Q3, rows 2–9", "slide 4", "at 00:01:12", "chapter “The Voyage”", "lines 40–52",
    /// or "" where nothing is known.
    public var description: String {
        if let page { return pages(from: page) }
        if let sheet { return rows.map { "sheet \(sheet), \(Self.range($0, "row"))" } ?? "sheet \(sheet)" }
        if let slide { return lastSlide.map { "slides \(slide)–\($0)" } ?? "slide \(slide)" }
        if let time {
            let start = Timecode.text(time)
            return lastTime.map { "from \(start) to \(Timecode.text($0))" } ?? "at \(start)"
        }
        if let chapter { return "chapter “\(chapter)”" }
        return lines.map { Self.range($0, "line") } ?? rows.map { Self.range($0, "row") } ?? ""
    }

    private func pages(from page: Int) -> String {
        let first = pageLabel ?? "\(page)"
        let isLabelled = pageLabel != nil || lastPageLabel != nil
        guard let lastPage else { return "page \(first)" + (isLabelled ? " (\(page) in the file)" : "") }
        return "pages \(first)–\(lastPageLabel ?? "\(lastPage)")"
            + (isLabelled ? " (\(page)–\(lastPage) in the file)" : "")
    }

    private static func range(_ range: ClosedRange<Int>, _ noun: String) -> String {
        range.count == 1 ? "\(noun) \(range.lowerBound)" : "\(noun)s \(range.lowerBound)–\(range.upperBound)"
    }
}
