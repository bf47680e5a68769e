internal import Testing
internal import Transformers

@Suite("Words of byte-level byte-pair encoding")
struct PreTokenizerTests {
    private struct Words: Decodable { var rules: [String: [UInt32]] }

    private func words(_ text: String, _ rule: String) throws -> [String] {
        var words: [String] = []
        var text = text
        let preTokenizer = try PreTokenizer(name: rule, path: "model.gguf")
        text.withUTF8 { preTokenizer.forEachWord(in: $0) { words.append(String(decoding: $0, as: UTF8.self)) } }
        return words
    }

    private static let rules = [
        "gpt-2", "smollm", "llama-bpe", "qwen2", "qwen35", "gpt-4o", "tekken", "deepseek-v3",
    ]

    @Test("Every scalar is divided as by Hugging Face's tokenizers", arguments: rules)
    func scalars(rule: String) throws {
        let expected = try #require(ReferenceFixture.decode(Words.self, "words").rules[rule])
        let preTokenizer = try PreTokenizer(name: rule, path: "model.gguf")
        let sums = (Array(0..<0x40) + [0xE0]).map { (block: UInt32) in
            var sum: UInt32 = 2_166_136_261
            func add(_ number: Int) { sum = (sum ^ UInt32(number)) &* 16_777_619 }
            for value in block << 12..<(block + 1) << 12 {
                guard let s = Unicode.Scalar(value) else { continue }
                var text = "a\(s)b \(s) 1\(s)\(s)\n\(s)'\(s)  \(s)\t"
                text.withUTF8 { preTokenizer.forEachWord(in: $0) { add($0.count) } }
                add(0xFF)
            }
            return sum
        }
        #expect(sums == expected)
    }

    @Test("Llama 3 keeps three digits together, Qwen2 none, and both a sign with the letters behind it")
    func digits() throws {
        #expect(try words("12345$abc", "llama-bpe") == ["123", "45", "$abc"])
        #expect(try words("123 $abc", "qwen2") == ["1", "2", "3", " $", "abc"])
    }

    @Test("Line ends stay with the white space and the signs before them")
    func lineEnds() throws {
        #expect(try words("a;\n\n  b \n\t c", "llama-bpe") == ["a", ";\n\n", " ", " b", " \n", "\t", " c"])
        #expect(try words("x  \r\n", "qwen2") == ["x", "  \r\n"])
    }

    @Test("Contractions are found in any case, with the long s too")
    func contractions() throws {
        #expect(try words("I'LL'ſx", "llama-bpe") == ["I", "'LL", "'ſ", "x"])
        #expect(try words("I'LL", "gpt-2") == ["I", "'", "LL"])
    }

    @Test("Words of o200k and Tekken end where small letters do; only those of o200k have contractions")
    func cases() throws {
        let text = "don't parseJSONText HTTP中 A中BB 12345 a/\n/b"
        #expect(
            try words(text, "gpt-4o") == [
                "don't", " parse", "JSONText", " HTTP中", " A中", "BB", " ", "123", "45", " a", "/\n/", "b",
            ])
        #expect(
            try words(text, "tekken") == [
                "don", "'t", " parse", "JSONText", " HTTP中", " A中", "BB", " ", "1", "2", "3", "4", "5", " a", "/\n/",
                "b",
            ])
    }

    @Test(
        "DeepSeek V3 sets kana and Han apart, keeps a sign with the Latin letters behind it, and leaves controls between words"
    )
    func deepSeek() throws {
        #expect(
            try words("abc漢字かな.swift é.é 12345", "deepseek-v3") == [
                "abc", "漢字かな", ".swift", " é", ".", "é", " ", "123", "45",
            ])
        #expect(try words("!\u{1}\u{1}\u{2}a", "deepseek-v3") == ["!", "\u{1}\u{1}", "\u{2}a"])
    }

    @Test(
        "White space and signs of a million characters are divided in linear time", .timeLimit(.minutes(1)),
        arguments: rules)
    func longRuns(rule: String) throws {
        for run in [" ", "\n", "a", "'", "1", "é", " \n ", "\t!", "A", "aA", "\u{301}A", "中A", "!A", "\u{1}", "か1"] {
            let text = String(repeating: run, count: 1_000_000 / run.utf8.count)
            #expect(try words(text, rule).joined().utf8.count == text.utf8.count)
        }
    }
}
