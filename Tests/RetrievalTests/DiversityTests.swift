import Library
import Retrieval
import Testing

/// Passages that are like better ones.
struct DiversityTests {
    private func found(_ diversity: Double) async throws -> RetrievalResult {
        var result: RetrievalResult?
        try await withLibrary { library in
            let texts = [
                "Otters swim in rivers all day long.", "Otters swim in rivers all day too.",
                "Otters swim in rivers all day again.", "Otters were painted by Dürer.",
            ]
            for (number, text) in texts.enumerated() {
                try await library.add([SampleChunk(text: text)], as: "\(number).txt")
            }
            var settings = RetrievalSettings()
            settings.smoothing = 0
            settings.diversity = diversity
            result = try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
                .search("otters swim in rivers", profile: "p", limit: 4)
        }
        return try #require(result)
    }

    @Test("What says something else comes before what repeats the best")
    func order() async throws {
        let plain = try await found(0)
        #expect(plain.snippets.last?.document == "3.txt")
        let diverse = try await found(0.7)
        #expect(diverse.snippets[0].document == plain.snippets[0].document)
        #expect(diverse.snippets[1].document == "3.txt")
        #expect(Set(diverse.snippets.map(\.document)) == Set(plain.snippets.map(\.document)))
        #expect(zip(diverse.candidates, diverse.candidates.dropFirst()).allSatisfy { $0.score > $1.score })
    }
}
