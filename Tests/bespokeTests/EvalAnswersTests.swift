internal import Foundation
internal import Testing

@Suite("eval answers")
struct EvalAnswersTests {
    private static let set = Program.repository.appending(path: "Tests/EvaluationTests/Fixtures/answers").path

    @Test("Questions are asked, measured, and written one by one")
    func measured() async throws {
        let program = try Program()
        let outcome = try await program.run(
            "eval", "answers", Self.set, "--part", "all", "--questions", "6", "--seed", "1", "--without-documents",
            "--plain-prompt", "--details", "details.jsonl", "--json", seconds: 300)
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        let report = try outcome.json()
        #expect(report["set"]?.string == "answers")
        #expect(report["questions"]?.number == 6)
        #expect(report["documents"]?.number == 6)
        #expect(report["seed"]?.number == 1)
        #expect(
            report["measures"]?.items.compactMap { $0["name"]?.string } == [
                "answers", "plain prompt", "without documents",
            ])
        #expect(
            report["measures"]?[0]?.shape
                == "{citationPrecision: number, citationPrecisionInterval: [number], citationRecall: number, "
                + "citationRecallInterval: [number], contains: number, containsInterval: [number], exact: number, "
                + "exactInterval: [number], f1: number, f1Interval: [number], firstText: number, firstText95: number, "
                + "groundedness: number, groundednessInterval: [number], name: string, refused: number, "
                + "refusedInterval: [number], shortExact: number, shortExactInterval: [number], shortF1: number, "
                + "shortF1Interval: [number], total: number, total95: number, words: number}")
        #expect(outcome.diagnostics.contains(#""questionsDone":6,"questionsTotal":6"#), "\(outcome.diagnostics)")
        let details = try String(contentsOf: program.folder.appending(path: "details.jsonl"), encoding: .utf8)
        let rows = try details.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(rows.count == 6)
        let held = rows.count { $0["contains"]?.bool == true }
        #expect(report["measures"]?[0]?["contains"]?.number == Double(held) / 6)
        // The user's own library has nothing of it.
        #expect(!FileManager.default.fileExists(atPath: program.home.appending(path: "library.sqlite").path))
    }

    @Test("What was left out is asked, and the table says so")
    func unanswerable() async throws {
        let outcome = try await Program().run(
            "eval", "answers", Self.set, "--part", "all", "--unanswerable", "--questions", "4", "--quiet", seconds: 300)
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(outcome.output.hasPrefix("answers, 4 questions whose document was left out (all), 3 documents, "))
        for title in ["contains", "refused", "right document cited", "first text (ms), median and 95 %"] {
            #expect(outcome.output.contains("\n\(title) "), "\(outcome.output)")
        }
    }

    @Test("A set that is none is an error")
    func none() async throws {
        let program = try Program()
        let missing = try await program.run("eval", "answers", "nowhere")
        #expect(missing.status == 1)
        #expect(missing.diagnostics.contains("questions.jsonl"), "\(missing.diagnostics)")
        #expect(try await program.run("eval", "answers", Self.set, "--questions", "0").status == 64)
        #expect(try await program.run("eval", "answers", Self.set, "--part", "some").status == 64)
        let unwritable = try await program.run("eval", "answers", Self.set, "--details", "no/such/folder")
        #expect(unwritable.status == 1)
        #expect(unwritable.diagnostics.contains("--details"))
    }
}
