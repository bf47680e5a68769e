import Foundation
import Inference
import TestSupport
import Testing

/// Models that are there, or should be.
struct ModelStoreTests {
    private let scratch: Scratch
    private let store: ModelStore

    init() throws {
        scratch = try Scratch()
        store = ModelStore(folder: scratch.folder)
    }

    private func failure(_ work: () async throws -> Void) async throws -> InferenceError {
        do {
            try await work()
        } catch let error as InferenceError {
            return error
        }
        throw CancellationError()
    }

    @Test("The installed default pair is that of the catalogue, byte for byte")
    func defaults() async throws {
        _ = try (TestModels.multilingualE5(), TestModels.smolLM2())
        let store = ModelStore(folder: TestModels.folder)
        for model in ModelCatalogue.standard.defaults {
            #expect(try store.isInstalled(model))
            try await store.verify(model.name)
        }
        #expect(ModelCatalogue.standard.defaults.map(\.purpose) == [.embedder, .engine])
    }

    @Test("A missing model: the command that fetches it; an unknown one: the nearest name")
    func missing() async throws {
        #expect(try store.installed().isEmpty)
        let missing = try await failure { _ = try store.url(of: "smollm2-135m-instruct") }
        #expect(missing.code == .modelMissing)
        #expect(missing.message.hasSuffix("fetch it: bespoke models pull SmolLM2-135M-Instruct"))
        for (name, nearest) in [("minilm", "all-MiniLM-L6-v2"), ("smollm2-135m-instrct", "SmolLM2-135M-Instruct")] {
            let unknown = try await failure { _ = try store.url(of: name) }
            #expect(unknown.code == .unknownModel)
            #expect(unknown.message.contains("did you mean “\(nearest)”?"))
            let pulled = try await failure { try await store.pull(name) }
            #expect(pulled.message.contains("did you mean “\(nearest)”?"))
        }
        let far = try await failure { _ = try store.url(of: "zzzzzz") }
        #expect(!far.message.contains("did you mean"))
        let removed = try await failure { try await store.remove(named: "all-MiniLM-L6-v2") }
        #expect(removed.code == .modelMissing)
    }

    @Test("A GGUF file is added, opened, verified and removed")
    func addsFile() async throws {
        let model = try await store.add(TestModels.smolLM2(), name: "mine")
        #expect(model.name == "mine")
        #expect(model.purpose == .engine)
        #expect(model.isUsable)
        #expect(model.bytes > 98_362_432)
        #expect(try store.installed().map(\.name) == ["mine"])
        try await store.verify("mine")
        let taken = try await failure { try await store.add(TestModels.smolLM2(), name: "mine") }
        #expect(taken.code == .nameTaken)

        let file = try FileHandle(forUpdating: store.url(of: "mine"))
        try file.seek(toOffset: 50_000_000)
        try file.write(contentsOf: Data([1, 2, 3, 4]))
        try file.close()
        let damaged = try await failure { try await store.verify("mine") }
        #expect(damaged.code == .modelDamaged)
        #expect(damaged.message.contains("bespoke models remove mine"))

        try await store.remove(named: "mine")
        #expect(try store.installed().isEmpty)
        #expect(scratch.names() == [".partial"])
    }

    @Test("An encoder's folder is added; a name of the catalogue only for that very model")
    func addsFolder() async throws {
        let model = try await store.add(TestModels.miniLM())
        #expect(model.name == "all-MiniLM-L6-v2")
        #expect(model.purpose == .embedder)
        try await store.verify(model.name)
        let wrong = try await failure { try await store.add(TestModels.miniLM(), name: "SmolLM2-135M-Instruct") }
        #expect(wrong.code == .nameTaken)
        #expect(wrong.message.contains("not the SmolLM2-135M-Instruct of the catalogue"))
        #expect(try store.installed().map(\.name) == ["all-MiniLM-L6-v2"])
    }

    @Test(
        "Encoders in parts, with other pooling, with tokenizer.json or as GGUF are added with all that they need",
        arguments: ["bert-mean", "bert-cls", "xlmr-mean", "xlmr-mean-f16.gguf"])
    func addsEncoders(name: String) async throws {
        let original = TestModels.encoder(name)
        let model = try await store.add(original, name: "mine")
        #expect(model.purpose == .embedder)
        try await store.verify("mine")
        let added = try await NativeEmbedder.named("mine", in: store)
        let first = try await NativeEmbedder.open(original, name: "original")
        let texts = ["the sky is red", "how long is the leave?"]
        #expect(try await added.embed(texts, as: .passage) == first.embed(texts, as: .passage))
        let error = try await failure { _ = try store.engineChoice("mine") }
        #expect(error.code == .invalidEngine)
    }

    @Test("A decoder's folder, in parts or whole, is added as an engine with all that it needs and no more")
    func addsDecoderFolder() async throws {
        for name in ["llama", "mistral"] {
            let source = scratch.folder.appending(path: "source/\(name)")
            try FileManager.default.createDirectory(
                at: source.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: TestModels.decoderFolder(name), to: source)
            try scratch.write("source/\(name)/pytorch_model.bin", Data("another copy".utf8))
            let model = try await store.add(source)
            #expect(model.name == name && model.purpose == .engine && model.damage == nil)
            #expect(store.isBaseModel(model) == (name == "mistral"))
            try await store.verify(name)
            let choice = try store.engineChoice(name)
            #expect(choice.obstacle == nil)
            let engine = try await EngineFactory(store: store, environment: [:]).engine(for: name)
            #expect(engine.name == name && engine.contextLength == 512)
            var request = GenerationRequest(messages: [ChatMessage(.user, "the tone")])
            request.maximumTokens = 3
            #expect(try await engine.answer(request).summary?.reason == .tokenLimit)
            let hidden = try FileManager.default.contentsOfDirectory(atPath: model.url.path).filter {
                $0.hasPrefix(".")
            }
            #expect(hidden.contains(".packed"))
            #expect(try store.model(named: name).bytes == model.bytes)
            #expect(!FileManager.default.fileExists(atPath: model.url.appending(path: "pytorch_model.bin").path))
        }
        try scratch.write("llama/tokenizer.json", Data())
        #expect(try store.engineChoice("llama").obstacle?.contains("tokenizer.json is missing or empty") == true)
    }

