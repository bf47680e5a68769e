internal import Foundation
internal import Testing
internal import Transformers

@Suite("SentencePiece's byte-pair encoding")
struct SentencePieceTokenizerTests {
    /// A GGUF file with a vocabulary of a few pieces, all with the score of their place.
    private func builder(_ pieces: [String], types: [Int32], addsSpace: Bool = true) -> GGUFBuilder {
        var builder = GGUFBuilder()
        builder.set("tokenizer.ggml.model", .string("llama"))
        builder.set("tokenizer.ggml.tokens", .strings(pieces))
        builder.set("tokenizer.ggml.token_type", .int32s(types))
        let scores = pieces.indices.flatMap { GGUFBuilder.bytes((-Float($0)).bitPattern) }
        builder.set("tokenizer.ggml.scores", .rawArray(type: 6, count: UInt64(pieces.count), bytes: scores))
        builder.set("tokenizer.ggml.unknown_token_id", .uint32(0))
        builder.set("tokenizer.ggml.add_space_prefix", .bool(addsSpace ? 1 : 0))
        return builder
    }

    private func tokenizer(
        _ pieces: [String], types: [Int32] = [], addsSpace: Bool = true
    ) throws -> any Tokenizer {
        try withModelFile(builder(pieces, types: types, addsSpace: addsSpace).file()) {
            try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
        }
    }

    private let small = ["<unk>", "ab", "▁a", "aa", "aaaa", "a", "b", "▁", "<0xC3>", "<0xA9>", "<s>", "a▁", "é"]

    @Test("The piece with the highest score is merged first, the leftmost of equals")
    func order() throws {
        let tokenizer = try tokenizer(small, addsSpace: false)
        #expect(tokenizer.encode("aab", recognizingSpecialTokens: false) == [5, 1])
        #expect(tokenizer.encode("aaaaa", recognizingSpecialTokens: false) == [4, 5])
        #expect(tokenizer.encode("a a", recognizingSpecialTokens: false) == [5, 2])
        #expect(tokenizer.encode("a b", recognizingSpecialTokens: false) == [11, 6])
    }

    @Test("A space goes before each text between special tokens, and comes off the decoded text once")
    func prefix() throws {
        let tokenizer = try tokenizer(small, types: [2, 1, 1, 1, 1, 1, 1, 1, 6, 6, 3, 1, 1])
        let ids = tokenizer.encode("ab<s>a", recognizingSpecialTokens: true)
        #expect(ids == [7, 1, 10, 2])
        #expect(tokenizer.decode(ids) == "ab<s> a")
        #expect(tokenizer.encode("", recognizingSpecialTokens: true) == [])
    }

    @Test("Characters without a piece are bytes; without bytes they are unknown; bytes join to text again")
    func fallback() throws {
        let pieces = Array(small.dropLast())
        let tokenizer = try tokenizer(pieces, types: [2, 1, 1, 1, 1, 1, 1, 1, 6, 6, 3, 1], addsSpace: false)
        #expect(tokenizer.encode("é", recognizingSpecialTokens: false) == [8, 9])
        #expect(tokenizer.bytes(of: 8) == [0xC3])
        #expect(tokenizer.decode([8, 9]) == "é")
        #expect(tokenizer.encode("z", recognizingSpecialTokens: false) == [0])
    }

    @Test("A file that names no unknown token means the first one, as for llama.cpp")
    func defaultUnknown() throws {
        var builder = builder(["<unk>", "a"], types: [2, 1], addsSpace: false)
        builder.set("tokenizer.ggml.unknown_token_id", nil)
        let tokenizer = try withModelFile(builder.file()) {
            try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
        }
        #expect(tokenizer.encode("az", recognizingSpecialTokens: false) == [1, 0])
    }

    @Test("A piece may have characters that are none themselves")
    func extraCharacters() throws {
        let tokenizer = try tokenizer(["<unk>", "xy", "xyz", "<0x78>", "<0x79>", "<0x7A>"], addsSpace: false)
        #expect(tokenizer.encode("xyz", recognizingSpecialTokens: false) == [2])
        #expect(tokenizer.encode("xyyzx", recognizingSpecialTokens: false) == [1, 4, 5, 3])
    }

    @Test("A run of a million equal letters or spaces takes no more than text of that length", .timeLimit(.minutes(1)))
    func longRuns() throws {
        let tokenizer = try tokenizer(small, addsSpace: false)
        let ids = tokenizer.encode(String(repeating: "a", count: 1_000_000), recognizingSpecialTokens: true)
        #expect(ids == [Int32](repeating: 4, count: 250_000))
        #expect(
            tokenizer.encode(String(repeating: " ", count: 1_000_000), recognizingSpecialTokens: true)
                == [Int32](repeating: 7, count: 1_000_000))
    }

    @Test("Scores that are missing or too few, and a file without tokens, are damage; other kinds are named")
    func damaged() throws {
        func error(_ change: (inout GGUFBuilder) -> Void) throws -> ModelFileError? {
            var builder = builder(small, types: [])
            change(&builder)
            return #expect(throws: ModelFileError.self) {
                _ = try withModelFile(builder.file()) {
                    try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
                }
            }
        }
        #expect(try error { $0.set("tokenizer.ggml.scores", nil) }?.code == .damaged)
        let one = GGUFBuilder.Value.rawArray(type: 6, count: 1, bytes: [0, 0, 0, 0])
        #expect(try error { $0.set("tokenizer.ggml.scores", one) }?.code == .damaged)
        #expect(try error { $0.set("tokenizer.ggml.tokens", nil) }?.code == .damaged)
        let unknown = try error { $0.set("tokenizer.ggml.model", .string("rwkv")) }
        #expect(unknown?.code == .unsupported)
        #expect(unknown?.message.contains("“rwkv”") == true)
        let long = [String(repeating: "x", count: 2000)]
        #expect(
            try error {
                $0.set("tokenizer.ggml.tokens", .strings(small.dropLast() + long))
                $0.set("tokenizer.ggml.token_type", .int32s([Int32](repeating: 4, count: 13)))
            }?.code == .unsupported)
    }

    @Test("Scores that are no numbers harm nothing")
    func strangeScores() throws {
        var builder = builder(small, types: [])
        let bytes = small.indices.flatMap { GGUFBuilder.bytes(($0 % 2 == 0 ? Float.nan : .infinity).bitPattern) }
        builder.set("tokenizer.ggml.scores", .rawArray(type: 6, count: UInt64(small.count), bytes: bytes))
        let tokenizer = try withModelFile(builder.file()) {
            try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: $0))
        }
        #expect(tokenizer.decode(tokenizer.encode("aabb a", recognizingSpecialTokens: true)) == "aabb a")
    }
}
