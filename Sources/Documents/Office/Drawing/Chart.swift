/// A chart: its title, and the values that it was last drawn with.
///
/// Source: ECMA-376, part 1, 21.2.
struct Chart {
    private var titles: [String] = []
    private var series: [Series] = []

    private struct Series {
        var name: String
        var categories: [Int: String]
        var values: [Int: String]
    }

    /// Points and series that are looked at.
    private static let limit = (points: 10_000, series: 1_000)

    init(_ root: XMLTreeElement) {
        guard let chart = root.child("chart") else { return }
        titles = chart.child("title").map { Self.text(of: $0) } ?? []
        for group in chart.child("plotArea")?.children ?? [] {
            if let title = group.child("title") { titles += Self.text(of: title) }
            for element in group.children("ser").prefix(Self.limit.series) {
                series.append(
                    Series(
                        name: Self.points(element.child("tx"))[0] ?? "",
                        categories: Self.points(element.child("cat") ?? element.child("xVal")),
                        values: Self.points(element.child("val") ?? element.child("yVal"))))
            }
        }
    }

    private static func text(of title: XMLTreeElement) -> [String] {
        let written = DrawingText.paragraphs(in: title).filter { !$0.isEmpty }
        return written.isEmpty ? [points(title.child("tx"))[0]].compactMap(\.self) : written
    }

    /// The values that a reference had, by their number.
    private static func points(_ element: XMLTreeElement?) -> [Int: String] {
        var result: [Int: String] = [:]
        guard let element else { return result }
        let cache =
            element.first("strCache") ?? element.first("numCache") ?? element.first("numLit")
            ?? element.first("strLit") ?? element.first("lvl")
        for point in cache?.children("pt").prefix(limit.points) ?? [] {
            guard let index = point["idx"].flatMap({ Int($0) }), let value = point.child("v")?.text else { continue }
            result[index] = value
        }
        if cache == nil, let value = element.child("v")?.text { result[0] = value }
        return result
    }

    func write(to writer: inout BlockWriter, at location: Location, isHidden: Bool) throws {
        for title in titles { try writer.append(.paragraph, title, at: location, isHidden: isHidden) }
        var table = TableBlocks(isHidden: isHidden)
        let names = series.enumerated().filter { !$0.element.name.isEmpty }.map { ($0.offset + 1, $0.element.name) }
        try table.append(TableBlocks.Row(cells: names, location: location), isHeader: true, to: &writer)
        let categories = series.first { !$0.categories.isEmpty }?.categories ?? [:]
        for index in Set(series.flatMap(\.values.keys)).sorted() {
            var cells: [(column: Int, text: String)] = []
            if let category = categories[index] { cells.append((0, category)) }
            for (place, one) in series.enumerated() {
                if let value = one.values[index] { cells.append((place + 1, value)) }
            }
            try table.append(TableBlocks.Row(cells: cells, location: location), to: &writer)
        }
        try table.flush(to: &writer)
    }
}
