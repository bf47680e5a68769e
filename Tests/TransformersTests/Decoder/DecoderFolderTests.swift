import Foundation
import Testing
import Transformers

/// Small random decoders as Hugging Face saves them, against transformers (`Fixtures/DecoderFolders/make.py` says how they were made).
struct DecoderFolderTests {
    static let families = ["llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3", "gemma3-images"]

    private struct Golden: Decodable {
        let tokens: [Int32]
        /// After which of the tokens there are logits.
        let places: [Int]
        /// [places, vocabulary], little-endian f32.
        let logits: Data
        let text: String
        let ids: [Int32]
        let prompt: String?

        func logits(at index: Int) -> [Float] {
            let numbers = logits.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            let size = numbers.count / places.count
            return Array(numbers[index * size..<(index + 1) * size])
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/DecoderFolders")

    private func golden(_ name: String) throws -> Golden {
        try JSONDecoder().decode(
            Golden.self, from: Data(contentsOf: Self.folder.appending(path: "\(name).golden.json")))
    }

    private func model(_ name: String) throws -> DecoderModel {
        try DecoderModel(contentsOf: Self.folder.appending(path: name), threads: 2)
    }

    @Test("Each family's logits are those of transformers", arguments: families)
    func matchesReference(name: String) throws {
        let (model, golden) = (try model(name), try golden(name))
        let context = try DecoderContext(model, capacity: 64)
        for (index, place) in golden.places.enumerated() {
            try context.read(Array(golden.tokens[context.tokens.count...place]))
            let expected = golden.logits(at: index)
            let difference = zip(context.logits, expected).map { abs($0 - $1) }.max() ?? .infinity
            #expect(difference <= 0.015, "\(name), token \(place): \(difference)")
            #expect(context.logits.count == expected.count)
        }
    }

    @Test("Ids, the token before a text and the tokens that end one are the tokenizer's", arguments: families)
    func tokens(name: String) throws {
        let (model, golden) = (try model(name), try golden(name))
        let ids = model.tokenizer.encode(golden.text, recognizingSpecialTokens: true)
        let beginning = model.addsBeginningOfText ? [model.beginningOfText].compactMap(\.self) : []
        #expect(beginning + ids == golden.ids)
        #expect(model.addsBeginningOfText == (name != "qwen2"))
        #expect(model.endOfText == 265 && model.endTokens.isSuperset(of: [265, 266]))
        #expect(model.name == name)
    }

    @Test("The chat template is found in its own file, and its prompt is that of transformers", arguments: families)
    func template(name: String) throws {
        let (model, golden) = (try model(name), try golden(name))
        #expect(model.isBaseModel == (golden.prompt == nil))
        #expect(DecoderModel.isBaseModel(at: Self.folder.appending(path: name)) == model.isBaseModel)
        guard let source = model.chatTemplate else { return }
        let prompt = try ChatTemplate(source: source).render(
            [("system", "Be brief."), ("user", "Who?")], addGenerationPrompt: true, beginningOfText: "<|begin|>")
        #expect(prompt == golden.prompt)
    }

    /// A copy of a folder in which a JSON file was changed.
    private func withCopy<Value>(
        of name: String, in file: String = "config.json", _ change: (inout [String: Any]) throws -> Void,
        _ body: (URL) throws -> Value
    ) throws -> Value {
        let copy = FileManager.default.temporaryDirectory.appending(path: "decoder-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Self.folder.appending(path: name), to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        let url = copy.appending(path: file)
        let data = try? Data(contentsOf: url)
        var object = try data.map { try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:] } ?? [:]
        try change(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: url)
        return try body(copy)
    }

    private func failure(_ name: String, _ change: (inout [String: Any]) -> Void) throws -> ModelFileError? {
        try withCopy(of: name, change) { folder in
            #expect(throws: ModelFileError.self) { try DecoderModel(contentsOf: folder, threads: 1) }
        }
    }

    @Test("What cannot be run is refused with its name")
    func refusals() throws {
        let type = try failure("llama") { $0["model_type"] = "mamba" }
        #expect(type?.code == .unsupported && type?.message.contains("“mamba”") == true)
        let quantised = try failure("llama") { $0["quantization_config"] = ["quant_method": "gptq"] }
        #expect(quantised?.code == .unsupported && quantised?.message.contains("quantised") == true)
        let positions = try failure("llama") { $0["rope_scaling"] = ["rope_type": "longrope", "factor": 2] }
        #expect(positions?.code == .unsupported && positions?.message.contains("“longrope”") == true)
        let activation = try failure("qwen3") { $0["hidden_act"] = "relu" }
        #expect(activation?.code == .unsupported && activation?.message.contains("“relu”") == true)
        let windows = try failure("gemma2") { $0["layer_types"] = ["full_attention", "sliding_attention"] }
        #expect(windows?.code == .unsupported)
    }

    @Test("Sizes that are not those of the weights, and sizes that cannot be, are damage that is named")
    func damage() throws {
        let layers = try failure("qwen3") { $0["num_hidden_layers"] = 3 }
        #expect(layers?.code == .damaged && layers?.message.contains("model.layers.2.") == true)
        let hidden = try failure("qwen3") { $0["intermediate_size"] = 64 }
        #expect(hidden?.code == .damaged && hidden?.message.contains("shape") == true)
        let none = try failure("qwen3") { $0["num_attention_heads"] = 0 }
        #expect(none?.code == .damaged && none?.message.contains("“num_attention_heads” is 0") == true)
        let vocabulary = try failure("qwen3") { $0["vocab_size"] = 100 }
        #expect(vocabulary?.code == .damaged && vocabulary?.message.contains("tokenizer") == true)
        let base = try failure("qwen3") { $0["rope_theta"] = -1 }
        #expect(base?.code == .damaged)
    }

    @Test("Newer files say the same of positions in one place")
    func newerPositions() throws {
        for name in ["llama", "gemma3"] {
            let golden = try golden(name)
            let logits = try withCopy(of: name) { config in
                var full = config["rope_scaling"] as? [String: Any] ?? [:]
                full["rope_theta"] = config["rope_theta"]
                config["rope_parameters"] =
                    name == "llama"
                    ? full
                    : ["full_attention": full, "sliding_attention": ["rope_type": "default", "rope_theta": 10_000]]
                for key in ["rope_scaling", "rope_theta", "rope_local_base_freq"] { config[key] = nil }
            } _: { folder in
                let context = try DecoderContext(DecoderModel(contentsOf: folder, threads: 1), capacity: 64)
                try context.read(Array(golden.tokens[...golden.places[7]]))
                return context.logits
            }
            #expect(zip(logits, golden.logits(at: 7)).allSatisfy { abs($0 - $1) <= 0.015 })
        }
    }

    @Test("A window that all layers have bounds the context, unless it is switched off")
    func window() throws {
        func contextLength(_ change: (inout [String: Any]) -> Void) throws -> Int {
            try withCopy(of: "mistral", change) { try DecoderModel(contentsOf: $0, threads: 1).contextLength }
        }
        #expect(try contextLength { $0["sliding_window"] = 100 } == 100)
        #expect(
            try contextLength {
                $0["sliding_window"] = 100
                $0["use_sliding_window"] = false
            } == 512)
        #expect(try contextLength { $0["sliding_window"] = NSNull() } == 512)
    }

