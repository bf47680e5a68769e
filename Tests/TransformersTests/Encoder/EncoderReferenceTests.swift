import Foundation
import Testing
import Transformers

/// Model folders of Hugging Face against sentence-transformers, and GGUF files against llama.cpp.
///
/// Serialized: one limit of features at a time.
@Suite(.serialized)
struct EncoderReferenceTests {
    @Test(
        "Vectors are those of sentence-transformers, whatever the pooling, on every path of the processor",
        arguments: ["bert-mean", "bert-cls", "xlmr-mean"], ProcessorPath.all)
    func vectors(name: String, path: ProcessorPath) throws {
        let fixture = EncoderFixture(name)
        let rows = try fixture.golden(EncoderFixture.Embedding.self).rows
        let vectors = try path.run { try embed(rows.map(\.text), fixture.url) }
        for (row, vector) in zip(rows, vectors) {
            // The scalar path calculates in f32, others in bfloat16.
            #expect(cosine(vector, row.vector) >= (path.features == 0 ? 0.999999 : 0.9995), "\(row.text)")
        }
    }

    @Test(
        "Vectors of GGUF files are those of llama.cpp on every path of the processor",
        arguments: ["bert-mean-f32.gguf", "bert-cls-q8.gguf", "xlmr-mean-f16.gguf"], ProcessorPath.all)
    func ggufVectors(name: String, path: ProcessorPath) throws {
        let fixture = EncoderFixture(name)
        let rows = try fixture.golden(EncoderFixture.Embedding.self).rows
        let vectors = try path.run { try embed(rows.map(\.text), fixture.url) }
        // llama.cpp rounds the inputs of Q8_0 matrices to 8 bits.
        let isExact = path.features == 0 && !name.contains("q8")
        for (row, vector) in zip(rows, vectors) {
            #expect(cosine(vector, row.vector) >= (isExact ? 0.999999 : 0.999), "\(row.text)")
        }
    }

    static let wrongGGUF: [(old: String, new: String, code: ModelFileError.Code, message: String)] = [
        ("bert.block_count", "bert.block_coumt", .damaged, "“bert.block_count” is missing"),
        ("bert.embedding_length", "bert.embedding_lengxh", .damaged, "“bert.embedding_length” is missing"),
        ("\u{04}\0\0\0\0\0\0\0bert", "\u{04}\0\0\0\0\0\0\0tree", .unsupported, "architecture “tree”"),
        ("token_embd_norm.bias", "token_embd_norm.bios", .damaged, "no tensor “token_embd_norm.bias”"),
        ("[SEP]", "[SAP]", .damaged, "its tokenizer does not belong to the model"),
        (
            "bert.pooling_type\u{04}\0\0\0\u{01}", "bert.pooling_type\u{04}\0\0\0\u{03}", .unsupported,
            "pooling of type 3 cannot be run"
        ),
    ]

    @Test("A GGUF file that is wrong gives an error that says what is wrong", arguments: wrongGGUF)
    func refusedGGUF(old: String, new: String, code: ModelFileError.Code, message: String) throws {
        let bytes = try Data(contentsOf: EncoderFixture("bert-mean-f32.gguf").url)
        let place = try #require(bytes.range(of: Data(old.utf8)))
        var changed = bytes
        changed.replaceSubrange(place, with: Data(new.utf8))
        try withModelFile(Array(changed)) { url in
            let error = #expect(throws: ModelFileError.self) { _ = try BertModel(contentsOf: url, threads: 1) }
            #expect(error?.code == code)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
            #expect(error?.message.hasPrefix(url.path) == true, "\(error?.message ?? "")")
        }
    }

