import Foundation
import Testing
import Transformers

/// Small random decoders of every family against llama.cpp, token by token (`Fixtures/Decoders/make.py` says how they were made).
struct DecoderFamilyTests {
    static let families = ["mistral", "llama3", "linear", "yarn", "qwen2", "qwen3", "gemma2", "gemma3"]

    private struct Golden: Decodable {
        let tokens: [Int32]
        /// [tokens, vocabulary], little-endian f32.
        let logits: Data

        /// [tokens][vocabulary]
        var rows: [[Float]] {
            let numbers = logits.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            let size = numbers.count / tokens.count
            return tokens.indices.map { Array(numbers[$0 * size..<($0 + 1) * size]) }
        }
    }

    private func fixture(_ name: String) throws -> (model: DecoderModel, golden: Golden) {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/Decoders")
        return (
            try DecoderModel(contentsOf: folder.appending(path: "\(name).gguf"), threads: 2),
            try JSONDecoder().decode(
                Golden.self, from: Data(contentsOf: folder.appending(path: "\(name).golden.json")))
        )
    }

    /// Checks the logits after each token, read one by one. Logits are of the order of 1.
    private func check(_ name: String, tolerance: Float) throws {
        let (model, golden) = try fixture(name)
        let context = try DecoderContext(model, capacity: 64)
        for (token, expected) in zip(golden.tokens, golden.rows) {
            try context.read([token])
            let difference = zip(context.logits, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(difference <= tolerance, "\(name), token \(context.tokens.count): \(difference)")
        }
        #expect(context.tokens.count == 40 && golden.rows.allSatisfy { $0.count == model.vocabularySize })
    }

    @Test("Each family's logits are llama.cpp's after every token", arguments: families)
    func matchesReference(name: String) throws { try check(name, tolerance: 0.02) }

    @Test("Weights of all block formats in one model give llama.cpp's logits, which rounds activations otherwise")
    func blockFormats() throws { try check("formats", tolerance: 0.2) }

    @Test("A text read at once gives the bits of one read token by token", arguments: families + ["formats"])
    func pieces(name: String) throws {
        let (model, golden) = try fixture(name)
        let single = try DecoderContext(model, capacity: 64)
        let parts = try DecoderContext(model, capacity: 64)
        for token in golden.tokens { try single.read([token]) }
        try parts.read(Array(golden.tokens[..<21]))
        try parts.read(Array(golden.tokens[21...]))
        #expect(single.logits == parts.logits)
        let whole = try DecoderContext(model, capacity: 64)
        try whole.read(golden.tokens)
        #expect(single.logits == whole.logits)
    }

    @Test(
        "Every path of the processor gives nearly the same logits", arguments: families + ["formats"], ProcessorPath.all
    )
    func paths(name: String, path: ProcessorPath) throws {
        let (model, golden) = try fixture(name)
        let context = try DecoderContext(model, capacity: 64)
        try path.run { _ = try context.read(golden.tokens) }
        let expected = golden.rows.last ?? []
        let tolerance: Float = name == "formats" ? 0.2 : 0.02
        #expect(zip(context.logits, expected).allSatisfy { abs($0 - $1) <= tolerance })
    }

    @Test("A model without a template is a base model, one with a template an assistant")
    func baseModel() throws {
        #expect(try fixture("qwen2").model.isBaseModel)
        var builder = TinyDecoder().builder
        builder.set("tokenizer.chat_template", .string("{{ messages }}"))
        #expect(try withModelFile(builder.file()) { try !DecoderModel(contentsOf: $0, threads: 1).isBaseModel })
    }
}
