import Foundation
import Synchronization
import TestSupport
import Testing
import Transformers

/// The default embedder against sentence-transformers (`Fixtures/minilm_vectors.json` says how it was made).
///
/// Serialized: one limit of features at a time.
@Suite(.serialized)
struct BertModelTests {
    struct Golden: Decodable {
        struct Row: Decodable { let text: String, vector: [Float] }
        let rows: [Row]

        init() throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fixtures/minilm_vectors.json")
            self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
        }
    }

    static let shared = Result { try BertModel(contentsOf: TestModels.miniLM(), threads: 2) }
    let model: BertModel
    let rows: [Golden.Row]
    let ids: [[Int32]]

    init() throws {
        let model = try Self.shared.get()
        self.model = model
        rows = try Golden().rows
        ids = rows.map { model.tokenizer.encode($0.text, recognizingSpecialTokens: true) }
        try #require(rows.count == 100)
    }

    @Test("Vectors have a cosine of at least 0.995 to the f32 reference, 0.999 on average, and unit length")
    func reference() throws {
        var sum: Float = 0
        for (row, vector) in zip(rows, try model.embed(ids)) {
            let similarity = cosine(vector, row.vector)
            #expect(similarity >= 0.995, "\(row.text.prefix(60))")
            #expect(abs(dot(vector, vector) - 1) < 1e-5)
            sum += similarity
        }
        #expect(sum / Float(rows.count) >= 0.999)
    }

    @Test("In bfloat16 they have a cosine of at least 0.9999")
    func exactReference() throws {
        let model = try BertModel(contentsOf: TestModels.miniLM(), threads: 2, precision: .bfloat16)
        for (row, vector) in zip(rows, try model.embed(ids)) {
            #expect(cosine(vector, row.vector) >= 0.9999, "\(row.text.prefix(60))")
        }
    }

    @Test("So they have on every path of the processor without 8 bits", arguments: ProcessorPath.all)
    func paths(path: ProcessorPath) throws {
        // Weights are packed when a model is opened, for the path of that moment; the scalar one is slow.
        let places = path.features == 0 ? Array(stride(from: 0, to: 100, by: 25)) : Array(0..<100)
        let vectors = try path.run {
            try BertModel(contentsOf: TestModels.miniLM(), threads: 2).embed(places.map { ids[$0] })
        }
        for (place, vector) in zip(places, vectors) {
            #expect(cosine(vector, rows[place].vector) >= 0.9999, "\(rows[place].text.prefix(60))")
        }
    }

    @Test("A text has the same vector alone, among others and in any order")
    func batches() throws {
        let together = try model.embed(ids)
        let reversed = try model.embed(ids.reversed())
        #expect(together == reversed.reversed())
        for place in stride(from: 0, to: 100, by: 9) { #expect(try model.embed([ids[place]]) == [together[place]]) }
    }

    @Test("The number of threads makes no difference, nor do texts at the same time", arguments: [1, 2, 5])
    func threads(count: Int) async throws {
        let expected = try model.embed(ids)
        let other = try BertModel(contentsOf: TestModels.miniLM(), threads: count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in stride(from: 0, to: 100, by: 3) {
                group.addTask { [ids] in
                    let vectors = try other.embed([ids[place]])
                    #expect(vectors == [expected[place]])
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("A text that is too long is cut; no texts give no vectors; unknown ids do not trap")
    func edges() throws {
        let long = (0..<5000).map { Int32(2000 + $0 % 500) }
        #expect(model.maximumTokens == 254 && model.dimension == 384)
        #expect(try model.embed([long]) == model.embed([Array(long.prefix(254))]))
        #expect(try model.embed([]).isEmpty)
        let strange = try model.embed([[], [-1, .max, .min, 30522]])
        #expect(strange.allSatisfy { $0.count == 384 && $0.allSatisfy(\.isFinite) })
    }

    @Test("Embedding stops when it is told to")
    func cancellation() throws {
        let asked = Atomic(0)
        #expect(throws: CancellationError.self) {
            try model.embed(ids) { asked.add(1, ordering: .relaxed).newValue < 5 }
        }
        #expect(asked.load(ordering: .relaxed) < 10)
    }

    @Test("Tensors are found with and without the prefix “bert.”")
    func prefix() throws {
        let vectors = try ["", "bert."].map { prefix in
            try TinyBert(prefix: prefix).write { try BertModel(contentsOf: $0, threads: 1).embed([[5, 6, 7], []]) }
        }
        #expect(vectors[0] == vectors[1])
        #expect(vectors[0].allSatisfy { abs(dot($0, $0) - 1) < 1e-5 })
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let code: ModelFileError.Code
        /// A part of the message.
        let message: String
        let change: @Sendable (inout TinyBert) -> Void
    }

    static let wrong: [Case] = [
        Case(testDescription: "another architecture", code: .unsupported, message: "“mpnet” cannot be run") {
            $0.configuration["model_type"] = "mpnet"
        },
        Case(testDescription: "another activation", code: .unsupported, message: "“relu”, which cannot be run") {
            $0.configuration["hidden_act"] = "relu"
        },
        Case(testDescription: "no hidden size", code: .damaged, message: "“hidden_size” is missing") {
            $0.configuration["hidden_size"] = nil
        },
        Case(testDescription: "a billion layers", code: .damaged, message: "“num_hidden_layers” is 1000000000") {
            $0.configuration["num_hidden_layers"] = 1_000_000_000
        },
        Case(testDescription: "no head", code: .damaged, message: "“num_attention_heads” is 0") {
            $0.configuration["num_attention_heads"] = 0
        },
        Case(testDescription: "heads of odd size", code: .unsupported, message: "a multiple of 16") {
            $0.configuration["num_attention_heads"] = 3
        },
        Case(testDescription: "a larger model", code: .damaged, message: "has shape [8, 32], but [8, 64] is needed") {
            $0.configuration["hidden_size"] = 64
        },
        Case(testDescription: "more layers than there are", code: .damaged, message: "encoder.layer.2.") {
            $0.configuration["num_hidden_layers"] = 3
        },
        Case(testDescription: "a vocabulary without [CLS]", code: .damaged, message: "vocab.txt does not belong") {
            $0.vocabulary[2] = "blue"
        },
        Case(testDescription: "a vocabulary of another model", code: .damaged, message: "vocab.txt does not belong") {
            $0.vocabulary.append("ninth")
        },
        Case(testDescription: "a missing tensor", code: .damaged, message: "no tensor “embeddings.LayerNorm.bias”") {
            $0.weights.tensors.removeAll { $0.name == "embeddings.LayerNorm.bias" }
        },
    ]

    @Test("A model folder that is wrong gives an error that says what is wrong", arguments: wrong)
    func refused(wrong: Case) throws {
        var model = TinyBert()
        wrong.change(&model)
        try model.write { folder in
            let error = #expect(throws: ModelFileError.self) { _ = try BertModel(contentsOf: folder, threads: 1) }
            #expect(error?.code == wrong.code)
            #expect(error?.message.contains(wrong.message) == true, "\(error?.message ?? "")")
        }
    }

    @Test(
        "A missing or broken file of the folder is named", arguments: ["config.json", "vocab.txt", "model.safetensors"])
    func incomplete(name: String) throws {
        try TinyBert().write { folder in
            let file = folder.appending(path: name)
            for data in [nil, Data()] {
                try FileManager.default.removeItem(at: file)
                if let data { try data.write(to: file) }
                let error = #expect(throws: ModelFileError.self) { _ = try BertModel(contentsOf: folder, threads: 1) }
                #expect(error?.message.contains(name) == true)
                if data == nil { try Data().write(to: file) }
            }
        }
    }

    private func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
