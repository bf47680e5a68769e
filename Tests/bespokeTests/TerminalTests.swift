internal import Foundation
internal import Testing

@Suite("On a terminal")
struct TerminalTests {
    @Test("Adding shows a progress bar, and takes it away")
    func progress() async throws {
        let program = try Program()
        try Corpus.write(4, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let outcome = try await PseudoTerminal.run(["add", "towns", "towns"], of: program)
        #expect(outcome.status == 0)
        #expect(outcome.screen.contains("] "), "\(outcome.screen)")
        #expect(outcome.screen.contains("%"))
        #expect(outcome.screen.contains("\r\u{1B}[K4 added; "), "\(outcome.screen.suffix(300))")
    }

    @Test("Lines fit into 80 columns", arguments: [["show", "notes"], ["engines"], ["models"], ["doctor"]])
    func widths(arguments: [String]) async throws {
        let program = try Program(withModels: false)
        let words = String(repeating: "words of the instructions ", count: 9)
        let created = try await program.run(
            "create", "notes", "--instructions", "\(words)\n\(words)", "--engine", "SmolLM2-135M-Instruct")
        #expect(created.status == 0)
        let outcome = try await program.run(arguments, environment: ["COLUMNS": "80"])
        #expect(!outcome.output.isEmpty)
        for line in outcome.output.split(separator: "\n") where !line.contains(program.home.path) {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test("Without a terminal there is no bar and no colour")
    func plain() async throws {
        let program = try Program()
        try Corpus.write(1, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let outcome = try await program.run("add", "towns", "towns")
        #expect(!outcome.diagnostics.contains("\u{1B}") && !outcome.diagnostics.contains("\r"))
        #expect(outcome.diagnostics.hasPrefix("1 added; "))
    }

    @Test("Errors are red, unless the user wants no colour", arguments: [("", true), ("1", false)])
    func colour(noColour: String, isRed: Bool) async throws {
        let program = try Program(withModels: false)
        let outcome = try await PseudoTerminal.run(["show", "x"], of: program, environment: ["NO_COLOR": noColour])
        #expect(outcome.status == 1)
        #expect(outcome.screen.contains("\u{1B}[31m") == isRed)
    }

    @Test("Deleting asks first", arguments: [("y\n", true), ("\n", false), ("no\n", false)])
    func deletion(answer: String, isDeleted: Bool) async throws {
        let program = try Program(withModels: false)
        #expect(try await program.run("create", "notes").status == 0)
        let outcome = try await PseudoTerminal.run(["delete", "notes"], of: program, typing: answer)
        #expect(outcome.screen.contains("Delete the profile “notes” with 0 files? [y/N]"))
        #expect(try await program.run("show", "notes").status == (isDeleted ? 1 : 0))
    }

    @Test("Invalid text of an edit is offered again")
    func editAgain() async throws {
        let program = try Program(withModels: false)
        #expect(try await program.run("create", "notes").status == 0)
        // The first run of this editor spoils the text, the second repairs it.
        let editor = try program.write(
            "if grep -q spoilt \"$1\"; then echo 'instructions: Repaired.' >\"$1\"; else echo 'spoilt: yes' >>\"$1\"; fi\n",
            to: "editor.sh")
        let outcome = try await PseudoTerminal.run(
            ["edit", "notes"], of: program, typing: "y\n", environment: ["EDITOR": "sh \(editor.path)"])
        #expect(outcome.status == 0, "\(outcome.screen)")
        #expect(outcome.screen.contains("unknown key “spoilt”"))
        #expect(try await program.run("show", "notes", "--json").json()["instructions"]?.string == "Repaired.")
    }
}
