import Foundation
import Inference
import TestSupport
import Testing

/// A cross-encoder among the models of a store.
struct NativeRerankerTests {
    private struct Golden: Decodable {
        struct Row: Decodable { var passage: String, score: Double }
        var query: String
        var rows: [Row]
    }

    private func golden(_ name: String) throws -> Golden {
        let url = TestModels.encoder(name).deletingPathExtension().appendingPathExtension("golden.json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    private func withStore(_ body: (ModelStore) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(ModelStore(folder: folder))
    }

    @Test(
        "A cross-encoder that is added is a reranker, and its scores are those of sentence-transformers",
        arguments: ["cross-bert", "cross-xlmr"])
    func scores(name: String) async throws {
        let golden = try golden(name)
        try await withStore { store async throws in
            #expect(try await NativeReranker.installed(in: store) == nil)
            let model = try await store.add(TestModels.encoder(name), name: "judge")
            #expect(model.purpose == .reranker)
            let reranker = try #require(try await NativeReranker.installed(in: store))
            #expect(reranker.name == "judge")
            let scores = try await reranker.scores(of: golden.rows.map(\.passage), for: golden.query)
            for (row, score) in zip(golden.rows, scores) { #expect(abs(score - row.score) < 0.05, "\(row.passage)") }
            #expect(try await reranker.scores(of: [], for: "x").isEmpty)
        }
    }

    @Test("A GGUF file that scores pairs is one too")
    func gguf() async throws {
        try await withStore { store async throws in
            #expect(try await store.add(TestModels.encoder("cross-xlmr-f16.gguf")).purpose == .reranker)
            #expect(try await store.add(TestModels.encoder("xlmr-mean-f16.gguf")).purpose == .embedder)
        }
    }

    @Test("Other models are no rerankers, and a reranker is neither embedder nor engine: errors say so")
    func otherPurposes() async throws {
        try await withStore { store async throws in
            try await store.add(TestModels.encoder("cross-bert"), name: "judge")
            try await store.add(TestModels.encoder("bert-mean"), name: "vectors")
            let errors = [
                await #expect(throws: InferenceError.self) { _ = try await NativeReranker.named("vectors", in: store) },
                await #expect(throws: InferenceError.self) { _ = try await NativeEmbedder.named("judge", in: store) },
                await #expect(throws: InferenceError.self) {
                    _ = try await EngineFactory(store: store, environment: [:]).engine(for: "judge")
                },
            ]
            #expect(errors.map { $0?.code } == [.unsupportedModel, .unsupportedModel, .invalidEngine])
            #expect(
                errors.allSatisfy {
                    $0?.message.contains("models list") == true || $0?.message.contains("engines") == true
                })
        }
    }
}
