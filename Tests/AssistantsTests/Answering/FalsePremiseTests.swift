import Assistants
import Inference
import TestSupport
import Testing

/// What a question takes for granted and the documents have otherwise is said.
struct FalsePremiseTests {
    private static let files = [
        SampleFile(
            "leave.txt",
            "Every parent receives 18 weeks of fully paid parental leave. The office in Berlin opens at nine."),
        SampleFile("lease.txt", "The lease of the flat ends in 2031. The rent of the flat is £1,180 a month."),
        SampleFile("出差.txt", "国内出差的餐饮补助为每天一百二十元。"),
    ]

    @Test(
        "A number, year or name that the documents have otherwise is named, with what they say",
        arguments: [
            ("Why do parents receive 30 weeks of parental leave?", "30 weeks", "18 weeks"),
            ("Do parents receive thirty weeks of paid parental leave?", "thirty weeks", "18 weeks"),
            ("Why does the lease of the flat end in 2029?", "2029", "2031"),
            ("Why is the rent of the flat £900 a month?", "£900", "£1,180"),
            ("When does the office in Paris open?", "Paris", "Berlin"),
            ("为什么国内出差的餐饮补助为每天200元？", "200元", "一百二十元"),
        ])
    func named(question: String, asked: String, found: String) async throws {
        try await withLibrary(Self.files) { library in
            let (pieces, answer) = try await ask(question, in: library, engine: ScriptedEngine(.small, says: ""))
            #expect(answer.premise?.asked == asked)
            #expect(answer.premise?.found == found)
            let line =
                question.contains("？")
                ? "问题中说的是\(asked)，而文档中是\(found)。" : "The question says \(asked); the documents say \(found)."
            #expect(answer.text.contains("\n\n\(line) [1]"), "\(answer.text)")
            #expect(pieces.joined() == answer.text)
            #expect(answer.citations.last?.sentence == line)
            expectQuotesToStand(in: answer)
        }
    }

    @Test(
        "Nothing is named where the documents have what is asked, or where a number is no statement",
        arguments: [
            "Why do parents receive 18 weeks of parental leave?",
            "Why do parents receive eighteen weeks of parental leave?",
            "Do parents receive more than 12 weeks of parental leave?",
            "How many weeks of parental leave do parents receive?",
            "When does the office in Berlin open?", "What is the rent of the flat after 3 months?",
            "为什么国内出差的餐饮补助为每天120元？",
        ])
    func sound(question: String) async throws {
        try await withLibrary(Self.files) { library in
            let (_, answer) = try await ask(question, in: library, engine: ScriptedEngine(.small, says: ""))
            #expect(answer.premise == nil)
            #expect(!answer.text.contains("The question says"))
        }
    }

    @Test("A large engine's answer ends with it")
    func largeEngine() async throws {
        try await withLibrary(Self.files) { library in
            let engine = ScriptedEngine(.large, says: "Parents receive 18 weeks of parental leave.")
            let (_, answer) = try await ask(
                "Why do parents receive 30 weeks of parental leave?", in: library, engine: engine)
            #expect(answer.text.hasSuffix("\n\nThe question says 30 weeks; the documents say 18 weeks. [1]"))
            let silent = ScriptedEngine(.large, says: "NO ANSWER")
            let (_, refusal) = try await ask(
                "Why do parents receive 30 weeks of parental leave?", in: library, engine: silent)
            #expect(refusal.refused && refusal.premise == nil)
        }
    }
}
