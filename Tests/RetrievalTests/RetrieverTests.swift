import Documents
import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// Searching a real library with an embedder that counts words.
struct RetrieverTests {
    @Test("Both halves find, and say at which rank")
    func bothHalves() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "animals.txt")
            try await library.add(["Trains leave at noon."], as: "trains.txt")
            let result = try await search("what do otters eat", in: library)

            #expect(result.snippets.first?.text == "Otters eat fish.")
            #expect(result.snippets.first?.document == "animals.txt")
            #expect(result.snippets.map(\.number) == Array(1...result.snippets.count))
            let best = try #require(result.candidates.first)
            #expect(best.words?.rank == 1)
            #expect(best.vector?.rank == 1)
            #expect(best.fused > 0.5 && best.fused < 1)
            #expect(best.smoothed > result.candidates.last?.smoothed ?? 1)
            #expect(best.ordinal == 0)
            #expect(result.bestSimilarity == best.vector?.score)
            #expect(
                result.timings.map(\.stage) == [
                    "embed", "vectors", "words", "originals", "chunks", "fusion", "smoothing", "expansion",
                ])
            #expect(result.timings.allSatisfy { $0.milliseconds >= 0 })
        }
    }

    @Test("Other profiles' files are not seen")
    func otherProfiles() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish."], as: "a.txt")
            _ = try await library.create(Profile(name: "other"))
            let result = try await Retriever(library: library, embedder: WordEmbedder())
                .search("otters", profile: "other", limit: 5)
            #expect(result.snippets.isEmpty)
            #expect(result.candidates.isEmpty)
        }
    }

    @Test("A profile without files gives nothing")
    func emptyProfile() async throws {
        try await withLibrary { library in
            let result = try await search("otters", in: library)
            #expect(result.snippets.isEmpty)
            #expect(result.candidates.isEmpty)
            #expect(result.pending == 0)
            #expect(result.bestSimilarity == nil)
        }
    }

    @Test("Chunks without a vector are found by their words, and counted")
    func pending() async throws {
        try await withLibrary { library in
            try await library.add(["Cats sleep all day."], as: "cats.txt")
            try await library.add(["Otters eat fish.", "Otters swim."], as: "otters.txt", embeddedBy: nil)
            let result = try await search("otters fish", in: library)
            #expect(result.pending == 2)
            #expect(result.snippets.first?.text.contains("Otters eat fish.") == true)
            #expect(result.candidates.first?.vector == nil)
        }
    }

    @Test("A query in a script that the embedder does not know is searched by its words only")
    func uncoveredScript() async throws {
        try await withLibrary { library in
            try await library.add(["员工每年有二十五天年假。", "办公室在柏林。"], as: "手册.txt")
            let result = try await search("年假有几天", in: library)
            #expect(result.snippets.first?.text.contains("二十五天年假") == true)
            #expect(result.bestSimilarity == nil)
            #expect(result.candidates.allSatisfy { $0.vector == nil })
            #expect(!result.timings.map(\.stage).contains("embed"))
        }
    }

    @Test("Neighbours that were both found become one passage, in the order of the document")
    func neighboursJoined() async throws {
        try await withLibrary { library in
            try await library.add(
                ["Rules of the house.", "Otters swim well.", "Otters dive deep.", "Trains leave."], as: "a.txt")
            let result = try await search("otters", in: library, limit: 2)
            let joined = try #require(result.snippets.first)
            #expect(joined.text == "Otters swim well.\nOtters dive deep.")
            #expect(joined.chunks.count == 2)
            #expect(joined.location == Location(lines: 2...3))
            #expect(joined.location(of: 18..<35) == Location(lines: 3...3))
            expectNoDuplicates(result)
        }
    }

    @Test("Neighbours under different headings stay apart, since a passage states one heading path")
    func headingsKept() async throws {
        try await withLibrary { library in
            try await library.add(
                [
                    SampleChunk(text: "Otters swim well.", headings: ["Water"]),
                    SampleChunk(text: "Otters dig dens.", headings: ["Land"]),
                ], as: "a.txt")
            let result = try await search("otters", in: library, limit: 2)
            #expect(
                Set(result.snippets.map { [$0.text] + $0.headings }) == [
                    ["Otters swim well.", "Water"], ["Otters dig dens.", "Land"],
                ])
        }
    }

    @Test(
        "A chunk that was cut off in the middle is completed",
        arguments: [
            (
                [SampleChunk(text: "otter | 3", kind: .table), SampleChunk(text: "cat | 4", kind: .table)],
                "otter | 3\ncat | 4"
            ),
            (
                [SampleChunk(text: "cat | 4", kind: .table), SampleChunk(text: "otter | 3", kind: .table)],
                "cat | 4\notter | 3"
            ),
            ([SampleChunk(text: "otter()", kind: .code), SampleChunk(text: "cat()", kind: .code)], "otter()\ncat()"),
            (["Otters need:", SampleChunk(text: "water", kind: .listItem)], "Otters need:\nwater"),
            (["水獭需要：", SampleChunk(text: "水", kind: .listItem)], "水獭需要："),
            (["It needs:", SampleChunk(text: "otter food", kind: .listItem)], "It needs:\notter food"),
            (["Otters eat fish and", "sleep all day."], "Otters eat fish and\nsleep all day."),
            (["They sleep and", "otters eat."], "They sleep and\notters eat."),
        ])
    func completed(chunks: [SampleChunk], expected: String) async throws {
        try await withLibrary { library in
            try await library.add(chunks + ["Nothing else."], as: "a.txt", embeddedBy: nil)
            let query = expected.hasPrefix("水") ? "水獭" : "otters otter"
            let result = try await search(query, in: library, limit: 1)
            let text = try #require(result.snippets.first?.text)
            #expect(text.hasPrefix(expected))
            #expect(!text.contains("Nothing else"))
        }
    }

    @Test(
        "A chunk that is whole stays alone",
        arguments: [
            [SampleChunk("Otters eat fish."), SampleChunk("Cats sleep.")],
            [SampleChunk(text: "otter | 3", kind: .table), SampleChunk("Cats sleep.")],
            [SampleChunk(text: "otter()", kind: .code), SampleChunk(text: "a | b", kind: .table)],
            [
                SampleChunk(text: "otter | 3", kind: .table, headings: ["A"]),
                SampleChunk(text: "cat | 4", kind: .table, headings: ["B"]),
            ],
            [SampleChunk("Otters need"), SampleChunk("Cats sleep.")],
        ])
    func whole(chunks: [SampleChunk]) async throws {
        try await withLibrary { library in
            try await library.add(chunks, as: "a.txt", embeddedBy: nil)
            let result = try await search("otters otter", in: library, limit: 1)
            #expect(result.snippets.map(\.text) == [chunks[0].text])
        }
    }

    @Test("A snippet has at most three chunks", arguments: [Block.Kind.table, .code, .paragraph])
    func atMostThree(kind: Block.Kind) async throws {
        try await withLibrary { library in
            let rows = (0..<12).map { SampleChunk(text: "otter row \($0)", kind: kind) }
            try await library.add(rows, as: "a.txt")
            for limit in 1...12 {
                let result = try await search("otter row", in: library, limit: limit)
                #expect(result.snippets.count <= limit)
                #expect(result.snippets.allSatisfy { $0.chunks.count <= 3 })
                expectNoDuplicates(result)
            }
        }
    }

    @Test("Two passages are not completed with the same chunk")
    func sharedNeighbour() async throws {
        try await withLibrary { library in
            try await library.add(
                [
                    SampleChunk(text: "otter | river", kind: .table), SampleChunk(text: "cat | house", kind: .table),
                    SampleChunk(text: "otter | sea", kind: .table),
                ], as: "a.txt", embeddedBy: nil)
            let result = try await search("otter", in: library, limit: 2)
            #expect(result.snippets.flatMap(\.chunks).count == 3)
            expectNoDuplicates(result)
        }
    }

    @Test("No chunk is given twice, whatever was found", arguments: 0..<15)
    func noDuplicates(seed: UInt64) async throws {
        var generator = SplitMix64(state: seed)
        let words = ["otter", "cat", "fish", "river", "house", "and"]
        let kinds: [Block.Kind] = [.table, .code, .paragraph, .listItem]
        let chunks = (0..<30).map { _ in
            let text = (0..<4).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            return SampleChunk(
                text: text + (["", ".", ":"].randomElement(using: &generator) ?? ""),
                kind: kinds.randomElement(using: &generator) ?? .table)
        }
        try await withLibrary { library in
            try await library.add(chunks, as: "a.txt")
            let result = try await search("otter fish", in: library, limit: 8)
            #expect(!result.snippets.isEmpty && result.snippets.count <= 8)
            expectNoDuplicates(result)
            for snippet in result.snippets {
                let bytes = Array(snippet.text.utf8)
                let texts = snippet.pieces.map { String(decoding: bytes[$0.range], as: UTF8.self) }
                #expect(texts.joined(separator: "\n") == snippet.text)
                let lines = snippet.pieces.compactMap(\.location.lines?.lowerBound)
                #expect(lines == Array((lines.first ?? 1)..<(lines.first ?? 1) + lines.count))
                #expect(texts == lines.map { chunks[$0 - 1].text })
            }
        }
    }

    @Test("The same search gives the same result")
    func deterministic() async throws {
        try await withLibrary { library in
            try await library.add((0..<20).map { SampleChunk(text: "otter \($0 % 3).") }, as: "a.txt")
            let first = try await search("otter 1", in: library)
            for _ in 0..<5 {
                let next = try await search("otter 1", in: library)
                #expect(next.snippets == first.snippets)
                #expect(next.candidates == first.candidates)
            }
        }
    }

    @Test("A profile that does not exist is an error of the library")
    func unknownProfile() async throws {
        try await withLibrary { library in
            await #expect {
                _ = try await Retriever(library: library, embedder: WordEmbedder())
                    .search("otter", profile: "nobody", limit: 3)
            } throws: { ($0 as? LibraryError)?.code == .profileNotFound }
        }
    }

    private func search(_ query: String, in library: SQLiteLibrary, limit: Int = 5) async throws -> RetrievalResult {
        try await Retriever(library: library, embedder: WordEmbedder()).search(query, profile: "p", limit: limit)
    }

    private func expectNoDuplicates(_ result: RetrievalResult) {
        let chunks = result.snippets.flatMap(\.chunks)
        #expect(Set(chunks).count == chunks.count)
        #expect(Set(result.candidates.map(\.chunk)).count == result.candidates.count)
    }
}
