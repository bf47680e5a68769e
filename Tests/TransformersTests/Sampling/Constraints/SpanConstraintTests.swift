internal import Foundation
internal import Testing
internal import Transformers

@Suite("Constraints to spans of a text")
struct SpanConstraintTests {
    private static let text = """
        Every parent receives 18.5 weeks of fully paid parental leave (from 2024), don't they? Prices: €1,200.50 — naïve café, \
        Привет мир! 育児休暇は十八週です。 ภาษาไทย 🚀👩‍🚀 parental leave of 18.5 weeks_total
        """

    @Test("Words are whole: letters, digits, and signs that join them")
    func words() throws {
        let constraint = try Constraint.spans(of: ["pay 18.5 now, don't; 漢字 a_b"])
        func accepts(_ text: String) throws -> Bool {
            var matcher = ConstraintMatcher(constraint, vocabulary: try RandomWriter.trie.get())
            for id in try RandomWriter.tokenizer.get().encode(text, recognizingSpecialTokens: false) {
                do { try matcher.accept(id) } catch { return false }
            }
            return matcher.isFulfilled
        }
        for text in [
            "pay", "18.5", "pay 18.5 now", "now,", "don't", "漢", "字", "漢字 a_b", ",", "; 漢",
            "pay 18.5 now, don't; 漢字 a_b",
        ] { #expect(try accepts(text), "\(text)") }
        for text in [
            "", "pa", "ay", "18", "5", ".5", "18.", "pay ", " now", "don", "t", "a", "b", "a_", "now 18.5",
            "pay 18.5 now ,",
        ] { #expect(!(try accepts(text)), "\(text)") }
    }

    @Test("What is written stands in the text, from the beginning of a word to the end of one")
    func spans() throws {
        var writer = try RandomWriter(try .spans(of: [Self.text]))
        for _ in 0..<400 {
            let span = try #require(try writer.text(limit: 400))
            #expect(!span.isEmpty)
            let isFound = Self.text.ranges(of: span).contains { range in
                let before = Self.text[..<range.lowerBound].last
                let behind = Self.text[range.upperBound...].first
                func isLetter(_ character: Character?) -> Bool {
                    character?.isASCII == true && character?.isLetter == true
                }
                return !(isLetter(before) && isLetter(span.first)) && !(isLetter(behind) && isLetter(span.last))
            }
            #expect(isFound, "\(span)")
        }
    }

    @Test("The tokens allowed are those with which the text goes on somewhere")
    func allowedTokens() throws {
        let text = "the cat sat on the mat the cat sees the mat on the catalogue"
        let words = text.split(separator: " ")
        let beginnings = words.indices.map { words[$0...].joined(separator: " ") }
        let tokenizer = try RandomWriter.tokenizer.get()
        var matcher = ConstraintMatcher(try .spans(of: [text]), vocabulary: try RandomWriter.trie.get())
        var random = RandomNumbers(seed: 3)
        for _ in 0..<3 {
            matcher.restart()
            var start = ""
            for _ in 0..<6 {
                let allowed = try matcher.allowedTokens()
                let mayEnd =
                    !start.isEmpty && !start.hasSuffix(" ")
                    && beginnings.contains { $0 == start || $0.hasPrefix(start + " ") }
                let expected = (0..<Int32(tokenizer.vocabularySize)).filter { id in
                    if RandomWriter.endTokens.contains(id) { return mayEnd }
                    let longer = start + String(decoding: tokenizer.bytes(of: id), as: UTF8.self)
                    return !tokenizer.controlTokens.contains(id) && beginnings.contains { $0.hasPrefix(longer) }
                }
                #expect(allowed.ids == expected, "\(start)")
                let texts = expected.filter { !RandomWriter.endTokens.contains($0) }
                guard !texts.isEmpty else { break }
                let id = texts[Int(random.unit() * Double(texts.count))]
                try matcher.accept(id)
                start += tokenizer.decode([id])
            }
        }
    }

    @Test("Several texts are spans each for itself")
    func several() throws {
        var writer = try RandomWriter(try .spans(of: ["one two", "three", "", "   "]))
        let spans = try Set((0..<100).map { _ in try writer.text() })
        #expect(spans == ["one", "two", "one two", "three"])
        #expect(throws: ConstraintError(.unsatisfiable, "no text fulfils the constraint")) {
            try Constraint.spans(of: [" \n", ""])
        }
    }

    @Test("Long texts are followed, and those that are too long refused")
    func long() throws {
        let words = (0..<20_000).map { "w\($0 * 7919 % 20_011)" }
        var writer = try RandomWriter(try .spans(of: [words.joined(separator: " ")]))
        let span = try #require(try writer.text(limit: 2000))
        #expect(words.contains(String(span.prefix { $0 != " " })))
        let error = #expect(throws: ConstraintError.self) {
            try Constraint.spans(of: [String(repeating: "word ", count: 60_000)])
        }
        #expect(error?.code == .tooLarge)
    }
}
