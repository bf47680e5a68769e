import Documents
import Foundation
import Testing

@Suite("Tables between lines in PDF") struct PDFRuledTableTests {
    /// The lines of a cell, in points below one another.
    private typealias Cell = [String]

    private static let rows: [[Cell]] = [
        [["Term"], ["What it means"], ["Who acts"]],
        [
            ["Notice"],
            ["The time between the day on which", "a party says that it leaves and the", "end of the lease"],
            ["The party that wants to", "leave the rooms, in", "writing"],
        ],
        [
            ["Deposit"], ["A sum that the landlord keeps", "apart from other money until the", "end of the lease"],
            ["The tenant pays it in", "three parts"],
        ],
        [
            ["Repairs"], ["Small ones are paid by the tenant", "where the lease says so"],
            ["The tenant reports the", "damage at once"],
        ],
    ]
    private static let text = """
        Term | What it means | Who acts
        Notice | The time between the day on which a party says that it leaves and the end of the lease | The party that wants to \
        leave the rooms, in writing
        Deposit | A sum that the landlord keeps apart from other money until the end of the lease | The tenant pays it in three parts
        Repairs | Small ones are paid by the tenant where the lease says so | The tenant reports the damage at once
        """

    /// Where columns begin and the last one ends, and the space between two lines of text.
    private static let lefts = [72.0, 130, 310, 440]
    private static let pitch = 12.0

    /// The cells of a table, and the upper edges of its rows with the lower one of the last, in points from the bottom of the page.
    private func cells(_ rows: [[Cell]], lefts: [Double], top: Double) -> (content: String, edges: [Double]) {
        var content = ""
        var edges = [top]
        for row in rows {
            for (column, cell) in row.enumerated() {
                for (line, text) in cell.enumerated() {
                    let y = (edges.last ?? top) - 11 - Double(line) * Self.pitch
                    content += PDFFixture.text(text, lefts[column] + 5, y)
                }
            }
            edges.append((edges.last ?? top) - Double(row.map(\.count).max() ?? 1) * Self.pitch - 4)
        }
        return (content, edges)
    }

    private func line(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double) -> String {
        "0.5 w \(x) \(y) m \(toX) \(toY) l S\n"
    }

    private func blocks(_ content: String) async throws -> [Block] {
        try await DocumentReaders.standard.read(PDFFixture.draw([content]), name: "a.pdf").blocks
    }

    @Test(
        "Cells with several lines of prose are told by the lines around them or between rows",
        arguments: ["all", "inner", "below rows", "above rows", "shaded rows and lines between columns"])
    func prose(form: String) async throws {
        let lefts = Self.lefts
        var (content, edges) = cells(Self.rows, lefts: lefts, top: 660)
        let (right, bottom) = (lefts[3], edges[4])
        let inner = edges.dropFirst().dropLast()
        let (horizontal, vertical): ([Double], [Double]) =
            switch form {
            case "all": (edges, lefts)
            case "inner": (Array(inner), Array(lefts[1...2]))
            case "below rows": (Array(edges.dropFirst()), [])
            case "above rows": (Array(edges.dropLast()), [])
            default: ([], Array(lefts[1...2]))
            }
        for y in horizontal { content += line(lefts[0], y, right, y) }
        for x in vertical { content += line(x, edges[0], x, bottom) }
        if horizontal.isEmpty {
            let areas = stride(from: 0, to: 4, by: 2).map { row in
                "\(lefts[0]) \(edges[row + 1]) \(right - lefts[0]) \(edges[row] - edges[row + 1]) re f\n"
            }
            content = "0.8 g\n" + areas.joined() + "0 g\n" + content
        }
        content += PDFFixture.text("What the words of a lease mean, and who has to do what:", 72, 690)
        content += PDFFixture.text(
            "Prose below the table goes on over the width of all columns of it.", 72, bottom - 30)
        let blocks = try await blocks(content)
        #expect(blocks.map(\.kind) == [.paragraph, .table, .paragraph])
        #expect(blocks.first { $0.kind == .table }?.text == Self.text)
    }

    @Test("Tables of one width on a page are told apart, whatever their lines") func sameWidth() async throws {
        let lefts = Self.lefts
        var (content, edges) = cells(Self.rows, lefts: lefts, top: 660)
        for y in edges { content += line(lefts[0], y, lefts[3], y) }
        for x in lefts { content += line(x, edges[0], x, edges[4]) }
        let (below, lower) = cells(Self.rows, lefts: lefts, top: 400)
        content += below + PDFFixture.text("The same with lines below its rows:", 72, 430)
        for y in lower.dropFirst() { content += line(lefts[0], y, lefts[3], y) }
        #expect(try await blocks(content).map(\.text) == [Self.text, "The same with lines below its rows:", Self.text])
    }

