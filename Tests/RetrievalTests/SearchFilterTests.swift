import Documents
import Library
import Retrieval
import Testing

/// Filters: what they let through, and what is wrong with one.
struct SearchFilterTests {
    @Test(
        "Only what the filter allows is found, also where a passage is completed",
        arguments: [
            ("type:pdf", ["a/x.pdf", "x.pdf"]), ("type:PDF,md", ["a/b/y.md", "a/x.pdf", "x.pdf"]),
            ("-type:pdf", ["a/b/y.md"]), ("type:markdown", ["a/b/y.md"]), ("path:a/**", ["a/b/y.md", "a/x.pdf"]),
            ("path:a/*", ["a/x.pdf"]), ("path:x.*", ["a/x.pdf", "x.pdf"]), ("-path:a/**", ["x.pdf"]),
            ("path:a/** type:pdf", ["a/x.pdf"]), ("path:\"a/x.pdf\"", ["a/x.pdf"]), ("path:nothing", []),
        ])
    func files(filter: String, expected: [String]) async throws {
        try await withLibrary { library in
            for (name, type) in [("x.pdf", DocumentType.pdf), ("a/x.pdf", .pdf), ("a/b/y.md", .markdown)] {
                try await library.add([SampleChunk(text: "Otters eat fish in \(name).")], as: name, type: type)
            }
            #expect(try await search(filter, in: library).map(\.document).sorted() == expected)
        }
    }

    @Test(
        "Pages are compared",
        arguments: [
            ("page:2", [2]), ("page:2-3", [2, 3]), ("page:>2", [3, 4]), ("page:>=2", [2, 3, 4]), ("page:<2", [1]),
            ("page:<=2", [1, 2]), ("-page:2", [1, 3, 4]), ("page:>9", []),
        ])
    func pages(filter: String, expected: [Int]) async throws {
        try await withLibrary { library in
            // Each goes on where the one before was cut off, so that passages would be completed.
            let chunks = (1...4).map { (page: Int) in SampleChunk(text: "otters and number \(page) and", page: page) }
            try await library.add(chunks, as: "x.pdf", type: .pdf)
            let snippets = try await search(filter, in: library)
            #expect(Set(snippets.flatMap { $0.pieces.compactMap(\.location.page) }) == Set(expected))
        }
    }

    @Test("A rare match is found behind thousands that the filter leaves out")
    func rare() async throws {
        try await withLibrary { library in
            try await library.add((0..<2500).map { SampleChunk(text: "otter otter \($0)") }, as: "many.txt")
            try await library.add(["One otter among very many other words about something else."], as: "rare.txt")
            #expect(try await search("path:rare.txt", in: library).map(\.document) == ["rare.txt"])
        }
    }

    @Test(
        "What is wrong is said with the place",
        arguments: [
            ("typ:pdf", 0, "fields type, page and path"), ("type:pdf page", 13, "needs “:”"),
            ("type:pdf,dox", 9, "no format “dox”"), ("page:x", 5, "no page such as"),
            ("page:9-3", 5, "no page such as"),
            ("page:0", 5, "no page such as"), ("page:=>3", 5, "not “=>”"), ("type:pdf  path:", 15, "needs a value"),
            ("path:\"a b", 5, "not closed"), ("path:[a", 5, "match nothing"), ("", 0, "is empty"), ("-", 1, "not “”"),
            ("page:>9223372036854775807", 5, "no page such as"), ("页:3", 0, "not “页”"),
        ])
    func errors(filter: String, offset: Int, reason: String) throws {
        let error = try #require(throws: FilterError.self) { _ = try SearchFilter(filter) }
        #expect(error.offset == offset)
        #expect(error.reason.contains(reason))
        #expect(error.description.hasSuffix("\n  \(filter)\n  \(String(repeating: " ", count: offset))^"))
    }

    private func search(_ filter: String, in library: SQLiteLibrary) async throws -> [Snippet] {
        var settings = RetrievalSettings()
        settings.filter = try SearchFilter(filter)
        return try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
            .search("otters", profile: "p", limit: 10).snippets
    }
}
