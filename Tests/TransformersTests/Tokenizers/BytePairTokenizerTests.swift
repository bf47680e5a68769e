internal import Foundation
internal import TestSupport
internal import Testing
internal import Transformers

@Suite("Byte-level byte-pair encoding")
struct BytePairTokenizerTests {
    @Test("Ids and decoded text equal those of llama.cpp on every golden row, and those of Hugging Face's tokenizers")
    func references() throws {
        let tokenizer = try DecoderModel(contentsOf: try TestModels.smolLM2()).tokenizer
        #expect(tokenizer.vocabularySize == 49_152)
        for row in try TokenFixture("smollm2_tokens").rows {
            let ids = tokenizer.encode(row.text, recognizingSpecialTokens: false)
            #expect(ids == row.ids, "\(row.text.debugDescription)")
            #expect(tokenizer.decode(ids) == row.decoded ?? row.text, "\(row.text.debugDescription)")
            let special = tokenizer.encode(row.text, recognizingSpecialTokens: true)
            #expect(special == row.specialIDs ?? row.ids, "\(row.text.debugDescription)")
        }
        let fuzzed = try TokenFixture("smollm2_tokens_fuzz")
        for row in fuzzed.rows {
            let ids = tokenizer.encode(row.text, recognizingSpecialTokens: false)
            #expect(ids == row.ids, "\(row.text.debugDescription)")
            #expect(tokenizer.decode(ids) == row.text, "\(row.text.debugDescription)")
        }
        let sums = TokenFixture.scalarChecksums { tokenizer.encode($0, recognizingSpecialTokens: false) }
        #expect(sums == fuzzed.scalars)
    }

    /// A vocabulary of the letters a, b, c, the space (Ġ), and what merges of them make.
    private func small(
        merges: [String] = ["a b", "b c", "ab c", "Ġ a"], types: [Int64] = [], extra: [String] = [],
        rule: String = "smollm"
    ) throws -> BytePairTokenizer {
        let tokens = ["a", "b", "c", "Ġ", "ab", "bc", "abc", "Ġa"] + extra
        return try BytePairTokenizer(
            tokens: ByteStrings(tokens.map { Array($0.utf8) }), merges: ByteStrings(merges.map { Array($0.utf8) }),
            tokenTypes: types,
            preTokenizer: try PreTokenizer(name: rule, path: "model.gguf"))
    }

    @Test("The pair learned first is merged first, the leftmost of equals")
    func mergeOrder() throws {
        #expect(try small().encode("abc", recognizingSpecialTokens: false) == [6])
        #expect(try small(merges: ["b c", "a b"]).encode("abc", recognizingSpecialTokens: false) == [0, 5])
        #expect(try small(merges: ["a b"]).encode("ababc a", recognizingSpecialTokens: false) == [4, 4, 2, 3, 0])
        let doubled = try small(merges: ["a a"], extra: ["aa"])
        #expect(doubled.encode("aaaaa", recognizingSpecialTokens: false) == [8, 8, 0])
    }

    @Test("Words of every length equal what merging pair by pair gives", arguments: 1...70)
    func lengths(length: Int) throws {
        let merges = ["b c", "a a", "aa bc", "a b", "ab a", "aa aa"]
        let extra = ["aa", "aabc", "aba", "aaaa"]
        let tokenizer = try small(merges: merges, extra: extra)
        var random = RandomNumbers(seed: UInt64(length))
        for _ in 0..<20 {
            let word = String((0..<length).map { _ in ["a", "a", "b", "c"][Int(random.unit() * 4)] as Character })
            var pieces = word.map(String.init)
            while let merge = merges.map({ $0.split(separator: " ") }).first(where: { pair in
                zip(pieces, pieces.dropFirst()).contains { $0 == pair[0] && $1 == pair[1] }
            }) {
                let place = pieces.indices.first { pieces[$0...].prefix(2).elementsEqual(merge.map(String.init)) } ?? 0
                pieces.replaceSubrange(place..<place + 2, with: [merge.joined()])
            }
            let ids = tokenizer.encode(word, recognizingSpecialTokens: false)
            #expect(ids.map { tokenizer.decode([$0]) } == pieces, "\(word)")
        }
    }

    @Test("Bytes that the vocabulary lacks are left out")
    func missingBytes() throws {
        #expect(try small().encode("azb", recognizingSpecialTokens: false) == [0, 1])
        #expect(try small().encode("é", recognizingSpecialTokens: false) == [])
        #expect(try small().encode("", recognizingSpecialTokens: true) == [])
    }

    @Test("A run of a million equal letters or spaces takes no more than text of that length", .timeLimit(.minutes(1)))
    func longRuns() throws {
        let tokenizer = try small(merges: ["a a", "aa aa", "Ġ Ġ"], extra: ["aa", "aaaa", "ĠĠ"])
        let letters = tokenizer.encode(String(repeating: "a", count: 1_000_001), recognizingSpecialTokens: false)
        #expect(letters == [Int32](repeating: 9, count: 250_000) + [0])
        let spaces = tokenizer.encode(String(repeating: " ", count: 1_000_000), recognizingSpecialTokens: false)
        #expect(spaces == [Int32](repeating: 10, count: 500_000))
    }

    @Test("Control tokens are recognised only where that is asked for, the longest first")
    func controlTokens() throws {
        let types: [Int64] = [1, 1, 1, 1, 1, 1, 1, 1, 3, 4, 3]
        let tokenizer = try small(types: types, extra: ["<c>", "<c>>", ""])
        #expect(tokenizer.encode("a<c>b<c>>c", recognizingSpecialTokens: true) == [0, 8, 1, 9, 2])
        #expect(tokenizer.encode("a<c>b", recognizingSpecialTokens: false) == [0, 2, 1])
        #expect(tokenizer.encode("<c<c>", recognizingSpecialTokens: true) == [2, 8])
        #expect(tokenizer.decode([8, 0]) == "<c>a")
        #expect(tokenizer.id(of: "<c>") == 8)
    }

    @Test("Ids that are out of range stand for nothing")
    func unknownIDs() throws {
        let tokenizer = try small()
        #expect(tokenizer.bytes(of: -1).isEmpty)
        #expect(tokenizer.bytes(of: 8).isEmpty)
        #expect(tokenizer.bytes(of: .max).isEmpty)
        #expect(tokenizer.decode([7, 1]) == " ab")
    }

    @Test("Merges of what is not in the vocabulary are damage", arguments: ["a z", "a", "", "c c", " a", "a  b"])
    func damagedMerges(merge: String) throws {
        let error = #expect(throws: ModelFileError.self) { try small(merges: ["a b", merge]) }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("merge 1") == true)
    }

    @Test(
        "A rule for words that is not known is an error that names it",
        arguments: ["mystery", "default", "deepseek-llm", "falcon", "gemma4", ""])
    func unknownRule(rule: String) throws {
        let error = #expect(throws: ModelFileError.self) { try small(rule: rule) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("“\(rule)”") == true)
    }

    @Test("GPT-2's rule keeps runs of digits together, SmolLM's does not")
    func digits() throws {
        let merges = ["1 2", "Ġ 1"]
        let extra = ["1", "2", "12", "Ġ1"]
        let together = try small(merges: merges, extra: extra, rule: "gpt-2")
        let apart = try small(merges: merges, extra: extra)
        #expect(together.encode("12 1", recognizingSpecialTokens: false) == [10, 11])
        #expect(apart.encode("12 1", recognizingSpecialTokens: false) == [8, 9, 3, 8])
    }
}
