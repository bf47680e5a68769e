internal import Foundation

/// The numbers that are printed on the pages of a PDF file, such as "xii" or "A-3" (ISO 32000-1, section 12.4.2), as qpdf
/// gives them.
struct PageLabels: Sendable {
    /// Pages that are numbered on from the first of them.
    private struct Run: Sendable {
        /// The number of the first page, from 1.
        var first: Int
        var style: Style?
        var prefix: String
        /// The number that the first page has.
        var start: Int
    }

    private enum Style: String {
        case decimal = "/D", upperRoman = "/R", lowerRoman = "/r", upperLetters = "/A", lowerLetters = "/a"
    }

    /// The characters of the longest label; what is longer is no page's number.
    private static let longest = 32
    private var runs: [Run] = []

    /// The labels in what qpdf printed; none where it printed something else.
    init(_ output: [UInt8]) {
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(output)) else { return }
        // Version 2 of the format begins strings with how they are written.
        let mark = report.version >= 2 ? "u:" : ""
        runs = report.pagelabels.map { entry in
            let prefix = entry.label?.prefix ?? ""
            return Run(
                first: entry.index &+ 1, style: entry.label?.style.flatMap(Style.init),
                prefix: prefix.hasPrefix(mark) ? String(prefix.dropFirst(mark.count)) : "",
                start: max(1, entry.label?.start ?? 1))
        }.sorted { $0.first < $1.first }
    }

    /// The blocks with the labels of their pages.
    func labelled(_ blocks: [Block]) -> [Block] {
        guard !runs.isEmpty else { return blocks }
        return blocks.map { block in
            var block = block
            block.location.pageLabel = block.location.page.flatMap(label)
            block.location.lastPageLabel = block.location.lastPage.flatMap(label)
            return block
        }
    }

    /// The label of a page; nil where it is the page's own number.
    func label(ofPage page: Int) -> String? {
        guard let run = runs.last(where: { $0.first <= page }) else { return nil }
        let (number, overflow) = run.start.addingReportingOverflow(page - run.first)
        guard !overflow else { return nil }
        let label = (run.prefix + (run.style.map { Self.written(number, $0) } ?? "")).onOneLine
        let isUsable = !label.isEmpty && label.count <= Self.longest && label != "\(page)"
        return isUsable ? label : nil
    }

    private static func written(_ number: Int, _ style: Style) -> String {
        switch style {
        case .decimal: "\(number)"
        case .upperRoman: written(number, .lowerRoman).uppercased()
        case .lowerRoman: number < 10_000 ? ListNumeral.roman(number) : "\(number)"
        case .upperLetters: written(number, .lowerLetters).uppercased()
        // One letter more than a label may have says as much as thousands.
        case .lowerLetters: ListNumeral.letters(min(number, longest * 26 + 1))
        }
    }

    /// What qpdf prints.
    private struct Report: Decodable {
        struct Entry: Decodable {
            struct Label: Decodable {
                var style: String?
                var prefix: String?
                var start: Int?

                enum CodingKeys: String, CodingKey {
                    case style = "/S"
                    case prefix = "/P"
                    case start = "/St"
                }
            }
            var index: Int
            var label: Label?
        }
        var version: Int
        var pagelabels: [Entry]
    }
}
