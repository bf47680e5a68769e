import Documents
import Library
import Retrieval
import Testing

/// The same text at several places.
struct CopyTests {
    private static let clause = "Either side may end this contract with a notice of six weeks to the end of a quarter."

    private func search(_ query: String, _ files: [(String, SampleChunk)], limit: Int = 5) async throws -> [Snippet] {
        var snippets: [Snippet] = []
        try await withLibrary { library in
            for (name, chunk) in files { try await library.add([chunk], as: name) }
            snippets = try await Retriever(library: library, embedder: WordEmbedder())
                .search(query, profile: "p", limit: limit).snippets
        }
        return snippets
    }

    @Test(
        "A text that other files repeat is shown once, with the places of the others",
        arguments: [
            clause, clause.uppercased(), clause.replacing(" ", with: "\n"), clause.replacing(".", with: " !"),
        ])
    func once(copy: String) async throws {
        let files: [(String, SampleChunk)] = [
            ("a.txt", SampleChunk(text: Self.clause)), ("b.txt", SampleChunk(text: copy)), ("c.txt", "Notice board."),
        ]
        let found = try await search("notice of six weeks", files, limit: 2)
        #expect(found.count == 2)
        let shown = try #require(found.first)
        #expect(Set([shown.document] + shown.copies.map(\.document)) == ["a.txt", "b.txt"])
        #expect(shown.copies.map(\.location.description) == ["line 1"])
        #expect(found.last?.document == "c.txt")
    }

    @Test(
        "Texts that differ in a word, or stand under other headings, are both shown",
        arguments: [
            SampleChunk(text: clause.replacing("six", with: "ten")),
            SampleChunk(text: clause.replacing("may", with: "may not")),
            SampleChunk(text: clause, headings: ["Leeds"]),
        ])
    func both(other: SampleChunk) async throws {
        let found = try await search("notice weeks", [("a.txt", SampleChunk(text: Self.clause)), ("b.txt", other)])
        #expect(Set(found.map(\.document)) == ["a.txt", "b.txt"])
        #expect(found.allSatisfy { $0.copies.isEmpty })
    }

    @Test("Few words are no copy of a text that has them too")
    func short() async throws {
        let found = try await search("six weeks", [("a.txt", SampleChunk(text: Self.clause)), ("b.txt", "Six weeks.")])
        #expect(Set(found.map(\.document)) == ["a.txt", "b.txt"])
    }

    @Test("A file whose text is shown from another one is said to be shown")
    func whyNot() async throws {
        try await withLibrary { library in
            for name in ["a.txt", "b.txt"] { try await library.add([SampleChunk(text: Self.clause)], as: name) }
            let retriever = Retriever(library: library, embedder: WordEmbedder())
            for name in ["a.txt", "b.txt"] {
                let absence = try await retriever.absence(of: name, page: nil, query: "notice", profile: "p", limit: 1)
                #expect(absence.stage == .shown && absence.snippet == 1)
            }
        }
    }
}