    @Test("Rows without lines between them stay rows, and a narrow column stays one") func columnsOnly() async throws {
        let rows: [[Cell]] = [
            [["Part"], ["Qty"], ["Price"]], [["Bolt M4"], ["12"], ["3.40"]], [["Nut M4"], ["100"], ["1.20"]],
            [["Washer"], ["7"], ["0.80"]], [["Rivet"], ["40"], ["2.10"]],
        ]
        let lefts = [72.0, 117, 142, 175]
        var (content, edges) = cells(rows, lefts: lefts, top: 660)
        for y in [edges[0], edges[1], edges[5]] { content += line(lefts[0], y, lefts[3], y) }
        for x in lefts { content += line(x, edges[0], x, edges[5]) }
        #expect(
            try await blocks(content).map(\.text) == [
                "Part | Qty | Price\nBolt M4 | 12 | 3.40\nNut M4 | 100 | 1.20\nWasher | 7 | 0.80\nRivet | 40 | 2.10"
            ])
    }

    @Test("The edges of letters in lines close to one another are not taken for lines") func letters() async throws {
        let rows: [[Cell]] = [
            [["Tag"], ["JS Type"], ["Description"]], [["xx1"], ["number"], ["31-bit integer representation"]],
            [["000"], ["object"], ["pointer to JSObject handle"]], [["010"], ["number"], ["pointer to double handle"]],
            [["100"], ["string"], ["pointer to JSString handle"]],
            [["110"], ["boolean", "null, or", "undefined"], ["one of null, undefined, true, false"]],
        ]
        let lefts = [72.0, 102, 156, 330]
        var content = line(72, 648, 330, 648) + line(102, 660, 102, 576) + line(156, 660, 156, 576)
        var y = 651.0
        for row in rows {
            for (column, cell) in row.enumerated() {
                for (index, text) in cell.enumerated() {
                    content += PDFFixture.text(text, lefts[column] + 5, y - Double(index) * 10, size: 9)
                }
            }
            y -= Double(row.map(\.count).max() ?? 1) * 10
        }
        #expect(
            try await blocks(content).map(\.text) == [
                """
                Tag | JS Type | Description
                xx1 | number | 31-bit integer representation
                000 | object | pointer to JSObject handle
                010 | number | pointer to double handle
                100 | string | pointer to JSString handle
                110 | boolean null, or undefined | one of null, undefined, true, false
                """
            ])
    }

    @Test("A name over several columns is part of their names, and an empty cell stays empty") func spans() async throws
    {
        let rows: [[Cell]] = [
            [["Region"], ["2024"], [], ["2025"], []], [[], ["Plan"], ["Actual"], ["Plan"], ["Actual"]],
            [["North"], ["10"], ["12"], ["11"], ["9"]], [["South"], ["7"], [], ["8"], ["8"]],
        ]
        let lefts = [72.0, 130, 180, 230, 280, 330]
        var (content, edges) = cells(rows, lefts: lefts, top: 660)
        for (index, y) in edges.enumerated() { content += line(index == 1 ? lefts[1] : lefts[0], y, lefts[5], y) }
        for (index, x) in lefts.enumerated() {
            content += line(x, index == 2 || index == 4 ? edges[1] : edges[0], x, edges[4])
        }
        #expect(
            try await blocks(content).map(\.text) == [
                "Region | 2024 Plan | 2024 Actual | 2025 Plan | 2025 Actual\nNorth | 10 | 12 | 11 | 9\nSouth | 7 |  | 8 | 8"
            ])
    }

    @Test("A table that is turned on its page is read as one", arguments: [true, false]) func turned(
        runsUp: Bool
    ) async throws {
        let rows: [[Cell]] = [
            [["Station"], ["Opened"], ["Tracks"]], [["Aldgate"], ["1876"], ["4"]], [["Barking"], ["1854"], ["8"]],
            [["Chesham"], ["1889"], ["1"]], [["Debden"], ["1865"], ["2"]],
        ]
        let (table, _) = cells(rows, lefts: [0, 80, 160], top: 0)
        let turn = runsUp ? "q 0 1 -1 0 200 300 cm\n" : "q 0 -1 1 0 400 600 cm\n"
        let content =
            PDFFixture.text("Stations of the line, with the years of their opening.", 72, 740) + turn + table + "Q\n"
        let blocks = try await blocks(content)
        #expect(blocks.map(\.kind) == [.paragraph, .table])
        #expect(
            blocks.last?.text
                == "Station | Opened | Tracks\nAldgate | 1876 | 4\nBarking | 1854 | 8\nChesham | 1889 | 1\nDebden | 1865 | 2"
        )
    }

    @Test("Boxes around paragraphs are no table") func boxes() async throws {
        let paragraph = (0..<26).map { "Line \($0) of a long text in a box" }
        let lefts = [72.0, 300, 520]
        var (content, edges) = cells([[paragraph, paragraph], [["a"], ["b"]]], lefts: lefts, top: 700)
        for y in edges { content += line(lefts[0], y, lefts[2], y) }
        for x in lefts { content += line(x, edges[0], x, edges[2]) }
        #expect(try await !blocks(content).contains { $0.kind == .table })
    }
}
