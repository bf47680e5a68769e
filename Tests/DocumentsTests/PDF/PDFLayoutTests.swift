import Documents
import Foundation
import Testing

@Suite("PDF layout") struct PDFLayoutTests {
    private let words = ["harbour", "council", "merchant", "ledger", "quarry", "granite", "market", "ferry", "lantern"]

    private func read(_ bytes: Data) async throws -> Document {
        try await DocumentReaders.standard.read(bytes, name: "a.pdf")
    }

    /// Lines of prose, one below the other, each of which begins with a word of its own.
    private func prose(_ name: String, count: Int, x: Double, y: Double, size: Double = 10) -> String {
        (0..<count).map { line in
            let rest = (0..<5).map { words[(line * 7 + $0 * 3) % words.count] }.joined(separator: " ")
            return PDFFixture.text("\(name)\(line) \(rest)", x, y - Double(line) * size * 1.2, size: size)
        }.joined()
    }

    @Test("Columns are read one after the other, below a title over both") func columns() async throws {
        let page =
            PDFFixture.text("A title over both of the columns", 72, 740, size: 18, font: "F2")
            + prose("left", count: 20, x: 72, y: 700) + prose("right", count: 20, x: 330, y: 700)
        let blocks = try await read(PDFFixture.draw([page])).blocks
        #expect(blocks[0].kind == .heading && blocks[0].text == "A title over both of the columns")
        let text = blocks.map(\.text).joined(separator: " ")
        let order = (0..<20).map { "left\($0) " } + (0..<20).map { "right\($0) " }
        var position = text.startIndex
        for word in order {
            let found = try #require(text.range(of: word, range: position..<text.endIndex), "\(word) is out of order")
            position = found.upperBound
        }
        #expect(!blocks.contains { $0.kind == .table })
    }

