import Inference
import Library
import Retrieval
import Testing

/// Queries, vectors and moments that no search is made for.
struct BadInputTests {
    @Test(
        "A query that says nothing finds nothing by words, and fails nowhere",
        arguments: [
            "", " \n\t", "?!…—", "\"\"\"", "AND OR NOT NEAR(", "*", "-", "\u{0}\u{1}", "😀", "\u{202E}\u{200F}",
            "\u{FFFD}",
        ])
    func punctuation(query: String) async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "a.txt")
            let result = try await search(query, in: library)
            #expect(result.candidates.allSatisfy { $0.words == nil })
            #expect(result.snippets.count <= 1)
        }
    }

    @Test(
        "Words of a query stay words, whatever stands around them",
        arguments: ["\"otters", "otters)", "NOT otters", "^otters*"])
    func syntax(query: String) async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "a.txt")
            #expect(try await search(query, in: library).candidates.first?.words?.rank == 1)
        }
    }

    @Test("A query of 100,000 words is answered within seconds", .timeLimit(.minutes(1)))
    func longQuery() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "a.txt")
            let words = (0..<100_000).map { "word\($0)" }
            let result = try await search("otters " + words.joined(separator: " "), in: library)
            #expect(result.snippets.map(\.document) == ["a.txt"])
        }
    }

    @Test("Text from right to left, and of mixed scripts, is found")
    func scripts() async throws {
        try await withLibrary { library in
            try await library.add(["الكلاب تنام في البيت"], as: "ar.txt", embeddedBy: nil)
            try await library.add(["הכלב ישן בבית"], as: "he.txt", embeddedBy: nil)
            try await library.add(["The pump 泵 of type P-101 повреждён"], as: "mixed.txt", embeddedBy: nil)
            let expected = [
                ("تنام", "ar.txt"), ("ישן", "he.txt"), ("泵", "mixed.txt"), ("поврежден P-101", "mixed.txt"),
            ]
            for (query, file) in expected {
                #expect(try await search(query, in: library).snippets.map(\.document) == [file], "\(query)")
            }
        }
    }

    @Test("A query's vector with a value that is no number is an error, and one of zeros finds by words")
    func vectors() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish.", "Cats sleep."], as: "a.txt")
            await #expect {
                _ = try await Retriever(library: library, embedder: ConstantEmbedder(value: .nan))
                    .search("otters", profile: "p", limit: 3)
            } throws: { ($0 as? LibraryError)?.message.contains("no number") == true }
            let result = try await Retriever(library: library, embedder: ConstantEmbedder(value: 0))
                .search("otters", profile: "p", limit: 3)
            #expect(result.candidates.first?.words?.rank == 1)
            #expect(result.candidates.allSatisfy { $0.smoothed.isFinite })
        }
    }

    @Test("An embedder of another dimension does not meet the vectors that are there")
    func dimension() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "a.txt")
            let result = try await Retriever(library: library, embedder: ConstantEmbedder(value: 1, dimension: 8))
                .search("otters", profile: "p", limit: 3)
            #expect(result.pending == 1)
            #expect(result.candidates.map(\.vector) == [nil])
        }
    }

    @Test("A search while files are added and removed finds whole passages of what is there")
    func concurrent() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "always.txt")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 0..<40 {
                        try await library.add([SampleChunk(text: "Otters and number \(number).")], as: "\(number).txt")
                        try await library.remove(files: ["\(number).txt"], fromProfile: "p")
                    }
                }
                group.addTask {
                    for _ in 0..<40 {
                        let result = try await search("otters eat", in: library)
                        #expect(result.snippets.contains { $0.document == "always.txt" })
                        #expect(result.snippets.allSatisfy { !$0.text.isEmpty && !$0.document.isEmpty })
                    }
                }
                try await group.waitForAll()
            }
            // The documents of these tests have made-up hashes.
            #expect(try await library.verify().filter { $0.code != "damagedBytes" } == [])
        }
    }

    private func search(_ query: String, in library: SQLiteLibrary) async throws -> RetrievalResult {
        try await Retriever(library: library, embedder: WordEmbedder()).search(query, profile: "p", limit: 5)
    }
}

/// An embedder whose vectors hold one value, in the space of ``WordEmbedder``.
private struct ConstantEmbedder: Embedder {
    var value: Float
    var dimension = 384
    let name = "words"
    let maximumTokens = 256

    func covers(_ text: String) -> Bool { true }
    func tokenCount(_ text: String) -> Int { 1 }
    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        texts.map { _ in [Float](repeating: value, count: dimension) }
    }
}
