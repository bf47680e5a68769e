internal import Foundation
internal import TestSupport
internal import Testing
internal import Transformers

@Suite("Tokenizers beside Hugging Face's tokenizers and llama.cpp")
struct TokenizerReferenceTests {
    @Test(
        "A GGUF file gives the ids of llama.cpp, on all scripts, emoji, code and control characters",
        arguments: ["llama3", "qwen2", "gemma-small", "mistral", "xlmr-small"])
    func gguf(name: String) throws {
        let fixture = try ReferenceFixture(name)
        let file = try GGUFFile(contentsOf: ReferenceFixture.url("\(name).gguf"))
        let tokenizer = try TokenizerLoader.tokenizer(of: file)
        #expect(fixture.rows.count == 392)
        #expect(fixture.differencesFromLlama(tokenizer) == [])
    }

    @Test("A model has the tokenizer of its file, in which a word that is a token is not merged where Llama 3 says so")
    func model() throws {
        let tiny = TinyDecoder()
        var builder = tiny.builder
        var tokens = (0..<tiny.vocabulary).map {
            $0 < 2 ? ["<s>", "</s>"][$0] : String(UnicodeScalar(UInt8(0x21 + $0)))
        }
        tokens[69] = "AB"
        builder.set("tokenizer.ggml.tokens", .strings(tokens))
        builder.set("tokenizer.ggml.pre", .string("llama-bpe"))
        try withModelFile(builder.file()) {
            let ids = try DecoderModel(contentsOf: $0).tokenizer.encode("AB", recognizingSpecialTokens: false)
            #expect(ids == [69])
            let loader = try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
            #expect(loader.encode("AB", recognizingSpecialTokens: false) == ids)
        }
    }

    @Test(
        "A tokenizer.json gives the ids and the decoded text of Hugging Face's tokenizers on the same texts",
        arguments: ["llama3", "qwen2", "gemma-small", "mistral", "xlmr-small"])
    func json(name: String) throws {
        let fixture = try ReferenceFixture(name)
        let tokenizer = try TokenizerLoader.tokenizer(contentsOf: ReferenceFixture.url("\(name).json"))
        #expect(fixture.rows.count == 392)
        #expect(fixture.differences(from: tokenizer) == [])
    }

    @Test(
        "The rules of newer families give the ids of Hugging Face's tokenizers from either file",
        arguments: ["tekken", "gpt-4o", "qwen35", "deepseek-v3"])
    func newerRules(name: String) throws {
        let fixture = try ReferenceFixture(name)
        #expect(fixture.rows.count == 392)
        let url = ReferenceFixture.url("\(name).json")
        #expect(fixture.differences(from: try TokenizerLoader.tokenizer(contentsOf: url)) == [])
        try withModelFile(try GGUFBuilder(tokenizerJSON: url, rule: name).file()) { file in
            let tokenizer = try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: file))
            #expect(fixture.differences(from: tokenizer) == [])
        }
    }

    @Test("Unigrams of words divided at all white space equal those of Hugging Face's tokenizers")
    func whitespaceSplit() throws {
        let metaspace =
            #""pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"#
        let step = metaspace.dropFirst(#""pre_tokenizer":"#.count)
        let split = #""pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},\#(step)]}"#
        let text = try String(contentsOf: ReferenceFixture.url("xlmr-small.json"), encoding: .utf8)
        #expect(text.contains(metaspace))
        let tokenizer = try TemporaryTokenizer.load(text.replacingOccurrences(of: metaspace, with: split))
        #expect(try ReferenceFixture("xlmr-ws").differences(from: tokenizer) == [])
    }

    @Test("WordPiece gives the ids of Hugging Face's tokenizers from either file", arguments: ["gguf", "json"])
    func wordPiece(kind: String) throws {
        let fixture = try ReferenceFixture("bert-small")
        let url = ReferenceFixture.url("bert-small.\(kind)")
        let tokenizer =
            kind == "gguf"
            ? try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: url))
            : try TokenizerLoader.tokenizer(contentsOf: url)
        #expect(fixture.rows.count == 392)
        #expect(fixture.differencesOfIDs(from: tokenizer) == [])
    }

    @Test("The tokenizer.json of all-MiniLM-L6-v2 gives the ids that its vocab.txt gives")
    func miniLM() throws {
        let tokenizer = try TokenizerLoader.tokenizer(
            contentsOf: try TestModels.miniLM().appending(path: "tokenizer.json"))
        for row in try TokenFixture("minilm_tokens_fuzz").rows {
            #expect(
                tokenizer.encode(row.text, recognizingSpecialTokens: true) == row.ids, "\(row.text.debugDescription)")
        }
    }

    @Test("Bytes of ids that come one after another join to the text, whatever characters they divide")
    func streaming() throws {
        for name in ["llama3", "qwen2", "gemma-small"] {
            let tokenizer = try TokenizerLoader.tokenizer(contentsOf: ReferenceFixture.url("\(name).json"))
            var stream = StopMatcher()
            let text = "🙂 𐍈𐍉 ひら é ꙮ"
            var pieces = tokenizer.encode(text, recognizingSpecialTokens: false).map {
                stream.take(tokenizer.bytes(of: $0))
            }
            pieces.append(stream.finish())
            #expect(pieces.joined() == text)
            #expect(!pieces.joined().contains("\u{FFFD}"))
        }
    }
}
