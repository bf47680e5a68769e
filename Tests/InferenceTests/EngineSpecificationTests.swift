import Foundation
import Inference
import Testing

struct EngineSpecificationTests {
    @Test(
        "An engine is a model's name, a file, or a server with a model",
        arguments: [
            ("SmolLM2-135M-Instruct", "SmolLM2-135M-Instruct"),
            (" SmolLM2-135M-Instruct\n", "SmolLM2-135M-Instruct"),
            ("/models/x.gguf", "/models/x.gguf"),
            ("openai:http://localhost:8080#gemma", "openai:http://localhost:8080/v1#gemma"),
            ("OpenAI:http://localhost:8080/#gemma", "openai:http://localhost:8080/v1#gemma"),
            ("openai:https://api.example.com/v1#org/model:7b#x", "openai:https://api.example.com/v1#org/model:7b#x"),
            ("openai:https://example.com/api/v3/chat/completions#m", "openai:https://example.com/api/v3#m"),
            ("openai:http://[::1]:8080#m", "openai:http://[::1]:8080/v1#m"),
        ])
    func right(text: String, expected: String) throws {
        #expect(try EngineSpecification(text).description == expected)
    }

    @Test(
        "What is no engine is refused, with the reason",
        arguments: [
            ("", "neither a model's name nor a server"), ("opnai:http://x#y", "neither a model's name nor a server"),
            ("../x", "neither a model's name nor a server"), ("openai:", "is not an http or https address"),
            ("openai:localhost:8080#m", "is not an http or https address"),
            ("openai:ftp://x#m", "is not an http or https address"),
            ("openai:http://localhost:8080", "names no model after “#”"),
            ("openai:http://localhost:8080#", "names no model after “#”"),
            ("openai:http://h/v1?key=1#m", "must not have a query"),
        ])
    func wrong(text: String, reason: String) throws {
        let error = #expect(throws: InferenceError.self) { try EngineSpecification(text) }
        #expect(error?.code == .invalidEngine)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test("A password in an address is refused and not repeated")
    func password() {
        let error = #expect(throws: InferenceError.self) {
            try EngineSpecification("openai:https://me:hunter2@host/v1#m")
        }
        #expect(error?.code == .invalidEngine)
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test("A key never shows in descriptions, and a broken one is refused by its variable's name")
    func key() throws {
        let key = try ServerKey(environment: ["OPENAI_API_KEY": " sk-abc \n", "BESPOKE_API_KEY": ""])
        #expect("\(key)" == "the key in OPENAI_API_KEY")
        #expect(!String(reflecting: key).contains("sk-abc"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("sk-abc"))
        let error = #expect(throws: InferenceError.self) {
            try ServerKey(environment: ["BESPOKE_API_KEY": "sk-abc\r\nX-Evil: 1"])
        }
        #expect(error?.message.contains("BESPOKE_API_KEY") == true)
        #expect(error?.message.contains("sk-abc") == false)
    }

    @Test("A factory tells what is wrong with a name")
    func factory() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        let factory = EngineFactory(store: ModelStore(folder: folder), environment: [:])
        await #expect { _ = try await factory.engine(for: nil) } throws: { error in
            (error as? InferenceError)?.code == .modelMissing
                && "\(error)".contains("bespoke models pull SmolLM2-135M-Instruct")
        }
        await #expect { _ = try await factory.engine(for: "smollm2-135") } throws: { error in
            (error as? InferenceError)?.code == .unknownModel
                && "\(error)".contains("did you mean “SmolLM2-135M-Instruct”?")
        }
        let engine = try await factory.engine(
            for: "openai:http://127.0.0.1:\(try ScriptedServer.freePort())#qwen2.5-0.5b")
        #expect(engine.sizeClass == .small)
    }

    @Test(
        "A server's model is small where its name says so",
        arguments: [
            ("SmolLM2-135M-Instruct", EngineSizeClass.small), ("qwen2.5:0.5b", .small), ("gemma-3-270m-it", .small),
            ("Qwen2.5-7B-Instruct-1M", .large), ("llama3.2:1b", .large), ("mixtral-8x7b", .large),
            ("gpt-4o-mini", .large),
            ("model-q4_K_M", .large), ("/models/smollm2-360M.gguf", .small),
        ])
    func sizes(name: String, expected: EngineSizeClass) throws {
        let address = try #require(URL(string: "http://127.0.0.1/v1"))
        let server = RemoteServer(address: address, model: name, key: try ServerKey(environment: [:]))
        #expect(OpenAIEngine(server).sizeClass == expected)
    }
}
