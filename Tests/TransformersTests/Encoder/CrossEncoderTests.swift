import Foundation
import Synchronization
import Testing
import Transformers

/// Scores against those of sentence-transformers' `CrossEncoder`.
///
/// Serialized: one limit of features at a time.
@Suite(.serialized)
struct CrossEncoderTests {
    let fixture = EncoderFixture("cross-bert")
    let golden: EncoderFixture.Scoring
    let passages: [String]

    init() throws {
        golden = try fixture.golden(EncoderFixture.Scoring.self)
        passages = golden.rows.map(\.passage)
    }

    @Test(
        "Scores are those of the reference on every path of the processor", arguments: ["cross-bert", "cross-xlmr"],
        ProcessorPath.all)
    func scores(name: String, path: ProcessorPath) throws {
        let fixture = EncoderFixture(name)
        let golden = try fixture.golden(EncoderFixture.Scoring.self)
        let passages = golden.rows.map(\.passage)
        let scores = try path.run { try CrossEncoder(contentsOf: fixture.url).scores(of: passages, for: golden.query) }
        for (row, score) in zip(golden.rows, scores) {
            #expect(abs(score - row.score) < (path.features == 0 ? 1e-4 : 0.05), "\(row.passage)")
        }
    }

    @Test("A GGUF file gives the scores of the folder that it was made of")
    func gguf() throws {
        let golden = try EncoderFixture("cross-xlmr").golden(EncoderFixture.Scoring.self)
        let passages = golden.rows.map(\.passage)
        let scores = try [EncoderFixture("cross-xlmr"), EncoderFixture("cross-xlmr-f16.gguf")].map {
            try CrossEncoder(contentsOf: $0.url).scores(of: passages, for: golden.query)
        }
        for (score, expected) in zip(scores[1], scores[0]) { #expect(abs(score - expected) < 1e-4) }
    }

    @Test("A model that does not say otherwise gives scores between 0 and 1")
    func sigmoid() throws {
        let scores = try fixture.changing("config.json", { $0.replacing("sbert_ce_default", with: "other") }) {
            try CrossEncoder(contentsOf: $0).scores(of: passages, for: golden.query)
        }
        for (row, score) in zip(golden.rows, scores) { #expect(abs(score - row.sigmoid) < 0.01, "\(row.passage)") }
    }

    @Test("A passage has the same score alone, among others and with any number of threads", arguments: [1, 2, 5])
    func batches(threads: Int) throws {
        let reranker = try CrossEncoder(contentsOf: fixture.url, threads: threads)
        let together = try reranker.scores(of: passages, for: golden.query)
        for (passage, score) in zip(passages, together) {
            #expect(try reranker.scores(of: [passage], for: golden.query) == [score])
        }
        #expect(try reranker.scores(of: [], for: golden.query).isEmpty)
    }

    @Test("A pair that is too long loses the end of its passage; half of the room is the passage's")
    func truncation() throws {
        let reranker = try CrossEncoder(contentsOf: fixture.url)
        #expect(reranker.maximumTokens == 37)
        let words = Array(repeating: "sky", count: 100)
        func score(_ query: Int, _ passage: Int, _ last: String = "red") throws -> [Float] {
            try reranker.scores(
                of: [(words.prefix(passage) + [last]).joined(separator: " ")],
                for: words.prefix(query).joined(separator: " "))
        }
        #expect(try score(10, 27) == score(10, 27, "blue"))
        #expect(try score(10, 26) != score(10, 26, "blue"))
        #expect(try score(18, 19) == score(60, 19))
        #expect(try score(60, 18) != score(60, 18, "blue"))
        #expect(try score(60, 19) == score(60, 19, "blue"))
    }

    @Test("Reading stops when it is told to")
    func cancellation() throws {
        let reranker = try CrossEncoder(contentsOf: fixture.url)
        let asked = Atomic(0)
        #expect(throws: CancellationError.self) {
            try reranker.scores(of: passages, for: golden.query) { asked.add(1, ordering: .relaxed).newValue < 9 }
        }
        #expect(asked.load(ordering: .relaxed) < 12)
    }

    struct Wrong: CustomTestStringConvertible {
        let testDescription: String
        /// A part of the message.
        let message: String
        let change: @Sendable (String) -> String
    }

    static let wrong = [
        Wrong(testDescription: "two labels", message: "chooses among 2 labels") {
            $0.replacing("\"0\": \"LABEL_0\"", with: "\"0\": \"no\", \"1\": \"yes\"")
        },
        Wrong(testDescription: "an unknown function", message: "“torch.nn.Tanh”, which cannot be run") {
            $0.replacing("torch.nn.modules.linear.Identity", with: "torch.nn.Tanh")
        },
    ]

    @Test("A model that gives no score is refused", arguments: wrong)
    func refused(wrong: Wrong) throws {
        try fixture.changing("config.json", wrong.change) { folder in
            let error = #expect(throws: ModelFileError.self) { _ = try CrossEncoder(contentsOf: folder) }
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains(wrong.message) == true, "\(error?.message ?? "")")
        }
    }

    @Test("An embedder is no cross-encoder, and the other way round")
    func confused() throws {
        let embedder = #expect(throws: ModelFileError.self) {
            _ = try CrossEncoder(contentsOf: EncoderFixture("bert-mean").url)
        }
        #expect(embedder?.message.contains("no cross-encoder") == true)
        let reranker = #expect(throws: ModelFileError.self) { _ = try BertModel(contentsOf: fixture.url) }
        #expect(reranker?.message.contains("makes no vectors") == true)
    }
}
