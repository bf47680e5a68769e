import Documents
import Testing

@Suite("Text of pages") struct PagedDocumentTests {
    /// Pages as tesseract's table has them: ten units for each character and twenty for each line.
    private func blocks(_ pages: [String]) throws -> [Block] {
        var rows = ["level\tpage_num"]
        for (page, text) in pages.enumerated() {
            var top = 0
            rows.append("1\t\(page + 1)\t0\t0\t0\t0\t0\t0\t1000\t1000\t-1\t")
            for (paragraph, lines) in text.split(separator: "\n\n").enumerated() {
                for (line, text) in lines.split(separator: "\n").enumerated() {
                    var left = 0
                    top += 20
                    for (word, text) in text.split(separator: " ").enumerated() {
                        let place = "\(page + 1)\t\(paragraph + 1)\t1\t\(line + 1)\t\(word + 1)"
                        rows.append("5\t\(place)\t\(left)\t\(top)\t\(text.count * 10)\t10\t90\t\(text)")
                        left += (text.count + 1) * 10
                    }
                }
                top += 40
            }
        }
        let layouts = RecognizedPage.pages(Array(rows.joined(separator: "\n").utf8)).map(\.layout)
        return try PagedDocument(layouts).collect(cancellation: Cancellation()).blocks
    }

    @Test(
        "Lines are joined to paragraphs, and words that line ends divide are mended",
        arguments: [
            ("a develop-\nment plan", ["a development plan"]),
            ("a well-\nknown plan that is well-known", ["a well-known plan that is well-known"]),
            ("soft\u{AD}\nware", ["software"]),
            ("the Anglo-\nAmerican plan", ["the Anglo-American plan"]),
            ("一个很长的\n句子。", ["一个很长的句子。"]),
            ("开 票 通 知 单", ["开票通知单"]),
            ("one\n\ntwo", ["one", "two"]),
            ("• a point that goes on after\n\nthe gap\n• next", ["a point that goes on after the gap", "next"]),
        ])
    func joins(page: String, expected: [String]) throws {
        #expect(try blocks([page]).map(\.text) == expected)
    }

    @Test("Running heads, feet and numbers go; their first place and other numbers stay")
    func running() throws {
        let pages = (1...8).map {
            "THE ANNUAL REPORT page \($0)\n\nText \(["a", "b", "c", "d", "e", "f", "g", "h"][$0 - 1]).\n\n\($0 + 10)"
        }
        let read = try blocks(pages + ["2024"]).map(\.text)
        #expect(read == ["THE ANNUAL REPORT page 1"] + "abcdefgh".map { "Text \($0)." } + ["2024"])
    }

    @Test("A table in an image is one too") func table() throws {
        let page = "Port     Tons     Ships\nBergen   1200     12\nAlesund  800      9\nBodo     400      3"
        let rows = page.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        var table = ["level\tpage_num", "1\t1\t0\t0\t0\t0\t0\t0\t1000\t1000\t-1\t"]
        for (line, row) in rows.enumerated() {
            for (column, cell) in row.enumerated() {
                table.append(
                    "5\t1\t1\t1\t\(line + 1)\t\(column + 1)\t\(column * 200)\t\(line * 20)\t\(cell.count * 10)\t10\t90\t\(cell)"
                )
            }
        }
        let layouts = RecognizedPage.pages(Array(table.joined(separator: "\n").utf8)).map(\.layout)
        let blocks = try PagedDocument(layouts).collect(cancellation: Cancellation()).blocks
        #expect(blocks.map(\.kind) == [.table])
        #expect(blocks[0].text == "Port | Tons | Ships\nBergen | 1200 | 12\nAlesund | 800 | 9\nBodo | 400 | 3")
    }
}
