import Documents
import Library
import Retrieval
import Testing

/// Where a part of a passage stands.
struct SnippetTests {
    /// "aaaa\nbbbb\ncccc", three pieces on two pages.
    private let snippet = Snippet(
        number: 1, document: "a.pdf", documentID: DocumentID(rawValue: "0"), title: nil, headings: [],
        text: "aaaa\nbbbb\ncccc",
        pieces: [
            NewChunk.Piece(range: 0..<4, kind: .paragraph, location: Location(page: 3, lines: 10...12)),
            NewChunk.Piece(range: 5..<9, kind: .paragraph, location: Location(page: 4, lines: 20...21)),
            NewChunk.Piece(range: 10..<14, kind: .table, location: Location(page: 4, lines: 7...8)),
        ], chunks: [1], score: 1)

    @Test(
        "A range stands where the pieces that it touches stand",
        arguments: [
            (0..<4, Location(page: 3, lines: 10...12)), (1..<2, Location(page: 3, lines: 10...12)),
            (5..<9, Location(page: 4, lines: 20...21)), (3..<6, Location(page: 3, lastPage: 4, lines: 10...21)),
            (5..<14, Location(page: 4, lines: 7...21)), (0..<14, Location(page: 3, lastPage: 4, lines: 7...21)),
            (4..<5, Location()), (9..<10, Location()),
        ])
    func ranges(range: Range<Int>, expected: Location) {
        #expect(snippet.location(of: range) == expected)
    }

    @Test("The whole passage stands where all of its pieces stand")
    func whole() {
        #expect(snippet.location == Location(page: 3, lastPage: 4, lines: 7...21))
        #expect(snippet.location.description == "pages 3–4")
    }

    @Test("What has only a page, or nothing, is given no lines")
    func partlyKnown() {
        var paged = snippet
        paged.pieces = [NewChunk.Piece(range: 0..<14, kind: .paragraph, location: Location(page: 9))]
        #expect(paged.location(of: 2..<3) == Location(page: 9))
        paged.pieces = []
        #expect(paged.location == Location())
    }

    @Test("A passage of one sheet's rows and of several slides says both ends")
    func sheetsAndSlides() {
        var rows = snippet
        rows.pieces = [
            NewChunk.Piece(range: 0..<4, kind: .table, location: Location(sheet: "Q3", rows: 2...9)),
            NewChunk.Piece(range: 5..<14, kind: .table, location: Location(sheet: "Q3", rows: 10...12)),
        ]
        #expect(rows.location.description == "sheet Q3, rows 2–12")
        #expect(rows.location(of: 6..<7) == Location(sheet: "Q3", rows: 10...12))
        rows.pieces[0].location = Location(slide: 2)
        rows.pieces[1].location = Location(slide: 3)
        #expect(rows.location == Location(slide: 2, lastSlide: 3))
    }
}
