import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// What a large engine adds to a query.
struct QueryExpansionTests {
    private func search(
        _ query: String, engine: (any Engine)?, _ change: (inout RetrievalSettings) -> Void
    ) async throws -> RetrievalResult {
        var result: RetrievalResult?
        try await withLibrary { library in
            let texts = ["The tenant must give notice three months before.", "Otters swim.", "Trains leave at noon."]
            for (number, text) in texts.enumerated() {
                try await library.add([SampleChunk(text: text)], as: "\(number).txt")
            }
            var settings = RetrievalSettings()
            settings.engine = engine
            change(&settings)
            result = try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
                .search(query, profile: "p", limit: 3)
        }
        return try #require(result)
    }

    @Test("A passage that the engine makes up finds what the words of the query do not")
    func hypothetical() async throws {
        let engine = ScriptedEngine(.large, says: "The tenant must give notice of three months.")
        let before = try await search("moving out", engine: engine) { _ in }
        #expect(before.bestSimilarity ?? 0 < 0.2)
        #expect(engine.requests.isEmpty)
        let after = try await search("moving out", engine: engine) { $0.expansion.isHypothetical = true }
        #expect(after.snippets.first?.document == "0.txt")
        #expect(after.bestSimilarity ?? 0 > 0.4)
        #expect(after.engineCalls.count == 1)
        #expect(after.timings.first?.stage == "rewriting")
    }

    @Test("Other wordings are searched for too, however the engine lists them")
    func wordings() async throws {
        let engine = ScriptedEngine(
            .large, says: "1. When must a tenant give notice?\n\n- moving OUT\n2) notice months")
        let found = try await search("moving out", engine: engine) { $0.expansion.variants = 2 }
        #expect(found.snippets.first?.document == "0.txt")
        #expect(found.candidates.first?.words != nil)
        #expect(engine.requests.count == 1)
    }

    @Test("An engine that says nothing changes nothing")
    func silence() async throws {
        let engine = ScriptedEngine(.large, says: " \n")
        let found = try await search("otters", engine: engine) {
            $0.expansion.isHypothetical = true
            $0.expansion.variants = 3
        }
        #expect(found.snippets.first?.document == "1.txt")
    }

    @Test("A small engine is not asked: an error says that it takes a large one")
    func small() async throws {
        let error = await #expect(throws: InferenceError.self) {
            _ = try await search("otters", engine: ScriptedEngine(.small, says: "x")) {
                $0.expansion.isHypothetical = true
            }
        }
        #expect(error?.code == .unsupportedRequest)
        #expect(error?.message.contains("scripted is a small one") == true)
    }

    @Test("Without time for the engine it is not asked, and the result says so")
    func budget() async throws {
        let engine = ScriptedEngine(.large, says: "x")
        let found = try await search("otters", engine: engine) {
            $0.expansion.isHypothetical = true
            $0.budget = .nanoseconds(1)
        }
        #expect(found.omissions.first == StageOmission(stage: "rewriting"))
        #expect(engine.requests.isEmpty)
    }
}
