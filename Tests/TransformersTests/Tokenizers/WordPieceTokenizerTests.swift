internal import Foundation
internal import TestSupport
internal import Testing
internal import Transformers

@Suite("WordPiece")
struct WordPieceTokenizerTests {
    private let tokenizer: WordPieceTokenizer

    init() throws { tokenizer = try WordPieceTokenizer(contentsOf: try TestModels.miniLM()) }

    @Test("Ids equal those of sentence-transformers on every golden row")
    func golden() throws {
        let begin = try #require(tokenizer.id(of: "[CLS]"))
        let end = try #require(tokenizer.id(of: "[SEP]"))
        for row in try TokenFixture("minilm_tokens").rows {
            let ids = tokenizer.encode(row.text, recognizingSpecialTokens: true)
            #expect([begin] + ids.prefix(254) + [end] == row.ids, "\(row.text)")
        }
    }

    @Test("Ids equal those of Hugging Face's tokenizers on mixed scripts, marks, emoji and control characters")
    func fuzzed() throws {
        for row in try TokenFixture("minilm_tokens_fuzz").rows {
            let ids = tokenizer.encode(row.text, recognizingSpecialTokens: true)
            #expect(ids == row.ids, "\(row.text.debugDescription)")
        }
    }

    @Test("Every scalar is cleaned, divided and lower-cased as by Hugging Face's tokenizers")
    func scalars() throws {
        let sums = TokenFixture.scalarChecksums { tokenizer.encode($0, recognizingSpecialTokens: true) }
        #expect(sums == (try TokenFixture("minilm_tokens_fuzz").scalars))
    }

    @Test("Special tokens in untrusted text are ordinary text")
    func untrusted() throws {
        let separator = try #require(tokenizer.id(of: "[SEP]"))
        #expect(tokenizer.encode("a [SEP] b", recognizingSpecialTokens: true).contains(separator))
        let ids = tokenizer.encode("a [SEP] b", recognizingSpecialTokens: false)
        #expect(!ids.contains(separator))
        #expect(tokenizer.decode(ids) == "a[sep]b")
    }

    @Test("A word of 100 characters is divided, one of 101 is unknown", arguments: ["x", "é", "e\u{301}", "ß"])
    func longWords(letter: String) throws {
        let unknown = try #require(tokenizer.id(of: "[UNK]"))
        func ids(_ count: Int) -> [Int32] {
            tokenizer.encode(String(repeating: letter, count: count), recognizingSpecialTokens: false)
        }
        #expect(!ids(100).contains(unknown))
        #expect(ids(101) == [unknown])
        #expect(ids(1_000_000) == [unknown])
    }

    @Test("Without lower-casing, case and accents stay")
    func cased() throws {
        let pieces = ["[UNK]", "Caf", "##é", "caf", "##e", "##\u{301}"]
        let cased = try WordPieceTokenizer(vocabulary: pieces, lowercase: false)
        #expect(cased.encode("Café cafe\u{301} CAF", recognizingSpecialTokens: false) == [1, 2, 3, 4, 5, 0])
        let uncased = try WordPieceTokenizer(vocabulary: pieces)
        #expect(uncased.encode("Café cafe\u{301} CAF", recognizingSpecialTokens: false) == [3, 4, 3, 4, 3])
    }

    @Test("The longest piece wins, and a word without pieces to its end is unknown as a whole")
    func longestPieces() throws {
        let small = try WordPieceTokenizer(vocabulary: ["[UNK]", "un", "unb", "##b", "##bel", "##el", "##s"])
        #expect(small.encode("unbels unbelt un", recognizingSpecialTokens: false) == [2, 5, 6, 0, 1])
    }

    @Test("Bytes, ids and spellings belong together")
    func spellings() throws {
        let small = try WordPieceTokenizer(vocabulary: ["[UNK]", "a", "##b", "##"])
        #expect(small.vocabularySize == 4)
        #expect(small.id(of: "##b") == 2)
        #expect(small.id(of: "c") == nil)
        #expect(small.decode([1, 2, 3, 99, -1]) == "ab##")
    }

    @Test("A folder without a vocabulary, and one that is not a vocabulary, are errors that name the file")
    func badFolders() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wordpiece-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func code(_ bytes: [UInt8]?) throws -> ModelFileError.Code? {
            if let bytes { try Data(bytes).write(to: folder.appending(path: "vocab.txt")) }
            return #expect(throws: ModelFileError.self) { try WordPieceTokenizer(contentsOf: folder) }?.code
        }
        #expect(try code(nil) == .unreadable)
        #expect(try code(Array("a\nb\n".utf8)) == .damaged)
        #expect(try code([0x5B, 0xFF, 0x0A]) == .damaged)
        #expect(try code([]) == .damaged)
    }

    @Test("Line ends of Windows and the model's own flag for case are read")
    func folderDetails() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wordpiece-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("[UNK]\r\nA\r\na\r\n".utf8).write(to: folder.appending(path: "vocab.txt"))
        #expect(try WordPieceTokenizer(contentsOf: folder).encode("A", recognizingSpecialTokens: false) == [2])
        try Data(#"{"do_lower_case": false}"#.utf8).write(to: folder.appending(path: "tokenizer_config.json"))
        #expect(try WordPieceTokenizer(contentsOf: folder).encode("A", recognizingSpecialTokens: false) == [1])
    }
}
