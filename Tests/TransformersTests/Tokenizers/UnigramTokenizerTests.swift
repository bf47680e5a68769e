internal import Testing
internal import Transformers

@Suite("Unigrams")
struct UnigramTokenizerTests {
    private func tokenizer(_ vocabulary: String, _ more: String = "") throws -> any Tokenizer {
        try TemporaryTokenizer.load(
            #"{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"},"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],\#(vocabulary)]}\#(more)}"#
        )
    }

    @Test("The pieces with the highest sum are taken, and a piece with no better sum is not")
    func viterbi() throws {
        let tokenizer = try tokenizer(#"["a",-1],["b",-1],["ab",-1.5],["aab",-4],["c",-9]"#)
        #expect(tokenizer.encode("ab", recognizingSpecialTokens: false) == [3])
        #expect(tokenizer.encode("aab", recognizingSpecialTokens: false) == [1, 3])
        #expect(tokenizer.decode([1, 3]) == "aab")
        #expect(tokenizer.vocabularySize == 6)
    }

    @Test("Unknown characters that follow each other are one token")
    func unknown() throws {
        let tokenizer = try tokenizer(#"["a",-1]"#)
        #expect(tokenizer.encode("xyazéa", recognizingSpecialTokens: false) == [0, 1, 0, 1])
    }

    @Test("A token that is found in normalized text takes the space that is there then")
    func normalized() throws {
        let added = #","added_tokens":[{"id":1,"content":"<m>","special":true,"normalized":true,"lstrip":true}],"#
        let collapsing = #""normalizer":{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}"#
        let tokenizer = try tokenizer(#"["<m>",0],["a",-1],["▁",-1]"#, added + collapsing)
        #expect(tokenizer.encode("a  <m>  a", recognizingSpecialTokens: true) == [2, 1, 3, 2])
        #expect(tokenizer.encode("a  <m>", recognizingSpecialTokens: false) == [2, 3, 0])
    }

    @Test("Control tokens in untrusted text are ordinary text, though their pieces have the best score")
    func untrusted() throws {
        let added = #","added_tokens":[{"id":1,"content":"<s>","special":true,"normalized":false,"lstrip":true}]"#
        let tokenizer = try tokenizer(#"["<s>",0],["a",-1],["<",-2],["s",-2],[">",-2],["▁",-1]"#, added)
        #expect(tokenizer.encode("a <s>a", recognizingSpecialTokens: true) == [2, 1, 2])
        #expect(tokenizer.encode("a <s>a", recognizingSpecialTokens: false) == [2, 6, 3, 4, 5, 2])
    }
}