    @Test("Pooling that another file asks for is another vector; without modules.json it is the mean")
    func pooling() throws {
        let fixture = EncoderFixture("bert-mean")
        let rows = try fixture.golden(EncoderFixture.Embedding.self).rows
        let texts = rows.map(\.text)
        let first = try fixture.changing("1_Pooling/config.json", { _ in #"{"pooling_mode_cls_token": true}"# }) {
            try embed(texts, $0)
        }
        #expect(zip(first, rows).allSatisfy { cosine($0, $1.vector) < 0.99 })
        for change in [
            #"{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false}"#, #"{"pooling_mode": "mean"}"#,
        ] {
            let mean = try fixture.changing("1_Pooling/config.json", { _ in change }) { try embed(texts, $0) }
            #expect(zip(mean, rows).allSatisfy { cosine($0, $1.vector) > 0.9995 })
        }
        let plain = try fixture.changing("modules.json", { _ in "[]" }) { try embed(texts, $0) }
        #expect(zip(plain, rows).allSatisfy { cosine($0, $1.vector) > 0.9995 })
    }

    struct Wrong: CustomTestStringConvertible {
        let testDescription: String
        let file: String
        let code: ModelFileError.Code
        /// A part of the message.
        let message: String
        let change: @Sendable (String) -> String

        init(
            _ description: String, _ file: String, _ code: ModelFileError.Code, _ message: String,
            _ change: @escaping @Sendable (String) -> String
        ) {
            (testDescription, self.file, self.code, self.message, self.change) = (
                description, file, code, message, change
            )
        }
    }

    static let index = "model.safetensors.index.json"
    static let part = "model-00002-of-00002.safetensors"
    static let wrong: [Wrong] = [
        Wrong("pooling of the maximum", "1_Pooling/config.json", .unsupported, "“max” cannot be run") { _ in
            #"{"pooling_mode": "max"}"#
        },
        Wrong("two kinds of pooling", "1_Pooling/config.json", .unsupported, "“cls_token” and “mean_tokens”") { _ in
            #"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}"#
        },
        Wrong("a layer behind the pooling", "modules.json", .unsupported, "modules.Dense” cannot be run") { _ in
            #"[{"type": "sentence_transformers.modules.Dense", "path": "2_Dense"}]"#
        },
        Wrong("a list of modules that is none", "modules.json", .damaged, "not a list of modules") { _ in "{}" },
        Wrong("pooling outside the folder", "modules.json", .damaged, "“../1_Pooling”, which is none of its") { text in
            text.replacing("1_Pooling", with: "../1_Pooling")
        },
        Wrong("relative positions", "config.json", .unsupported, "“relative_key”, which cannot be run") { text in
            text.replacing("\"hidden_act\"", with: "\"position_embedding_type\": \"relative_key\", \"hidden_act\"")
        },
        Wrong("a part outside the folder", index, .damaged, "“../model-00002-of-00002.safetensors”") { text in
            text.replacing(part, with: "../" + part)
        },
        Wrong("a part at the root", index, .damaged, "“/etc/passwd”, which is none of its folder") { text in
            text.replacing(part, with: "/etc/passwd")
        },
        Wrong("a part that is not there", index, .unreadable, "model-3.safetensors cannot be read") { text in
            text.replacing(part, with: "model-3.safetensors")
        },
        Wrong("a part that is another file", index, .damaged, "config.json") { text in
            text.replacing(part, with: "config.json")
        },
        Wrong("a list without files", index, .damaged, "which file has which tensor") { _ in #"{"weight_map": {}}"# },
        Wrong("a list that names a tensor wrongly", index, .damaged, "no tensor “encoder.layer.1.output.dense.bias”") {
            text in
            text.replacing("encoder.layer.1.output.dense.bias", with: "bias")
        },
        Wrong("a list that names the wrong part", index, .damaged, "no tensor “encoder.layer.1") { text in
            text.replacing(part, with: "model-00001-of-00002.safetensors")
        },
    ]

    @Test("A folder that is wrong gives an error that says what is wrong", arguments: wrong)
    func refused(wrong: Wrong) throws {
        try EncoderFixture("bert-mean").changing(wrong.file, wrong.change) { folder in
            let error = #expect(throws: ModelFileError.self) { _ = try BertModel(contentsOf: folder, threads: 1) }
            #expect(error?.code == wrong.code)
            #expect(error?.message.contains(wrong.message) == true, "\(error?.message ?? "")")
        }
    }

    private func embed(_ texts: [String], _ folder: URL) throws -> [[Float]] {
        let model = try BertModel(contentsOf: folder, threads: 2)
        return try model.embed(texts.map { model.tokenizer.encode($0, recognizingSpecialTokens: false) })
    }
}
