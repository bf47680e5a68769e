extension Location {
    /// The place that covers several: their pages, slides, times and lines from the first to the last.
    ///
    /// ```swift
    /// Location.covering([Location(sheet: "Q3", rows: 2...9), Location(sheet: "Q3", rows: 10...12)])
    /// // sheet Q3, rows 2–12
    /// ```
    ///
    /// Of places in several sheets or chapters, those in the first one count: rows are united only within one sheet.
    public static func covering(_ places: some Sequence<Location>) -> Location {
        var result = Location()
        for place in places { result.extend(to: place) }
        return result
    }

    private mutating func extend(to other: Location) {
        extendPages(to: other)
        (slide, lastSlide) = Self.united((slide, lastSlide), (other.slide, other.lastSlide))
        (time, lastTime) = Self.united((time, lastTime), (other.time, other.lastTime))
        lines = Self.united(lines, other.lines)
        chapter = chapter ?? other.chapter
        if sheet == nil || other.sheet == nil || sheet == other.sheet {
            sheet = sheet ?? other.sheet
            rows = Self.united(rows, other.rows)
        }
    }

    private mutating func extendPages(to other: Location) {
        let one = self
        (page, lastPage) = Self.united((one.page, one.lastPage), (other.page, other.lastPage))
        let (first, last) = (page, lastPage)
        pageLabel = first.flatMap { one.label(ofPage: $0) ?? other.label(ofPage: $0) }
        lastPageLabel = last.flatMap { one.label(ofPage: $0) ?? other.label(ofPage: $0) }
    }

    private func label(ofPage number: Int) -> String? {
        number == page ? pageLabel : number == lastPage ? lastPageLabel : nil
    }

    private static func united(_ one: (first: Int?, last: Int?), _ two: (first: Int?, last: Int?)) -> (Int?, Int?) {
        let all = [one.first, one.last, two.first, two.last].compactMap(\.self)
        guard let first = all.min(), let last = all.max() else { return (nil, nil) }
        return (first, first == last ? nil : last)
    }

    private static func united(_ one: ClosedRange<Int>?, _ two: ClosedRange<Int>?) -> ClosedRange<Int>? {
        guard let one, let two else { return one ?? two }
        return min(one.lowerBound, two.lowerBound)...max(one.upperBound, two.upperBound)
    }
}
