internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Base models on the command line")
struct BaseModelTests {
    private static let warning = "is a base model: it goes on with texts and was not made to answer"

    @Test("A question is answered from the evidence, with one warning on standard error and in JSON")
    func ask() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        let engine = TestModels.decoder("mistral").path
        #expect(try await program.run("create", "notes", "--engine", engine).status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let outcome = try await program.run("ask", "notes", "When does the lease end?")
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(outcome.output.contains("The lease ends on 31 October 2031. [1]"))
        #expect(outcome.diagnostics.components(separatedBy: Self.warning).count == 2, "\(outcome.diagnostics)")
        #expect(outcome.diagnostics.hasPrefix("bespoke: the engine mistral "))

        let json = try await program.run("ask", "notes", "When does the lease end?", "--json", "--explain")
        let report = try json.json()
        #expect(report["warnings"]?.items.count == 1)
        #expect(report["warnings"]?[0]?["code"]?.string == "baseModel")
        #expect(report["warnings"]?[0]?["message"]?.string?.contains(Self.warning) == true)
        #expect(report["trace"]?["engineText"]?.string != nil)
        #expect(json.diagnostics.contains(Self.warning))

        let other = try await program.run("ask", "notes", "When does the lease end?", "--engine", "default", "--json")
        #expect(try other.json()["warnings"] == nil)
        #expect(other.diagnostics.isEmpty)
    }

    @Test("Lists of models and engines, and what adds one, say that it is a base model")
    func lists() async throws {
        let program = try Program(withModels: false)
        let added = try await program.run("models", "add", TestModels.decoder("mistral").path, "--name", "random")
        #expect(added.status == 0)
        #expect(added.diagnostics.contains("It is a base model: "))
        for command in [["models", "list"], ["engines"]] {
            let outcome = try await program.run(command)
            let lines = outcome.output.split(separator: "\n").filter { $0.hasPrefix("random ") }
            #expect(lines.count == 1 && lines[0].contains("ready; base model"), "\(outcome.output)")
        }
        let models = try await program.run("models", "list", "--json").json()
        let rows = models["models"]?.items ?? []
        #expect(rows.first { $0["name"]?.string == "random" }?["baseModel"]?.bool == true)
        #expect(rows.first { $0["name"]?.string == "SmolLM2-135M-Instruct" }?["baseModel"] == nil)
        let engines = try await program.run("engines", "--json").json()
        #expect(engines["engines"]?.items.first { $0["name"]?.string == "random" }?["baseModel"]?.bool == true)
    }
}
