internal import Foundation
internal import Testing

@Suite("A profile's own tests")
struct ProfileTestsTests {
    private static func library(_ tests: String) async throws -> Program {
        let program = try Program()
        try program.write("instructions: Answer.\ntests:\n\(tests)", to: "flat/profile.yaml")
        try program.write(AnsweringTests.lease, to: "flat/files/lease.md")
        let created = try await program.run("create", "--from", "flat")
        #expect(created.status == 0, "\(created.diagnostics)")
        return program
    }

    private static let good = """
          - question: When does the lease end?
            contains: [31 october 2031, "/ends on \\\\d+/"]
            lacks: 2030
            cites: {document: lease.md, lines: [5, 5]}
          - question: Who painted the ceiling of the Sistine Chapel?
            refuses: true

        """

    @Test("Answers as they should be end with 0, and one that is not with 1, each with what is wrong")
    func run() async throws {
        let program = try await Self.library(Self.good)
        let passed = try await program.run("test", "flat")
        #expect(passed.status == 0, "\(passed.output)\(passed.diagnostics)")
        #expect(passed.output.contains("2 of 2 questions answered as demanded."), "\(passed.output)")
        let json = try await program.run("test", "flat", "--json").json()
        #expect(json["passed"]?.number == 2 && json["failed"]?.number == 0)
        #expect(json["tests"]?[0]?["citations"]?[0]?["document"]?.string == "lease.md")

        let broken = try await Self.library(
            """
              - question: When does the lease end?
                contains: 1 May 2040
                lacks: /october/
                cites: [other.md, {document: lease.md, lines: 99}]
              - question: How high is the rent?
                refuses: true
              - question: Who painted the ceiling of the Sistine Chapel?
                contains: Michelangelo

            """)
        let failed = try await broken.run("test", "flat", "--json")
        #expect(failed.status == 1)
        let report = try failed.json()
        #expect(report["failed"]?.number == 3)
        #expect(
            report["tests"]?.items.map { $0["problems"]?.items.compactMap(\.string) ?? [] } == [
                [
                    "it does not contain “1 May 2040”", "it contains “/october/”", "it does not cite other.md",
                    "it does not cite lease.md, line 99",
                ], ["it was answered, and should be refused"], ["it was refused"],
            ])
        let table = try await broken.run("test", "flat")
        #expect(table.output.contains("failed  How high is the rent?"), "\(table.output)")
    }

    @Test("The questions survive showing, editing, cloning and an option that changes something else")
    func roundTrip() async throws {
        let program = try await Self.library(Self.good)
        let shown = try await program.run("show", "flat", "--json").json()
        #expect(shown["tests"]?.items.count == 2)
        #expect(shown["tests"]?[0]?["cites"]?[0]?["document"]?.string == "lease.md")
        #expect(try await program.run("show", "flat").output.contains("tests:\n- question: When does the lease end?"))
        #expect(try await program.run("edit", "flat", "--temperature", "0.5").status == 0)
        let editor = try program.write(
            "#!/bin/sh\nsed -i 's/temperature: 0.5/temperature: 0.25/' \"$1\"\n", to: "editor")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor.path)
        let edited = try await program.run("edit", "flat", environment: ["EDITOR": editor.path])
        #expect(edited.status == 0, "\(edited.diagnostics)")
        #expect(try await program.run("clone", "flat", "copy").status == 0)
        let copied = try await program.run("show", "copy", "--json").json()
        #expect(copied["settings"]?["temperature"]?.number == 0.25)
        #expect(copied["tests"] == shown["tests"])
    }

    @Test("A profile without saved questions says where to write them")
    func none() async throws {
        let program = try Program()
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await program.run("test", "notes")
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("bespoke edit \"notes\""), "\(outcome.diagnostics)")
    }

    @Test("The handbook's own questions are answered, as the README shows")
    func handbook() async throws {
        let program = try Program()
        let profile = Program.repository.appending(path: "profiles/handbook").path
        let files = Program.repository.appending(path: "examples/larkfield").path
        #expect(try await program.run("create", "--from", profile).status == 0)
        #expect(try await program.run("add", "handbook", files).status == 0)
        let outcome = try await program.run("test", "handbook")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.diagnostics)")
        let readme = try String(contentsOf: Program.repository.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("$ bespoke test handbook\n\(outcome.output)```"), "\(outcome.output)")
    }
}
