import Assistants
import Testing

/// When a statement agrees with the words that should support it.
struct AgreementTests {
    @Test(
        "Numbers are read without the marks that divide thousands, in digits and in words",
        arguments: [
            ("1,250.50 euros", ["1250.50"]), ("1,000,000", ["1000000"]), ("3.5 and 4", ["3.5", "4"]),
            ("in 1990.", ["1990"]),
            ("7, 8", ["7", "8"]), ("no numbers", []), ("", []), ("٢٥", ["25"]), ("２５天", ["25"]), ("A4", ["4"]),
            ("twenty-five days", ["25"]), ("twenty one", ["21"]), ("two dogs", ["2"]), ("one day", ["1"]),
            ("one of them", []), ("二十五天", ["25"]), ("一百二十元", ["120"]), ("二〇〇九年", ["2009"]), ("5万人", ["50000"]),
            ("1.2亿元", ["120000000"]), ("三天", ["3"]), ("一般", []), ("十分", []), ("一些人", []),
            ("no one", []), ("thirty twelve", ["30", "12"]), ("5 million", ["5", "1000000"]), ("someone often", []),
        ])
    func numbers(text: String, expected: [String]) {
        #expect(Agreement.numbers(in: text) == expected)
    }

    @Test(
        "Names are words with a capital letter, where they are not only the first of a sentence",
        arguments: [
            ("We met Ada in Berlin.", ["Ada", "Berlin"]), ("The dog barks. Then it sleeps.", []),
            ("Is it? I think so.", []),
            ("Ada Lovelace wrote it.", ["Ada", "Lovelace"]), ("Berlin is large.", ["Berlin"]),
            ("Paris's towers", ["Paris's"]),
            ("Ada invented it.", ["Ada"]), ("Visitors wanted it.", []), ("他在Berlin工作", ["Berlin"]),
            ("Employees have leave.", []), ("It is late.", []), ("说 Berlin 很大", ["Berlin"]), ("", []),
        ])
    func names(text: String, expected: [String]) {
        #expect(Agreement.names(in: text) == expected)
    }

    @Test(
        "Denials are heard in several languages",
        arguments: [
            "It is not open.", "No dogs.", "They never came.", "It isn’t open.", "They haven't left.", "He hadn't.",
            "It shan't be.", "不可以进入。", "没有年假。", "禁止入内，无例外。", "他未到。", "并非如此。", "Das ist nicht so.",
            "Kein Zutritt.", "Il ne vient pas.",
        ])
    func denials(text: String) {
        #expect(Agreement.denies(text))
    }

    @Test(
        "Other sentences deny nothing", arguments: ["It is open.", "Notes on knots.", "可以进入。", "Noon", "A cannon.", ""])
    func noDenials(text: String) {
        #expect(!Agreement.denies(text))
    }

    private static let evidence =
        "Employees in Berlin have 25 days of paid leave each year, and 1,200 euros of travel money."

    @Test(
        "What says the same is supported",
        arguments: [
            "Employees have 25 days of paid leave.",
            "Employees in Berlin have twenty-five days of paid leave each year.",
            "Travel money is 1200 euros.", "Each year, employees have paid leave.",
        ])
    func supported(statement: String) {
        let agreement = Agreement(of: statement, with: Self.evidence, subject: "")
        #expect(agreement.supports(minimumCoverage: 0.75))
        #expect(agreement.objection(minimumCoverage: 0.75) == nil)
    }

    @Test(
        "What says something else is not supported, and the objection says why",
        arguments: [
            ("Employees have 30 days of paid leave.", "the number 30 is not in the evidence"),
            ("Employees have three days of paid leave.", "the number 3 is not in the evidence"),
            ("Employees have 1,201 euros of travel money.", "the number 1201 is not in the evidence"),
            ("Employees have 25 days in Paris.", "“Paris” is not in the evidence"),
            ("Paris has 25 days of paid leave each year.", "“Paris” is not in the evidence"),
            ("Employees have 25 days of paid leave in May.", "“May” is not in the evidence"),
            ("Employees do not have 25 days of paid leave.", "one denies what the other says"),
            ("Employees haven't 25 days of paid leave.", "one denies what the other says"),
            ("Something else entirely happens.", "it shares no word with the evidence"),
            ("Employees juggle purple elephants.", "only 25 % of its words are in the evidence"),
        ])
    func objections(statement: String, objection: String) {
        let agreement = Agreement(of: statement, with: Self.evidence, subject: "")
        #expect(!agreement.supports(minimumCoverage: 0.75))
        #expect(agreement.objection(minimumCoverage: 0.75) == objection)
    }

