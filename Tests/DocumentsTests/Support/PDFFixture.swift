import Foundation

/// Makes small PDF files.
enum PDFFixture {
    /// A PDF file of lines in one font.
    ///
    /// - Parameters:
    ///   - pages: the lines of each page in ASCII without parentheses; an empty line is a gap between paragraphs. A page
    ///     without lines has a filled rectangle and no text.
    ///   - title: the title in the file's information.
    static func make(_ pages: [[String]], title: String? = nil) -> Data {
        draw(
            pages.map { lines in
                lines.isEmpty ? "100 100 200 200 re f" : "BT /F1 12 Tf 72 720 Td \(shown(lines)) ET"
            }, title: title)
    }

    /// An entry of an outline that leads to a page, counted from 0.
    struct Entry {
        var title: String
        var page: Int
        var entries: [Entry] = []
    }

    /// A PDF file of pages of 612 by 792 points.
    ///
    /// - Parameters:
    ///   - pages: what is drawn on each, with the fonts `F1` (Helvetica), `F2` (its bold) and `F3` (Courier).
    ///   - page: more of what is said of each page.
    ///   - font: more of what is said of `F1`.
    ///   - catalog: more of what is said of the whole file.
    ///   - objects: more objects, numbered from 10.
    static func draw(
        _ pages: [String], title: String? = nil, outline: [Entry] = [], page: String = "", font: String = "",
        catalog: String = "", objects: [String] = []
    ) -> Data {
        var file = [Int: String]()
        let firstPage = 10 + objects.count
        for (index, name) in ["Helvetica", "Helvetica-Bold", "Courier"].enumerated() {
            let more = index == 0 ? font : ""
            file[3 + index] = "<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding \(more) >>"
        }
        for (index, object) in objects.enumerated() { file[10 + index] = object }
        let fonts = "/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >>"
        for (index, content) in pages.enumerated() {
            file[firstPage + 2 * index] =
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << \(fonts) >> \(page)"
                + " /Contents \(firstPage + 2 * index + 1) 0 R >>"
            file[firstPage + 2 * index + 1] = "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream"
        }
        let kids = pages.indices.map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ")
        file[2] = "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>"
        if let title { file[6] = "<< /Title (\(title)) >>" }
        var next = firstPage + 2 * pages.count
        if !outline.isEmpty { file[7] = list(outline, parent: 7, firstPage: firstPage, next: &next, in: &file) }
        let root = outline.isEmpty ? "" : "/Outlines 7 0 R"
        let fields = objects.indices.map { "\(10 + $0) 0 R" }.joined(separator: " ")
        file[1] = "<< /Type /Catalog /Pages 2 0 R \(root) \(catalog) /AcroForm << /Fields [\(fields)] >> >>"
        return written(file, information: title == nil ? "" : "/Info 6 0 R")
    }

    /// A piece of text in a content stream.
    static func text(_ text: String, _ x: Double, _ y: Double, size: Double = 10, font: String = "F1") -> String {
        "BT /\(font) \(size) Tf \(x) \(y) Td (\(text)) Tj ET\n"
    }

    private static func list(
        _ entries: [Entry], parent: Int, firstPage: Int, next: inout Int, in file: inout [Int: String]
    ) -> String {
        let numbers = entries.indices.map { next + $0 }
        next += entries.count
        for (index, entry) in entries.enumerated() {
            let below =
                entry.entries.isEmpty
                ? "" : list(entry.entries, parent: numbers[index], firstPage: firstPage, next: &next, in: &file)
            let siblings =
                (index > 0 ? "/Prev \(numbers[index - 1]) 0 R " : "")
                + (index + 1 < numbers.count ? "/Next \(numbers[index + 1]) 0 R " : "")
            file[numbers[index]] =
                "<< /Title (\(entry.title)) /Parent \(parent) 0 R \(siblings)/Dest [\(firstPage + 2 * entry.page) 0 R /Fit] "
                + below.replacingOccurrences(of: "<< ", with: "").replacingOccurrences(of: " >>", with: "") + " >>"
        }
        return "<< /First \(numbers[0]) 0 R /Last \(numbers[numbers.count - 1]) 0 R /Count \(entries.count) >>"
    }

    private static func written(_ objects: [Int: String], information: String) -> Data {
        var file = "%PDF-1.4\n"
        var offsets: [Int: Int] = [:]
        for (number, object) in objects.sorted(by: { $0.key < $1.key }) {
            offsets[number] = file.utf8.count
            file += "\(number) 0 obj\n\(object)\nendobj\n"
        }
        let table = file.utf8.count
        let size = (objects.keys.max() ?? 0) + 1
        file += "xref\n0 \(size)\n0000000000 65535 f \n"
        for number in 1..<size {
            guard let offset = offsets[number] else {
                file += "0000000000 00000 f \n"
                continue
            }
            file += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n"
        }
        file += "trailer\n<< /Size \(size) /Root 1 0 R \(information) >>\nstartxref\n\(table)\n%%EOF\n"
        return Data(file.utf8)
    }

    private static func shown(_ lines: [String]) -> String {
        lines.map { $0.isEmpty ? "0 -40 Td" : "0 -14 Td (\($0)) Tj" }.joined(separator: " ")
    }
}
