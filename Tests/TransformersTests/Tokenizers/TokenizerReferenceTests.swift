internal import Foundation
internal import Testing
internal import Transformers

@Suite("Tokenizers beside Hugging Face's tokenizers and llama.cpp")
struct TokenizerReferenceTests {
    @Test(
        "A GGUF file gives the ids of llama.cpp, on all scripts, emoji, code and control characters",
        arguments: ["llama3", "qwen2", "gemma-small", "mistral"])
    func gguf(name: String) throws {
        let fixture = try ReferenceFixture(name)
        let file = try GGUFFile(contentsOf: ReferenceFixture.url("\(name).gguf"))
        let tokenizer = try TokenizerLoader.tokenizer(of: file)
        #expect(fixture.rows.count == 392)
        #expect(fixture.differencesFromLlama(tokenizer) == [])
    }
}
