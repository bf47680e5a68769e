import Foundation
import Inference
import TestSupport
import Testing

/// The native embedder on the real default model.
@Suite(.serialized)
struct NativeEmbedderTests {
    private struct Golden: Decodable {
        struct Row: Decodable {
            var text: String
            var tokens: Int
            var vec: [Float]
        }
        var rows: [Row]
    }

    private static let shared = Task {
        try await NativeEmbedder.named("all-MiniLM-L6-v2", in: ModelStore(folder: TestModels.folder))
    }

    private let embedder: NativeEmbedder

    init() async throws {
        _ = try TestModels.miniLM()
        embedder = try await Self.shared.value
    }

    private static func golden() throws -> [Golden.Row] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Fixtures/minilm.json"))
        return try JSONDecoder().decode(Golden.self, from: data).rows
    }

    private static func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) } }

    @Test("Vectors are those of sentence-transformers, in the order of the texts, of unit length")
    func vectors() async throws {
        let rows = try Self.golden()
        let vectors = try await embedder.embed(rows.map(\.text), as: .passage)
        #expect(vectors.count == rows.count)
        for (row, vector) in zip(rows, vectors) {
            #expect(vector.count == embedder.dimension)
            #expect(Self.dot(vector, row.vec) > 0.995, "\(row.text.prefix(40))")
            #expect(abs(Self.dot(vector, vector) - 1) < 1e-5)
        }
        #expect(try await embedder.embed([], as: .query).isEmpty)
    }

    @Test("Each token of a text has a vector of unit length, the same among other texts")
    func tokenVectors() async throws {
        let texts = ["Otters swim in rivers.", "Rivers", ""]
        let vectors = try await embedder.tokenVectors(of: texts, as: .passage)
        #expect(vectors.map { $0.count / embedder.dimension } == texts.map(embedder.tokenCount))
        for row in stride(from: 0, to: vectors[0].count, by: embedder.dimension) {
            let token = Array(vectors[0][row..<row + embedder.dimension])
            #expect(abs(Self.dot(token, token) - 1) < 1e-5)
        }
        #expect(try await embedder.tokenVectors(of: [texts[0]], as: .passage) == [vectors[0]])
        #expect(try await embedder.tokenVectors(of: [], as: .passage).isEmpty)
    }

    @Test("Tokens are counted without special tokens, beyond the model's window too")
    func tokens() throws {
        for row in try Self.golden() where row.tokens < embedder.maximumTokens {
            #expect(embedder.tokenCount(row.text) == row.tokens, "\(row.text.prefix(40))")
        }
        #expect(embedder.tokenCount(String(repeating: "word ", count: 1000)) == 1000)
        #expect(embedder.maximumTokens == 254)
        #expect(embedder.dimension == 384)
        #expect(embedder.name == "all-MiniLM-L6-v2")
    }

    @Test("A vector does not depend on the texts beside it")
    func batches() async throws {
        let texts = ["one", String(repeating: "two three ", count: 60), "four five", ""]
        let together = try await embedder.embed(texts, as: .passage)
        for (text, vector) in zip(texts, together) {
            let alone = try await embedder.embed([text], as: .query)[0]
            #expect(Self.dot(alone, vector) > 0.99999)
        }
    }

    @Test(
        "It covers text in Latin letters, whatever its marks, and no other script",
        arguments: [
            ("How many weeks of leave?", true), ("Größe, naïveté, Ångström, łódź", true), ("", true),
            ("12 + 30 = 42", true),
            ("Ｆｕｌｌ ｗｉｄｔｈ", true), ("The word 東京 means eastern capital", true), ("東京は日本の首都です", false),
            ("北京是中国的首都", false), ("서울은 대한민국의 수도", false), ("Столица России — Москва", false),
            ("القاهرة عاصمة مصر", false), ("กรุงเทพมหานคร", false), ("Αθήνα, η πρωτεύουσα", false),
            ("iPhone 15 电池续航时间多长", false),
            ("दिल्ली भारत की राजधानी", false), ("ירושלים", false),
        ])
    func covers(text: String, expected: Bool) {
        #expect(embedder.covers(text) == expected)
    }

    @Test("Cancelling ends a long batch within a text")
    func cancellation() async throws {
        let texts = [String](repeating: String(repeating: "some words to embed ", count: 60), count: 4000)
        let task = Task { [embedder] in try await embedder.embed(texts, as: .passage) }
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test("An engine is no embedder")
    func wrongPurpose() async throws {
        let store = ModelStore(folder: TestModels.folder)
        await #expect {
            _ = try await NativeEmbedder.named("SmolLM2-135M-Instruct", in: store)
        } throws: { error in
            (error as? InferenceError)?.code == .unsupportedModel
        }
        await #expect {
            _ = try await EngineFactory(store: store, environment: [:]).engine(for: "all-MiniLM-L6-v2")
        } throws: { error in
            (error as? InferenceError)?.code == .invalidEngine
        }
    }
}
