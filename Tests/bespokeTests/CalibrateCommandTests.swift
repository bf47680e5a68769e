internal import Foundation
internal import Testing

@Suite("Calibrating refusal")
struct CalibrateCommandTests {
    @Test("A profile learns from files that are like each other to be more careful, shows it, and forgets it again")
    func learning() async throws {
        let program = try Program()
        try Corpus.write(4, sections: 2, to: "towns", of: program)
        _ = try await program.run("create", "towns")
        let added = try await program.run("add", "towns", "towns")
        #expect(added.status == 0, "\(added.diagnostics)")
        let report = try await program.run("calibrate", "towns", "--questions", "40", "--json").json()
        let lesson = try #require(report["lessons"]?[0])
        #expect(lesson["kind"]?.string == "other" && lesson["questions"]?.number == 40)
        let learnt = try #require(lesson["learnt"]?.number)
        #expect(learnt > 0.4 && learnt <= 1)
        let before = try #require(lesson["unanswerableRefused"]?[0]?.number)
        let after = try #require(lesson["unanswerableRefused"]?[1]?.number)
        #expect(before < after)
        let lost = try #require(lesson["answerableRefused"]?[1]?.number)
        #expect(lost <= 0.1)

        let shown = try await program.run("show", "towns", "--json").json()
        #expect(shown["settings"]?["leastConfidence"]?["other"]?.number == learnt)
        #expect(shown["version"]?.number == 2)
        #expect(try await program.run("show", "towns").output.contains("least-confidence:\n  other: \(learnt)"))
        #expect(try await program.run("calibrate", "towns", "--reset").status == 0)
        let reset = try await program.run("show", "towns", "--json").json()
        #expect(reset["settings"]?["leastConfidence"] == nil && reset["version"]?.number == 3)
    }

    @Test("Too few sentences teach nothing, and a number of questions that teaches nothing is wrong usage")
    func little() async throws {
        let program = try Program()
        _ = try await program.run("create", "flat")
        try program.write(AnsweringTests.lease, to: "lease.md")
        _ = try await program.run("add", "flat", "lease.md")
        let calibrated = try await program.run("calibrate", "flat", "--json")
        #expect(calibrated.status == 0, "\(calibrated.diagnostics)")
        #expect(try calibrated.json()["leastConfidence"] == nil)
        #expect(try await program.run("calibrate", "flat", "--questions", "10").status == 64)
    }
}
