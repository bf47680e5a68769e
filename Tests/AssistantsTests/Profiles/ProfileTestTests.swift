import Assistants
import Library
import Testing

/// Saved questions as text.
struct ProfileTestTests {
    @Test("Questions are read in every way that they can be written, and come back the same")
    func roundTrip() throws {
        let yaml = """
            instructions: x
            tests:
              - question: When?
                contains: 25 days
                lacks: ["/never/", no]
                cites: a.pdf
              - question: Where?
                cites:
                  - document: b.pdf
                    page: 3
                  - {document: c.md, lines: [40, 52]}
                  - {document: d.md, lines: 7}
              - question: Why?
                refuses: true
            """
        let profile = try ProfileDocument.parse(yaml, name: "p")
        #expect(
            profile.tests == [
                ProfileTest("When?", contains: ["25 days"], lacks: ["/never/", "no"], cites: [.init("a.pdf")]),
                ProfileTest(
                    "Where?",
                    cites: [.init("b.pdf", page: 3), .init("c.md", lines: 40...52), .init("d.md", lines: 7...7)]),
                ProfileTest("Why?", refuses: true),
            ])
        let text = try ProfileDocument.text(of: profile)
        #expect(try ProfileDocument.parse(text, name: "p").tests == profile.tests, "\(text)")
    }

    @Test("A profile without questions writes none")
    func none() throws {
        #expect(try !ProfileDocument.text(of: Profile(name: "p", instructions: "x")).contains("tests"))
    }

    @Test(
        "A question that cannot be asked or judged is an error that says which and why",
        arguments: [
            ("- question: Why?", "“tests.1” demands nothing"),
            ("- {question: Why?, refuses: true}\n- {question: How?, refuses: false}", "“tests.2” demands nothing"),
            ("- {question: Why?, refuses: true, contains: x}", "can demand nothing else"),
            ("- {question: \" ?\", contains: x}", "has no question"),
            ("- {question: Why?, contains: \"\"}", "looks for an empty text"),
            ("- {question: Why?, contains: \"/(/\"}", "“/(/”, which is no regular expression"),
            ("- {question: Why?, cites: {document: a, page: 0}}", "cites page 0"),
            ("- {question: Why?, cites: {document: a, lines: [5, 4]}}", "a first and a last one"),
            ("- {question: Why?, cites: {document: a, lines: [1, 2, 3]}}", "a first and a last one"),
            ("- {question: Why?, cites: \"\"}", "without a name"),
            ("- {question: Why?, contain: x}", "unknown key “tests.contain”"),
            ("- {question: Why?, cites: {document: a, pages: 1}}", "unknown key “tests.cites.pages”"),
            ("- {contains: x}", "question"), ("- Why?", "tests"), ("Why?", "tests"),
            ("- {question: Why?, refuses: perhaps}", "refuses"),
        ])
    func wrong(tests: String, message: String) {
        let yaml = "tests:\n" + tests.split(separator: "\n").map { "  \($0)\n" }.joined()
        let error = #expect(throws: AssistantError.self) {
            try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml")
        }
        #expect(error?.code == .invalidProfileFolder)
        #expect(error?.message.hasPrefix("a.yaml: ") == true)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
}