    @Test("A template among the tokenizer's settings is taken, of several the default one")
    func templateSettings() throws {
        func template(_ setting: Any) throws -> String? {
            try withCopy(of: "mistral", in: "tokenizer_config.json") {
                $0["chat_template"] = setting
            } _: {
                try DecoderModel(contentsOf: $0, threads: 1).chatTemplate
            }
        }
        #expect(try template("{{ one }}") == "{{ one }}")
        let several = [["name": "tool_use", "template": "{{ tools }}"], ["name": "default", "template": "{{ two }}"]]
        #expect(try template(several) == "{{ two }}")
        #expect(try template("  \n") == nil)
    }

    @Test("Packed weights of a folder are kept, and belong to its files")
    func packed() throws {
        let golden = try golden("llama")
        try withCopy(of: "llama", { _ in }) { folder in
            let kept = folder.appending(path: ".packed")
            func logits() throws -> [Float] {
                let model = try DecoderModel(contentsOf: folder, threads: 1, packedWeights: kept)
                let context = try DecoderContext(model, capacity: 64)
                try context.read(golden.tokens)
                return context.logits
            }
            let first = try logits()
            let written = try Data(contentsOf: kept)
            #expect(try logits() == first)
            #expect(try Data(contentsOf: kept) == written)
            let shard = folder.appending(path: "model-00002-of-00005.safetensors")
            var bytes = try Data(contentsOf: shard)
            for place in bytes.indices.suffix(20_000) where place % 2 == 1 { bytes[place] ^= 0x80 }
            try bytes.write(to: shard)
            #expect(try logits() != first)
        }
    }
}
