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

    @Test("A model has the tokenizer of its file, in which a word that is a token is not merged where Llama 3 says so")
    func model() throws {
        let tiny = TinyLlama()
        var builder = tiny.builder
        var tokens = (0..<tiny.vocabulary).map {
            $0 < 2 ? ["<s>", "</s>"][$0] : String(UnicodeScalar(UInt8(0x21 + $0)))
        }
        tokens[69] = "AB"
        builder.set("tokenizer.ggml.tokens", .strings(tokens))
        builder.set("tokenizer.ggml.pre", .string("llama-bpe"))
        try withModelFile(builder.file()) {
            let ids = try LlamaModel(contentsOf: $0).tokenizer.encode("AB", recognizingSpecialTokens: false)
            #expect(ids == [69])
            let loader = try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
            #expect(loader.encode("AB", recognizingSpecialTokens: false) == ids)
        }
    }
}