    @Test("What is no model is not added, and leaves nothing behind", arguments: NotAModel.allCases)
    func refusesFiles(kind: NotAModel) async throws {
        let bytes = kind.bytes
        let file = try scratch.write("source/model.gguf", bytes)
        let error = try await failure { try await store.add(file, name: "x") }
        #expect([.unsupportedModel, .modelDamaged].contains(error.code))
        #expect(error.message.contains("model.gguf"), "\(error.message)")
        #expect(scratch.names() == ["source"])
    }

    @Test("A truncated GGUF file is damaged", arguments: [1000, 3_000_000, 98_000_000])
    func truncated(size: Int) async throws {
        let file = try FileHandle(forReadingFrom: TestModels.smolLM2())
        let bytes = try #require(try file.read(upToCount: size))
        let url = try scratch.write("source/cut.gguf", bytes)
        let error = try await failure { try await store.add(url) }
        #expect(error.code == .modelDamaged, "\(error.message)")
        let opened = try await failure { _ = try await NativeEngine.open(url, name: "cut") }
        #expect(opened.code == .modelDamaged)
    }

    @Test("A truncated safetensors file is damaged; a folder without a model is not one")
    func folders() async throws {
        for name in ["config.json", "vocab.txt"] {
            try scratch.write("source/m/\(name)", Data(contentsOf: TestModels.miniLM().appending(path: name)))
        }
        let folder = scratch.folder.appending(path: "source/m")
        let none = try await failure { try await store.add(folder) }
        #expect(none.code == .unsupportedModel)
        #expect(none.message.contains("holds neither one GGUF file nor model.safetensors"))
        let weights = try Data(
            contentsOf: TestModels.miniLM().appending(path: "model.safetensors"), options: .alwaysMapped)
        try scratch.write("source/m/model.safetensors", weights[..<1_000_000])
        let cut = try await failure { try await store.add(folder) }
        #expect(cut.code == .modelDamaged)
        let nothing = try await failure { try await store.add(scratch.folder.appending(path: "nowhere")) }
        #expect(nothing.code == .modelMissing)
    }

    @Test("An engine's choice: a model to write with, here or to fetch, a file or a server")
    func engineChoice() async throws {
        let toFetch = try store.engineChoice("smollm2-135m-instruct")
        #expect(toFetch.specification == .native("SmolLM2-135M-Instruct"))
        #expect(toFetch.obstacle?.hasSuffix("fetch it: bespoke models pull SmolLM2-135M-Instruct") == true)
        try await store.add(TestModels.smolLM2(), name: "mine")
        let added = try store.engineChoice("Mine")
        #expect(added.specification == .native("mine"))
        #expect(added.obstacle == nil)
        let file = try TestModels.smolLM2()
        #expect(try store.engineChoice(file.path).obstacle == nil)
        #expect(try store.engineChoice("openai:http://localhost:8080#gemma").obstacle == nil)
        let prose = try scratch.write("prose.gguf", Data("prose".utf8))
        for (text, code, message) in [
            ("mien", InferenceError.Code.unknownModel, "no engine is called “mien”"),
            ("smolm2", .unknownModel, "did you mean “SmolLM2-135M-Instruct”?"),
            ("all-MiniLM-L6-v2", .invalidEngine, "cannot write"), (prose.path, .unsupportedModel, "is not a GGUF file"),
            ("/nowhere/x.gguf", .modelMissing, "there is no file /nowhere/x.gguf"),
        ] {
            let error = try await failure { _ = try store.engineChoice(text) }
            #expect(error.code == code)
            #expect(error.message.contains(message), "\(error.message)")
        }
    }

    @Test("A name that a path could hide in is refused", arguments: ["", ".", "..", "a/b", "../x", ".x", "a b", "x\n"])
    func names(name: String) async throws {
        let error = try await failure { try await store.add(TestModels.smolLM2(), name: name) }
        #expect(error.code == .invalidName)
        let removed = try await failure { try await store.remove(named: name) }
        #expect(removed.code == .invalidName)
    }

    @Test("A model without a file, or with one of another size, is listed as damaged")
    func damaged() async throws {
        try scratch.write("SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf", Data("GGUF".utf8))
        let model = try #require(store.installed().first)
        #expect(model.damage == "SmolLM2-135M-Instruct.Q4_1.gguf has 4 bytes, not 98362432")
        let error = try await failure { _ = try store.url(of: model.name) }
        #expect(error.code == .modelDamaged)
        #expect(error.message.hasSuffix("fetch it again: bespoke models pull SmolLM2-135M-Instruct"))
    }
}

/// Files that say they are models.
enum NotAModel: String, CaseIterable {
    case empty, prose, hugeCounts, zeros

    var bytes: Data {
        switch self {
        case .empty: Data()
        case .prose: Data("GGUF? no, prose.".utf8)
        case .hugeCounts: Data([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16))
        case .zeros: Data([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0] + [UInt8](repeating: 0, count: 16))
        }
    }
}
