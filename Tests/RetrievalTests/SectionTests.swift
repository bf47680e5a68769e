import Documents
import Library
import Testing

import Retrieval

/// Passages that grow to their sections.
struct SectionTests {
    private static let document = [
        SampleChunk(text: "Cats sleep all day.", headings: ["Cats"]),
        SampleChunk(text: "They live at rivers.", headings: ["Otters"]),
        SampleChunk(text: "Otters swim well.", headings: ["Otters"]),
        SampleChunk(text: "They dive for fish.", headings: ["Otters"]),
        SampleChunk(text: "Otters sleep in dens.", headings: ["Otters"]),
        SampleChunk(text: "Trains leave at noon.", headings: ["Trains"]),
    ]

    private func texts(_ query: String, room: Int?, limit: Int, filter: String? = nil) async throws -> [String] {
        var texts: [String] = []
        try await withLibrary { library in
            let chunks = Self.document.enumerated().map { index, chunk in
                SampleChunk(text: chunk.text, headings: chunk.headings, page: index + 1)
            }
            try await library.add(chunks, as: "a.txt")
            var settings = RetrievalSettings()
            settings.sectionTokens = room
            settings.filter = try filter.map { try SearchFilter($0) }
            texts = try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
                .search(query, profile: "p", limit: limit).snippets.map(\.text)
        }
        return texts
    }

    @Test("With room for it, a passage becomes its whole section and nothing of the next")
    func whole() async throws {
        let section = Self.document[1...4].map(\.text).joined(separator: "\n")
        #expect(try await texts("otters swim", room: 1_000, limit: 1) == [section])
    }

    @Test("A second chunk of a section that is shown whole makes room for another passage")
    func once() async throws {
        let found = try await texts("otters sleep", room: 1_000, limit: 2)
        #expect(found.count == 2)
        #expect(Set(found) == [Self.document[1...4].map(\.text).joined(separator: "\n"), Self.document[0].text])
    }

    @Test(
        "A passage grows at both ends by turns, first behind it, as long as whole chunks fit",
        arguments: [
            (17, 2...2), (17 + 18, 2...2), (17 + 19, 2...3), (17 + 19 + 19, 2...3), (17 + 19 + 20, 1...3),
            (17 + 19 + 20 + 21, 1...4),
        ])
    func room(tokens: Int, chunks: ClosedRange<Int>) async throws {
        let expected = Self.document[chunks].map(\.text).joined(separator: "\n")
        #expect(try await texts("swim well", room: tokens, limit: 1) == [expected])
    }

    @Test("Without a size, and with none, chunks stay as they are", arguments: [nil, 0])
    func chunks(room: Int?) async throws {
        #expect(try await texts("swim well", room: room, limit: 1) == ["Otters swim well."])
    }

    @Test("What a filter leaves out is not shown as part of a section either")
    func filtered() async throws {
        #expect(try await texts("swim well", room: 1_000, limit: 1, filter: "page:3") == ["Otters swim well."])
    }
}
