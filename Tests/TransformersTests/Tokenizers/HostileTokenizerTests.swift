internal import Foundation
internal import Testing
internal import Transformers

@Suite("Hostile tokenizer files")
struct HostileTokenizerTests {
    @Test(
        "What is not JSON, or not whole, is damage that names the file",
        arguments: [
            "", "{", "[", "nul", "{\"a\":}", "{\"a\" 1}", "[1,]", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "1e999",
            "{}x", "--",
        ])
    func broken(json: String) {
        let error = TemporaryTokenizer.error(json)
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("tokenizer-") == true)
    }

    @Test("Nesting of a million levels is damage, not the end of the stack")
    func nesting() {
        #expect(TemporaryTokenizer.error(String(repeating: "[", count: 1_000_000))?.code == .damaged)
        #expect(TemporaryTokenizer.error(String(repeating: "{\"a\":", count: 1_000_000))?.code == .damaged)
    }

    @Test("Bytes that are not UTF-8, and a file that is not there, are errors")
    func bytes() {
        #expect(throws: ModelFileError.self) { try TemporaryTokenizer.load([0x22, 0xFF, 0x22]) }
        let error = #expect(throws: ModelFileError.self) {
            try TokenizerLoader.tokenizer(contentsOf: URL(filePath: "/nowhere/tokenizer.json"))
        }
        #expect(error?.code == .unreadable)
    }

    @Test(
        "Models whose parts are missing or wrong are damage",
        arguments: [
            #"{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":4000000000000000000},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":2000000000},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":0.5},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a"]]},"pre_tokenizer":{"type":"ByteLevel"}}"#,
            #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel"},"added_tokens":[{"content":"x"}]}"#,
            #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel"},"added_tokens":[{"id":2000000000,"content":"x"}]}"#,
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[]}}"#,
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["a"]]}}"#,
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":7}}"#,
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["a",0]]},"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAE="}}"#,
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["a",0]]},"normalizer":{"type":"Precompiled","precompiled_charsmap":"?"}}"#,
            #"{"model":{"type":"WordPiece","vocab":{"a":0}},"normalizer":{"type":"BertNormalizer"},"pre_tokenizer":{"type":"BertPreTokenizer"}}"#,
        ])
    func damaged(json: String) { #expect(TemporaryTokenizer.error(json)?.code == .damaged, "\(json)") }

    @Test("A table that turns a character into hundreds is not run")
    func longReplacement() {
        // A tree of one unit, and behind it one replacement.
        func error(length: Int) -> ModelFileError? {
            let table = Data([4, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x61, count: length))
            return TemporaryTokenizer.error(
                #"""
                {"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},
                "model":{"type":"Unigram","vocab":[["a",0]]},
                "normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(table.base64EncodedString())"}}
                """#)
        }
        #expect(error(length: 256) == nil)
        #expect(error(length: 257)?.code == .unsupported)
        #expect(error(length: 257)?.message.contains("replaced with 257 bytes") == true)
    }

    @Test(
        "Steps that would change ids and are not known are named, not left out",
        arguments: [
            (
                "pre-tokenizer is “Punctuation”",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Punctuation"},{"type":"ByteLevel"}]}}"#
            ),
            (
                "by a pattern",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"x"},"behavior":"Isolated"},{"type":"ByteLevel","use_regex":false}]}}"#
            ),
            (
                "by a pattern",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}"},"behavior":"Isolated"},{"type":"ByteLevel","use_regex":false}]}}"#
            ),
            (
                "pre-tokenizer is “Split”",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"x"},"behavior":"Removed"},{"type":"ByteLevel","use_regex":false}]}}"#
            ),
            (
                "last pre-tokenizer",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Digits","individual_digits":true}]}}"#
            ),
            (
                "a rule beside it",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"x"},"behavior":"Isolated"},{"type":"ByteLevel"}]}}"#
            ),
            (
                "normalizer is “Lowercase”",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"ByteLevel"}}"#
            ),
            (
                "“dropout”",
                #"{"model":{"type":"BPE","dropout":0.1,"vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel"}}"#
            ),
            ("spaces as they are", #"{"model":{"type":"BPE","vocab":{"a":0}}}"#),
            ("leaves spaces", #"{"model":{"type":"Unigram","vocab":[["a",0]]}}"#),
            ("“WordLevel”", #"{"model":{"type":"WordLevel","vocab":{"a":0}}}"#),
            ("normalizer is not that of BERT", #"{"model":{"type":"WordPiece","vocab":{"[UNK]":0}}}"#),
            (
                "“byte_fallback”",
                #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","byte_fallback":true,"vocab":[["a",0]]}}"#
            ),
            (
                "normalized text",
                #"{"model":{"type":"BPE","vocab":{"a":0}},"normalizer":{"type":"Replace","pattern":{"String":" "},"content":"▁"},"added_tokens":[{"id":0,"content":"a","normalized":true}]}"#
            ),
        ])
    func unsupported(what: String, json: String) {
        let error = TemporaryTokenizer.error(json)
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(what) == true, "\(error?.message ?? "no error")")
    }

    @Test("Special tokens and pieces of more than a kilobyte are refused")
    func longTokens() {
        let long = String(repeating: "x", count: 1025)
        let bytePair =
            #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel"},"added_tokens":[{"id":1,"content":"\#(long)"}]}"#
        #expect(TemporaryTokenizer.error(bytePair)?.code == .unsupported)
        #expect(
            TemporaryTokenizer.error(
                #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["\#(long)",0]]}}"#
            )?.code == .unsupported)
    }

    @Test("A table of replacements whose tree points anywhere harms nothing")
    func wildCharsmap() throws {
        var random = RandomNumbers(seed: 5)
        for _ in 0..<200 {
            let units = (0..<64).map { _ in UInt32(random.unit() * 4_294_967_295) }
            let bytes: [UInt8] =
                [0, 1, 0, 0] + units.flatMap { unit in (0..<4).map { UInt8(truncatingIfNeeded: unit >> (8 * $0)) } }
            let map = Data(bytes + [0x61, 0x62, 0x00]).base64EncodedString()
            let json =
                #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","vocab":[["a",0],["u",-1]],"unk_id":1},"normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(map)"}}"#
            let tokenizer = try TemporaryTokenizer.load(json)
            for row in 0..<8 { _ = tokenizer.encode("aé\u{301}\(row)ﬁ\r\n🇩🇪", recognizingSpecialTokens: true) }
        }
    }

    @Test(
        "A million equal letters, spaces or marks take no more than text of that length", .timeLimit(.minutes(2)),
        arguments: ["llama3", "qwen2", "gemma-small", "mistral", "xlmr-small"])
    func longRuns(name: String) throws {
        let tokenizer = try TokenizerLoader.tokenizer(contentsOf: ReferenceFixture.url("\(name).json"))
        for run in ["a", " ", "\n", "é", "\u{301}", "가", "<", "\u{0}", "\r\n", "▁", "𐍈"] {
            let text = String(repeating: run, count: 1_000_000 / run.utf8.count)
            #expect(tokenizer.encode(text, recognizingSpecialTokens: true).count <= 1_000_001)
        }
    }
}