    @Test(
        "Chinese statements are compared too",
        arguments: [("员工有25天年假。", true), ("员工有30天年假。", false), ("员工没有25天年假。", false)])
    func chinese(statement: String, isSupported: Bool) {
        let agreement = Agreement(of: statement, with: "员工每年有25天年假。", subject: "")
        #expect(agreement.supports(minimumCoverage: 0.5) == isSupported)
    }

    @Test(
        "A denial counts for what it denies, and for nothing else",
        arguments: [
            ("The battery is covered.", "The battery is not covered.", false),
            ("The battery is not covered.", "The battery is covered.", false),
            ("The battery is not covered.", "The battery is not covered.", true),
            ("Leave can be taken in parts.", "Leave can be taken in parts, but not after the second year.", true),
            (
                "Leave can be taken after the second year.",
                "Leave can be taken in parts, but not after the second year.", false
            ),
            ("The battery is not covered.", "The housing is not covered, but the battery is covered.", false),
            ("Neither dogs nor cats are allowed.", "Dogs and cats are not allowed.", true),
            ("Dogs are allowed.", "Neither dogs nor cats are allowed.", false),
            ("Smoking is not allowed in the office.", "Smoking is forbidden in the office.", true),
            ("Smoking is allowed in the office.", "Smoking is prohibited in the office.", false),
            ("Taxes are included in the price.", "Taxes are excluded from the price.", false),
            ("保修包括电极。", "保修不包括电极。", false), ("保修不包括电极。", "保修不包括电极。", true), ("未来保修包括电极。", "未来的保修包括电极。", true),
            ("室内允许吸烟。", "室内禁止吸烟。", false), ("室内不允许吸烟。", "室内禁止吸烟。", true),
        ])
    func denialScope(statement: String, evidence: String, isSupported: Bool) {
        let agreement = Agreement(of: statement, with: evidence, subject: "")
        #expect(agreement.supports(minimumCoverage: 0.3) == isSupported, "\(agreement)")
    }

    @Test(
        "Opposites and other dates are no support",
        arguments: [
            ("The office closes before noon.", "The office closes after noon.", "one says the opposite of the other"),
            ("Prices increased in Leeds.", "Prices decreased in Leeds.", "one says the opposite of the other"),
            ("气温在夏季上升。", "气温在夏季下降。", "one says the opposite of the other"),
            (
                "The lease ends on 3 June 1999.", "The lease began on 3 May 1999 and ended on 7 June 1999.",
                "the evidence has another date"
            ),
            ("The lease ends on 3 May 1999.", "The lease ends on 1999-05-03.", nil),
            ("The lease ends in May 1999.", "The lease ends on May 3, 1999.", nil),
        ] as [(String, String, String?)])
    func oppositesAndDates(statement: String, evidence: String, objection: String?) {
        #expect(Agreement(of: statement, with: evidence, subject: "").objection(minimumCoverage: 0.5) == objection)
    }

    @Test(
        "Names and numbers keep their places",
        arguments: [
            ("Leeds has 27 days and Utrecht has 26 days.", true), ("Leeds has 26 days and Utrecht has 27 days.", false),
            ("Utrecht has 26 days.", true),
        ])
    func places(statement: String, isSupported: Bool) {
        let agreement = Agreement(
            of: statement, with: "Leeds has 27 days and Utrecht has 26 days.", subject: "")
        #expect(agreement.supports(minimumCoverage: 0.5) == isSupported, "\(agreement)")
    }

    @Test("The words of the subject may be repeated, its numbers may not")
    func subject() {
        let subject = "Does Ada have 40 days of leave in Rome?"
        let words = Agreement(of: "Ada has 25 days of leave.", with: "She has 25 days.", subject: subject)
        #expect(words.missingNames.isEmpty)
        #expect(words.supports(minimumCoverage: 0.75))
        let number = Agreement(of: "Ada has 40 days of leave.", with: "She has 25 days.", subject: subject)
        #expect(number.missingNumbers == ["40"])
        #expect(!number.supports(minimumCoverage: 0.75))
    }
}
