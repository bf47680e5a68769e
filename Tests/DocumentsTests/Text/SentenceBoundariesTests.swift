import Documents
import TestSupport
import Testing

/// Where sentences end, in several scripts.
struct SentenceBoundariesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var sentences: [String]
        var testDescription: String { name }

        init(_ name: String, _ sentences: String...) {
            self.name = name
            self.sentences = sentences
        }
    }

    static let spaced = [
        Case("full stops", "Leave is 25 days.", "It starts in May."),
        Case("question and exclamation marks", "Really?", "Yes!", "Good."),
        Case("titles", "Dr. Smith met Mrs. Jones.", "They spoke with Prof. Lee."),
        Case("Latin abbreviations", "Bring papers, e.g. Passports or visas.", "Some forms, i.e. Form A, are old."),
        Case("countries", "The U.S. Army came.", "The U.K. Parliament did not."),
        Case("months and volumes", "See Vol. 3 of Sept. 1990.", "Fig. 2 shows it."),
        Case("initials", "J. R. R. Tolkien wrote it.", "George W. Bush read it."),
        Case("decimals", "It costs 3.50 euros.", "Version 2.0.1 is out."),
        Case("addresses", "Visit example.com/a.html for more.", "Or write to me@example.org."),
        Case("a lower-case letter goes on", "The iPhone vs. the rest etc. is a long story.", "The end."),
        Case("a quotation", "“Stop.”", "He left."),
        Case("a quotation that goes on", "\"Stop!\" he said.", "Nobody did."),
        Case("brackets", "It works (mostly.)", "(See below.)", "Done."),
        Case("runs of marks", "What?!", "No...", "Well…", "Perhaps."),
        Case("footnote marks", "He was born in 1879.[1][23]", "He died in 1955.[4]", "He was old."),
        Case("a full stop within a quotation", "The words “Yes. no” are quoted.", "Next."),
        Case("Arabic", "أين الكتاب؟", "الكتاب على الطاولة.", "نعم."),
        Case("Urdu", "یہ کتاب ہے۔", "وہ قلم ہے۔"),
        Case("Hindi", "यह एक किताब है।", "वह एक कलम है॥", "ठीक है।"),
        Case("Armenian", "Սա գիրք է։", "Նա գրիչ է։"),
        Case("Ethiopic", "ይህ መጽሐፍ ነው።", "ያ ብዕር ነው።"),
        Case("Russian", "Это книга.", "А это ручка?", "Да."),
        Case("Chinese with spaces", "他来了。", "她走了！"),
        Case("German quotation marks", "»Halt.«", "Er ging."),
        Case("letters beyond the first plane", "𝒜 𝒷 is math.", "👍🏽 is a thumb.", "End 👩‍👩‍👧."),
    ]

    @Test("Sentences divided by spaces are found", arguments: spaced)
    func dividedBySpaces(_ sample: Case) {
        #expect(sentences(sample.sentences.joined(separator: " ")) == sample.sentences)
    }

    static let unspaced = [
        Case("Chinese", "年假有二十五天。", "从五月开始！", "你知道吗？", "知道。"),
        Case("Japanese with quotation marks", "「止まれ。」", "彼は言った。", "誰も止まらなかった。"),
        Case("half-width Japanese", "ホンデス｡", "ペンデス｡"),
        Case("Chinese brackets", "（见下文。）", "完成。"),
        Case("Chinese footnote marks", "他生于1879年。[1]", "他死于1955年。[12]", "他老了。"),
        Case("Hindi without spaces", "यह किताब है।", "वह कलम है।"),
    ]

    @Test("Sentences of scripts without spaces are found", arguments: unspaced)
    func withoutSpaces(_ sample: Case) {
        #expect(sentences(sample.sentences.joined()) == sample.sentences)
    }

    @Test(
        "An empty line ends a sentence, a line feed does not",
        arguments: [
            ("one\ntwo", ["one\ntwo"]), ("one\n\ntwo", ["one", "two"]), ("one\n \t\ntwo", ["one", "two"]),
            ("one\r\n\r\ntwo", ["one", "two"]), ("one\r\ntwo", ["one\r\ntwo"]),
            ("\n\none\n\n\n\ntwo\n\n", ["one", "two"]),
        ])
    func emptyLines(text: String, expected: [String]) {
        #expect(sentences(text) == expected)
    }

    @Test("Text without anything visible has no sentences", arguments: ["", " ", "\n\n\n", "\u{3000}\u{2028}\t"])
    func nothingVisible(text: String) {
        #expect(SentenceBoundaries.ranges(in: text).isEmpty)
    }

    @Test(
        "Text without an end mark is one sentence", arguments: ["word", "  two words\n", "Chapter 3.....17", "v1.2.x"])
    func noEnd(text: String) {
        #expect(SentenceBoundaries.ranges(in: text).count == 1)
    }

    @Test("Random text is never lost: each visible character is in exactly one range", arguments: 1...200)
    func nothingLost(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        let alphabet = Array("aZéß 5.!?…。？।\n\r\t\"'”»)(*_[]19\u{FE0F}\u{301}\u{3000}本和한ا؟🇩🇪👩‍👧MrUS".unicodeScalars)
        var view = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...120, using: &generator) {
            view.append(alphabet.randomElement(using: &generator) ?? " ")
        }
        let text = String(view)

        let ranges = SentenceBoundaries.ranges(in: text)
        var covered = [Int](repeating: 0, count: text.utf8.count)
        for range in ranges {
            #expect(!range.isEmpty)
            for offset in range { covered[offset] += 1 }
        }
        #expect(covered.allSatisfy { $0 <= 1 })
        #expect(ranges == ranges.sorted { $0.lowerBound < $1.lowerBound })
        var offset = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if !scalar.properties.isWhitespace {
                #expect(covered[offset..<offset + width].allSatisfy { $0 == 1 }, "\(scalar.debugDescription) is lost")
            }
            offset += width
        }
        let bytes = Array(text.utf8)
        for range in ranges {
            let sentence = String(validating: bytes[range], as: UTF8.self)
            #expect(sentence?.unicodeScalars.first?.properties.isWhitespace == false)
            #expect(sentence?.unicodeScalars.last?.properties.isWhitespace == false)
        }
    }

    @Test(
        "Megabytes take linear time, whatever they hold",
        arguments: [
            ".", ". ", "A. ", "! x", "\n", "\n ", ".\"", ".[1]", "。[", " (", "Mr. ", "e.g. a ", "One sentence. ",
            "一句话。", "…x",
        ])
    func linearTime(unit: String) {
        let size = unit == "." || unit == "One sentence. " ? 5_000_000 : 500_000
        let text = String(repeating: unit, count: size / unit.utf8.count) + "x"
        let elapsed = ContinuousClock().measure { _ = SentenceBoundaries.ranges(in: text) }
        #expect(elapsed < .seconds(20), "took \(elapsed)")
    }

    @Test("A long run of marks before a lower-case letter takes linear time", arguments: [" x", "x", " \"x"])
    func marksThenLowerCase(end: String) {
        let text = String(repeating: ".", count: 300_000) + String(repeating: " ", count: 300_000) + end
        let elapsed = ContinuousClock().measure { _ = SentenceBoundaries.ranges(in: text) }
        #expect(elapsed < .seconds(20), "took \(elapsed)")
    }

    private func sentences(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return SentenceBoundaries.ranges(in: text).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}