    @Test("A table keeps its rows, its header and the lines of its cells") func table() async throws {
        let rows: [[[String]]] = [
            [["Item"], ["Description"], ["Price"]],
            [["A1"], ["Rope of hemp, tarred", "and in coils of ten"], ["7.50"]],
            [["A2"], ["Lantern with oil"], ["14.00"]],
            [["A3"], ["Anchor of iron, with", "a chain of iron"], ["120.00"]],
        ]
        var page = prose("before", count: 3, x: 72, y: 740)
        var y = 680.0
        for row in rows {
            for (column, cell) in row.enumerated() {
                for (line, text) in cell.enumerated() {
                    page += PDFFixture.text(text, [72.0, 140, 320][column], y - Double(line) * 12)
                }
            }
            y -= Double(row.map(\.count).max() ?? 1) * 12 + 8
        }
        page += prose("after", count: 3, x: 72, y: y - 40)
        let blocks = try await read(PDFFixture.draw([page])).blocks
        #expect(blocks.map(\.kind) == [.paragraph, .table, .paragraph])
        #expect(
            blocks[1].text == """
                Item | Description | Price
                A1 | Rope of hemp, tarred and in coils of ten | 7.50
                A2 | Lantern with oil | 14.00
                A3 | Anchor of iron, with a chain of iron | 120.00
                """)
    }

    @Test("A long table repeats its header in each block") func longTable() async throws {
        var page = PDFFixture.text("Port", 72, 760) + PDFFixture.text("Tons", 200, 760)
        for row in 0..<60 {
            page += PDFFixture.text("Port \(row)", 72, 748 - Double(row) * 12)
            page += PDFFixture.text("\(row * 10)", 200, 748 - Double(row) * 12)
        }
        let tables = try await read(PDFFixture.draw([page])).blocks
        #expect(tables.count == 2 && tables.allSatisfy { $0.kind == .table && $0.text.hasPrefix("Port | Tons\n") })
    }

    @Test(
        "A table that goes on over pages has its header on each, and one with other columns does not",
        arguments: [200.0, 400])
    func tableOverPages(secondColumn: Double) async throws {
        let pages = (0..<3).map { page in
            var content = page == 0 ? PDFFixture.text("Port", 72, 760) + PDFFixture.text("Tons", 200, 760) : ""
            for row in 0..<50 {
                let y = 748 - Double(row) * 12
                content += PDFFixture.text("Port \(page * 50 + row)", 72, y)
                content += PDFFixture.text("\(page * 50 + row + 7)", page == 1 ? secondColumn : 200, y)
            }
            return content + PDFFixture.text("\(page + 1)", 300, 40)
        }
        let blocks = try await read(PDFFixture.draw(pages)).blocks
        #expect(blocks.allSatisfy { $0.kind == .table })
        let withHeader = Set(blocks.filter { $0.text.hasPrefix("Port | Tons\n") }.compactMap(\.location.page))
        #expect(withHeader == (secondColumn == 200 ? [1, 2, 3] : [1]))
        #expect(blocks.contains { $0.location.page == 3 && $0.text.contains("Port 149 | 156") })
    }

    @Test("Contents with leaders, lists and code are no tables") func noTables() async throws {
        var page = ""
        for line in 0..<6 {
            page += PDFFixture.text("Chapter of \(words[line]) ................", 72, 740 - Double(line) * 14)
            page += PDFFixture.text("\(line * 9 + 3)", 320, 740 - Double(line) * 14)
            page += PDFFixture.text("\(line + 1).", 72, 600 - Double(line) * 14)
            page += PDFFixture.text("a note about \(words[line]) and \(words[line + 1])", 95, 600 - Double(line) * 14)
        }
        page += PDFFixture.text("let total = 0", 72, 480, font: "F3")
        page += PDFFixture.text("return total + 1", 96, 466, font: "F3")
        let blocks = try await read(PDFFixture.draw([page])).blocks
        #expect(!blocks.contains { $0.kind == .table })
        #expect(blocks.filter { $0.kind == .code }.map(\.text) == ["let total = 0\n    return total + 1"])
        #expect(blocks.contains { $0.text.contains("1. a note about harbour and council") })
    }

    @Test("Sizes make headings and their levels; captions and running text do not") func headings() async throws {
        let page =
            PDFFixture.text("The Old Harbour", 72, 750, size: 20, font: "F2")
            + PDFFixture.text("1 History", 72, 710, size: 14, font: "F2") + prose("a", count: 6, x: 72, y: 690)
            + PDFFixture.text("1.1 The storm", 72, 600, size: 12, font: "F2") + prose("b", count: 6, x: 72, y: 580)
            + PDFFixture.text("Figure 1: The quay in winter", 72, 480, size: 12)
            + PDFFixture.text("2 pH of the water", 72, 440, size: 14, font: "F2") + prose("c", count: 6, x: 72, y: 420)
        let blocks = try await read(PDFFixture.draw([page])).blocks
        let headings = blocks.filter { $0.kind == .heading }
        #expect(headings.map(\.text) == ["The Old Harbour", "1 History", "1.1 The storm", "2 pH of the water"])
        #expect(headings.map(\.level) == [1, 2, 3, 2])
        let last = try #require(blocks.last)
        #expect(last.headings == ["The Old Harbour", "2 pH of the water"])
    }

    @Test("The outline gives the heading path, also where a title is drawn") func outline() async throws {
        let pages = [
            PDFFixture.text("Part One", 72, 740, size: 10) + PDFFixture.text("The Quay", 72, 700, size: 10)
                + prose("a", count: 4, x: 72, y: 650),
            "100 700 200 20 re f " + prose("b", count: 4, x: 72, y: 650),
        ]
        let outline = [
            PDFFixture.Entry(title: "Part One", page: 0, entries: [PDFFixture.Entry(title: "1. The quay", page: 0)]),
            PDFFixture.Entry(title: "Drawn title", page: 1),
        ]
        let blocks = try await read(PDFFixture.draw(pages, outline: outline)).blocks
        #expect(blocks.map(\.text).prefix(2) == ["Part One", "The Quay"])
        #expect(blocks.map(\.level) == [1, 2, nil, nil])
        #expect(blocks.map(\.headings).suffix(2) == [["Part One", "The Quay"], ["Drawn title"]])
    }

    @Test("Fields of a form stand behind their labels, and the text of a link stays as it is") func form() async throws
    {
        func field(_ value: String, _ y: Int, _ stream: Int) -> String {
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (f\(y)) /V (\(value)) /Rect [140 \(y) 300 \(y + 14)] /F 4"
                + " /DA (/Helv 10 Tf 0 g) /AP << /N \(stream) 0 R >> >>"
        }
        func appearance(_ value: String) -> String {
            let content = "/Tx BMC BT /F1 10 Tf 2 4 Td (\(value)) Tj ET EMC"
            return "<< /Type /XObject /Subtype /Form /BBox [0 0 160 14] /Resources << /Font << /F1 3 0 R >> >>"
                + " /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream"
        }
        let link =
            "<< /Type /Annot /Subtype /Link /Rect [70 690 200 705] /A << /S /URI /URI (https://example.org) >> >>"
        let page =
            PDFFixture.text("Name:", 72, 744) + PDFFixture.text("Town:", 72, 724)
            + PDFFixture.text("See our pages.", 72, 694)
        let bytes = PDFFixture.draw(
            [page], page: "/Annots [10 0 R 11 0 R 14 0 R]",
            objects: [
                field("Ada Lovelace", 740, 12), field("London", 720, 13), appearance("Ada Lovelace"),
                appearance("London"), link,
            ])
        let blocks = try await read(bytes).blocks
        #expect(blocks.map(\.text) == ["Name: | Ada Lovelace\nTown: | London", "See our pages."])
    }

    @Test("Numbers, marks and initials stay with their words, and rotated pages are read") func pieces() async throws {
        let page =
            PDFFixture.text("2.1", 72, 740) + PDFFixture.text("The granite pier", 100, 740)
            + "BT /F1 10 Tf 72 700 Td (H) Tj /F1 6 Tf -3 Ts (2) Tj 0 Ts /F1 10 Tf (O runs past) Tj ET "
            + PDFFixture.text("W", 72, 640, size: 36) + PDFFixture.text("hen the storm came,", 108, 656)
            + PDFFixture.text("it took the pier.", 108, 644)
            + "BT /F1 10 Tf 0 1 -1 0 500 300 Tm (Upwards words) Tj ET"
        let blocks = try await read(PDFFixture.draw([page])).blocks
        let texts = blocks.map(\.text)
        for text in [
            "2.1 The granite pier", "H2O runs past", "When the storm came, it took the pier.", "Upwards words",
        ] {
            #expect(texts.contains(text), "\(text) is not among \(texts)")
        }
        let rotated = PDFFixture.draw(
            ["BT /F1 12 Tf 0 1 -1 0 300 300 Tm (Words of a) Tj 0 -14 Td (turned page.) Tj ET"], page: "/Rotate 90")
        #expect(try await read(rotated).blocks.map(\.text) == ["Words of a turned page."])
    }

    @Test("Words from right to left are in the order of reading") func rightToLeft() async throws {
        let map = (0..<22).map { "<\(String(0x61 + $0, radix: 16))> <0\(String(0x5D0 + $0, radix: 16))>" }
        let unicode =
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
            + "endcodespacerange 22 beginbfchar\n\(map.joined(separator: "\n"))\nendbfchar endcmap end end"
        let bytes = PDFFixture.draw(
            ["BT /F1 12 Tf 72 720 Td (cba 12 fed) Tj ET"], font: "/ToUnicode 10 0 R",
            objects: ["<< /Length \(unicode.utf8.count) >>\nstream\n\(unicode)\nendstream"])
        #expect(try await read(bytes).blocks.map(\.text) == ["\u{5D3}\u{5D4}\u{5D5} 12 \u{5D0}\u{5D1}\u{5D2}"])
    }

    @Test("No word is lost, wherever it stands") func noWordLost() async throws {
        var generator = SeededGenerator(seed: 5)
        for round in 0..<6 {
            var page = ""
            var names: [String] = []
            for index in 0..<150 {
                names.append("w\(round)x\(index)y")
                let column =
                    round % 2 == 0 ? Double.random(in: 20...520, using: &generator) : Double(index % 5) * 110 + 30
                let row = round % 3 == 0 ? Double.random(in: 20...770, using: &generator) : 770 - Double(index / 5) * 14
                let sizes: [Double] = [6, 10, 10, 14]
                let size = sizes[Int.random(in: 0..<4, using: &generator)]
                page += PDFFixture.text(names[index], column, row, size: size, font: ["F1", "F2", "F3"][index % 3])
            }
            let text = try await read(PDFFixture.draw([page])).blocks.map(\.text).joined(separator: " ")
            #expect(names.filter { !text.contains($0) } == [])
        }
    }

    @Test("Running heads and page numbers go, large titles that differ by their numbers stay") func running()
        async throws
    {
        let pages = (1...8).map { number in
            PDFFixture.text("Harbour report", 72, 770, size: 9)
                + PDFFixture.text("Chapter \(number)", 72, 730, size: 18, font: "F2")
                + prose(["a", "b", "c", "d", "e", "f", "g", "h"][number - 1], count: 5, x: 72, y: 690)
                + PDFFixture.text("\(number + 3)", 300, 30)
        }
        let document = try await read(PDFFixture.draw(pages))
        #expect(document.omissions == [.init(.runningLines, count: 7 + 8)])
        let texts = document.blocks.map(\.text)
        #expect(texts.filter { $0.hasPrefix("Chapter") } == (1...8).map { "Chapter \($0)" })
        #expect(texts.count { $0.contains("Harbour report") } == 1)
        #expect(!texts.contains { Int($0) != nil })
    }

    @Test("A page of very many words takes no long time") func manyWords() async throws {
        let lines = (0..<250).map { line in
            PDFFixture.text(
                (0..<30).map { "w\(1_000 + line * 30 + $0)" }.joined(separator: " "), 2, 790 - Double(line) * 3,
                size: 2.2)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let document = try await read(PDFFixture.draw([lines.joined()]))
        #expect(document.blocks.map(\.text).joined(separator: " ").split(separator: " ").count == 7_500)
        #expect(clock.now - start < .seconds(20))
    }
}
