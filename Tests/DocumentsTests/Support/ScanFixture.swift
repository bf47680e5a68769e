import Foundation

/// Makes images of pages of text, with poppler, and PDF files of such images.
enum ScanFixture {
    /// A page as an image of 150 dots an inch.
    ///
    /// - Parameter format: what `pdftoppm` calls it: "png", "jpeg" or "tiff".
    static func image(_ lines: [String], format: String = "png") throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.pdf")
        try PDFFixture.make([lines]).write(to: page)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "pdftoppm", "-r", "150", "-\(format)", "-singlefile", page.path,
            folder.appending(path: "page").path,
        ]
        try process.run()
        process.waitUntilExit()
        let ending = ["png": "png", "jpeg": "jpg", "tiff": "tif"][format] ?? format
        return try Data(contentsOf: folder.appending(path: "page.\(ending)"))
    }

    /// A PDF file whose pages are images of text; nil for a page with a text layer.
    static func document(_ pages: [(lines: [String], isImage: Bool)]) throws -> Data {
        var objects = [Data("<< /Type /Catalog /Pages 2 0 R >>".utf8)]
        let kids = pages.indices.map { "\(4 + 3 * $0) 0 R" }.joined(separator: " ")
        objects.append(Data("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>".utf8))
        objects.append(Data("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".utf8))
        for (index, page) in pages.enumerated() {
            let first = 4 + 3 * index
            let shown = page.lines.map { "0 -14 Td (\($0)) Tj" }.joined(separator: " ")
            let content = page.isImage ? "612 0 0 792 0 0 cm /Im Do" : "BT /F1 12 Tf 72 720 Td \(shown) ET"
            objects.append(
                Data(
                    ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> "
                        + "/XObject << /Im \(first + 2) 0 R >> >> /Contents \(first + 1) 0 R >>").utf8))
            objects.append(stream("", Data(content.utf8)))
            objects.append(
                stream(
                    "/Type /XObject /Subtype /Image /Width 1275 /Height 1650 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
                        + "/Filter /DCTDecode", page.isImage ? try image(page.lines, format: "jpeg") : Data()))
        }
        var file = Data("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.count)
            file += Data("\(index + 1) 0 obj\n".utf8) + object + Data("\nendobj\n".utf8)
        }
        let table = file.count
        file += Data("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
        for offset in offsets {
            file += Data("\(String(repeating: "0", count: 10 - "\(offset)".count))\(offset) 00000 n \n".utf8)
        }
        file += Data("trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n".utf8)
        return file
    }

    private static func stream(_ entries: String, _ bytes: Data) -> Data {
        Data("<< \(entries) /Length \(bytes.count) >>\nstream\n".utf8) + bytes + Data("\nendstream".utf8)
    }
}
