import Evaluation
import Testing

/// Measures of a text against right answers.
struct TextMeasuresTests {
    @Test(
        "Case, articles and punctuation count for nothing",
        arguments: [
            ("The Nile.", "nile"), ("“a  Nile”", "the Nile"), ("Paris's mayor", "Paris mayor"), ("1,250", "1250"),
        ])
    func exact(text: String, answer: String) {
        #expect(TextMeasures(answers: ["other", answer]).isExact(text))
    }

    @Test("Words are held whole and in a row; Chinese, Japanese and Korean by their characters")
    func contained() {
        func holds(_ text: String, _ answer: String) -> Bool { TextMeasures(answers: [answer]).isContained(in: text) }
        #expect(holds("It was dug by Margaret Aske in 1724.", "Margaret Aske"))
        #expect(!holds("Aske, Margaret", "Margaret Aske"))
        #expect(!holds("The party began.", "art"))
        #expect(!holds("In 2018.", "1"))
        #expect(holds("云溪桥由工匠陆远山设计。", "陆远山"))
        #expect(holds("東京タワーは1958年に完成した。", "1958年"))
        #expect(!holds("建成于1862年", "62年"))
        #expect(holds("서울에 있다", "서울"))
        #expect(!holds("anything", "the"))
        #expect(!holds("", "x"))
    }

    @Test("F1 weighs words, and takes the best of the alternatives")
    func f1() {
        // One word shared: precision 1/5, recall 1/1; “the” is none.
        #expect(abs(TextMeasures(answers: ["the Nile"]).f1("It is the long river Nile.") - 2 * 0.2 / 1.2) < 1e-12)
        #expect(TextMeasures(answers: ["no", "Nile"]).f1("Nile") == 1)
        #expect(TextMeasures(answers: ["x"]).f1("y") == 0)
        #expect(abs(TextMeasures(answers: ["远山"]).f1("陆远山") - 0.8) < 1e-12)
        // A word counts as often as it stands there.
        #expect(abs(TextMeasures(answers: ["ha"]).f1("ha ha") - 2.0 / 3) < 1e-12)
    }
}
