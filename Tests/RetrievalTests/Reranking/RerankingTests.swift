import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// The best candidates, judged once more.
struct RerankingTests {
    private static let texts = [
        "Otters swim and otters dive.", "Otters swim in rivers.", "Otters sleep.", "Rivers flow to the sea.",
        "Trains leave at noon.",
    ]

    /// Likes passages by how often they have a word.
    private struct WordReranker: Reranker {
        let name = "counting"
        let word: String
        var pause = Duration.zero

        func scores(of passages: [String], for query: String) async throws -> [Double] {
            try await Task.sleep(for: pause * passages.count)
            return passages.map { Double($0.ranges(of: word).count) }
        }
    }

    private func search(
        _ query: String, embedder: any Embedder = WordEmbedder(), _ change: (inout RetrievalSettings) -> Void
    ) async throws -> RetrievalResult {
        var result: RetrievalResult?
        try await withLibrary { library in
            for (number, text) in Self.texts.enumerated() {
                try await library.add([SampleChunk(text: text)], as: "\(number).txt")
            }
            var settings = RetrievalSettings()
            change(&settings)
            result = try await Retriever(library: library, embedder: embedder, settings: settings)
                .search(query, profile: "p", limit: 5)
        }
        return try #require(result)
    }

    @Test("A model's judgement puts the best in another order, and says so")
    func model() async throws {
        let before = try await search("otters swim") { $0.reranking = .none }
        #expect(before.snippets.first?.text == Self.texts[0])
        #expect(before.candidates.allSatisfy { $0.reranked == nil && $0.score == $0.smoothed })
        let after = try await search("otters swim") {
            $0.reranking = .model(WordReranker(word: "rivers"))
            $0.smoothing = 0
        }
        #expect(after.snippets.first?.text == Self.texts[1])
        let first = try #require(after.candidates.first)
        #expect(first.reranked == Placement(rank: 1, score: 1))
        #expect(after.timings.contains { $0.stage == "reranking" })
    }

    @Test("What is not judged stays behind what is, and scores descend", arguments: 1...5)
    func depth(count: Int) async throws {
        let result = try await search("otters swim") {
            $0.reranking = .model(WordReranker(word: "sea"))
            $0.rerankedCandidates = count
        }
        let judged = result.candidates.map { $0.reranked != nil }
        // One passage alone needs no judge.
        #expect(judged.count { $0 } == (count == 1 ? 0 : min(count, judged.count)))
        #expect(judged == judged.sorted { $0 && !$1 })
        #expect(zip(result.candidates, result.candidates.dropFirst()).allSatisfy { $0.score >= $1.score })
    }

    @Test("Late interaction likes the passage that has each word of the query")
    func lateInteraction() async throws {
        let result = try await search("rivers otters", embedder: WordTokenEmbedder()) { $0.smoothing = 0 }
        #expect(result.snippets.first?.text == Self.texts[1])
        let first = try #require(result.candidates.first?.reranked)
        #expect(first.rank == 1 && abs(first.score - 1) < 0.01)
    }

    @Test("Text that the embedder does not know is not judged by its tokens")
    func otherLanguage() async throws {
        try await withLibrary { library in
            try await library.add(["水资源管理。", "取水许可制度，水。"], as: "a.txt", embeddedBy: nil)
            let result = try await Retriever(library: library, embedder: WordTokenEmbedder())
                .search("水", profile: "p", limit: 5)
            #expect(result.candidates.count == 2)
            #expect(result.candidates.allSatisfy { $0.reranked == nil })
        }
    }

    @Test(
        "A large engine puts passages in order; those that it does not name come last",
        arguments: ["2, 1", "[2] > [1]", "The best is 2, then 1, 1 and 99.", "2"])
    func engine(reply: String) async throws {
        let engine = ScriptedEngine(.large, says: reply)
        let result = try await search("otters swim") {
            $0.reranking = .engine
            $0.rerankedCandidates = 3
            $0.engine = engine
            $0.smoothing = 0
        }
        #expect(result.snippets.first?.text == Self.texts[1])
        #expect(result.engineCalls.count == 1)
        let prompt = try #require(engine.requests.first?.messages.last?.content)
        #expect(prompt.contains("[1] \(Self.texts[0])\n\n[2] \(Self.texts[1])"))
    }

    @Test("An engine with a small window is shown the beginnings of passages")
    func smallWindow() async throws {
        let engine = ScriptedEngine(.large, contextLength: 150) { _ in ["1"] }
        try await withLibrary { library in
            let long = (0..<300).map { "otters\($0)" }.joined(separator: " ")
            try await library.add(
                [SampleChunk(text: "Otters \(long)"), SampleChunk(text: "otters too \(long)")], as: "a.txt")
            var settings = RetrievalSettings()
            settings.reranking = .engine
            settings.engine = engine
            _ = try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
                .search("otters", profile: "p", limit: 5)
        }
        let request = try #require(engine.requests.first)
        #expect(try engine.tokenCount(of: request.messages) <= 150)
    }

    @Test("A small engine, or none, judges nothing: an error says what to do", arguments: [true, false])
    func smallEngine(isThere: Bool) async throws {
        let error = await #expect(throws: InferenceError.self) {
            _ = try await search("otters swim") {
                $0.reranking = .engine
                $0.engine = isThere ? ScriptedEngine(.small, says: "1") : nil
            }
        }
        #expect(error?.code == .unsupportedRequest)
    }

    @Test("Within a budget as many are judged as there is time for, and the result says how many were not")
    func budget() async throws {
        let result = try await search("otters rivers trains sea") {
            $0.reranking = .model(WordReranker(word: "otters", pause: .milliseconds(300)))
            $0.budget = .milliseconds(900)
        }
        let judged = result.candidates.count { $0.reranked != nil }
        #expect(judged < 5)
        #expect(result.snippets.count == 5)
        let omission = try #require(result.omissions.last)
        #expect(omission == StageOmission(stage: "reranking", passages: 5 - judged, of: 5))

        let whole = try await search("otters rivers trains sea") {
            $0.reranking = .model(WordReranker(word: "otters"))
            $0.budget = .seconds(60)
        }
        #expect(whole.omissions.isEmpty)
        #expect(whole.candidates.count { $0.reranked != nil } == 5)
    }

    @Test("A budget that is over at once leaves the words and vectors found")
    func noTime() async throws {
        let result = try await search("otters swim") {
            $0.reranking = .model(WordReranker(word: "rivers"))
            $0.budget = .nanoseconds(1)
        }
        #expect(!result.snippets.isEmpty)
        #expect(result.omissions.map(\.stage) == ["smoothing", "reranking"])
    }
}
