import Foundation

/// Makes small PDF files: one font, one list of lines a page.
enum PDFFixture {
    /// A PDF file.
    ///
    /// - Parameters:
    ///   - pages: the lines of each page in ASCII without parentheses; an empty line is a gap between paragraphs. A page
    ///     without lines has a filled rectangle and no text.
    ///   - title: the title in the file's information.
    static func make(_ pages: [[String]], title: String? = nil) -> Data {
        var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
        let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (index, lines) in pages.enumerated() {
            let content = lines.isEmpty ? "100 100 200 200 re f" : "BT /F1 12 Tf 72 720 Td \(shown(lines)) ET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
                    + " /Contents \(5 + 2 * index) 0 R >>")
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        if let title { objects.append("<< /Title (\(title)) >>") }
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { file += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        let information = title == nil ? "" : " /Info \(objects.count) 0 R"
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R\(information) >>\nstartxref\n\(table)\n%%EOF\n"
        return Data(file.utf8)
    }

    private static func shown(_ lines: [String]) -> String {
        lines.map { $0.isEmpty ? "0 -40 Td" : "0 -14 Td (\($0)) Tj" }.joined(separator: " ")
    }
}
