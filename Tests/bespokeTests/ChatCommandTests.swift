internal import Foundation
internal import Testing

@Suite("Chat", .serialized)
struct ChatCommandTests {
    /// A program with the profile "notes", which has a lease and starters.
    private func notes() async throws -> Program {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes", "--starter", "How high is the rent?").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        return program
    }

    @Test("Without a terminal each line is a question, and answers go to standard output")
    func pipe() async throws {
        let program = try await notes()
        let input = "When does the lease end?\n\n\"\"\"\nHow high\nis the rent?\n\"\"\"\nWho repairs \\\nthe heating?"
        let outcome = try await program.run(["chat", "notes"], input: input)
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(outcome.diagnostics.isEmpty)
        for words in ["The lease ends on 31 October 2031. [1]", "£1,180", "repairs the heating within two days"] {
            #expect(outcome.output.contains(words), "\(outcome.output)")
        }
        #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("You could ask"))
    }

    @Test("With --json each answer is a line with its id")
    func json() async throws {
        let program = try await notes()
        let outcome = try await program.run(
            ["chat", "notes", "--json"], input: "When does the lease end?\nHow high is the rent?\n")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            let answer = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
            #expect(answer["id"]?.string?.count == 6)
            #expect(answer["refused"]?.bool == false)
        }
    }

    @Test(
        "A question that fails is told, and the others are answered",
        arguments: [("?\nHow high is the rent?\n", 2), ("?\n", 1)])
    func failing(input: String, status: Int32) async throws {
        let program = try await notes()
        let outcome = try await program.run(["chat", "notes"], input: input)
        #expect(outcome.status == status)
        #expect(outcome.diagnostics.contains("the question is empty"))
        #expect(outcome.output.contains("1,180") == (status == 2))
    }

    @Test("Commands tell, take back, ask again, keep and export")
    func commands() async throws {
        let program = try await notes()
        let input = """
            /help
            /files
            /engine
            /sources
            How high is the rent?
            /sources
            /retry
            /undo
            /undo
            When does the lease end?
            /save The end of it
            /export talk.md
            /export talk.md
            /export talk.json
            /nothing
            /quit
            How high is the rent?
            """
        let outcome = try await program.run(["chat", "notes"], input: input)
        for words in [
            "/export [FILE]", "lease.md  (markdown)", "The engine is SmolLM2-135M-Instruct.",
            "Took back: How high is the rent?",
            "Kept as ", ": The end of it", "Wrote talk.md.", "Wrote talk.json.",
        ] { #expect(outcome.output.contains(words), "\(words) is missing in \(outcome.output)") }
        for words in [
            "there is no answer yet that has sources", "there is no question yet to take back",
            "talk.md is there already",
            "there is no command /nothing",
        ] { #expect(outcome.diagnostics.contains(words), "\(words) is missing in \(outcome.diagnostics)") }
        #expect(outcome.output.components(separatedBy: "1,180 a month and is paid").count >= 5)
        #expect(!outcome.output.hasSuffix("1,180"))
        let markdown = try String(contentsOf: program.folder.appending(path: "talk.md"), encoding: .utf8)
        #expect(markdown.hasPrefix("# The end of it\n"))
        #expect(markdown.contains("## When does the lease end?\n\nThe lease ends on 31 October 2031. [1]"))
        #expect(markdown.contains("- [1] lease.md, line 5, “The lease ends on 31 October 2031.”"))
        let json = try JSONDecoder().decode(
            JSONValue.self, from: Data(contentsOf: program.folder.appending(path: "talk.json")))
        #expect(
            json.shape
                == "{answers: [{answer: string, citations: [{document: string, location: {lines: [number]}, number: number, "
                + "quote: string, sentence: string, supported: bool}], createdAt: string, id: string, query: string, "
                + "question: string, refused: bool, snippets: [{document: string, location: {lines: [number]}, number: number, "
                + "score: number}]}], createdAt: string, id: string, name: string, profile: string, updatedAt: string}")
    }

    @Test("--continue goes on with the last conversation or a named one, and says what is wrong otherwise")
    func continuing() async throws {
        let program = try await notes()
        let none = try await program.run(["chat", "notes", "--continue"], input: "")
        #expect(none.status == 1 && none.diagnostics.contains("has no conversation yet"))
        let asked = try await program.run("ask", "notes", "How high is the rent?", "--json")
        let id = try #require(try asked.json()["id"]?.string)
        for arguments in [["--continue"], ["--continue", id], ["--continue", "last"]] {
            let outcome = try await program.run(["chat", "notes"] + arguments, input: "/sources\n/export\n")
            #expect(outcome.status == 0, "\(outcome.diagnostics)")
            #expect(outcome.output.contains("[1] lease.md") && outcome.output.hasPrefix("[1]"))
        }
        let unknown = try await program.run(["chat", "notes", "--continue", "zzzzzz"], input: "")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("there is no conversation or answer “zzzzzz”"))
        #expect(try await program.run("create", "other").status == 0)
        let foreign = try await program.run(["chat", "other", "--continue", id], input: "")
        #expect(foreign.status == 1 && foreign.diagnostics.contains("is one of “notes”"))
        let stray = try await program.run(["chat", "notes", id], input: "")
        #expect(stray.status == 64 && stray.diagnostics.contains("--continue"))
    }

    @Test("With --no-history nothing is kept, until /save")
    func noHistory() async throws {
        let program = try await notes()
        let input = "How high is the rent?\n/export\n"
        let outcome = try await program.run(["chat", "notes", "--no-history"], input: input)
        #expect(outcome.output.contains("# How high is the rent?"))
        #expect(try await program.run(["chat", "notes", "--continue"], input: "").status == 1)
        let saved = try await program.run(
            ["chat", "notes", "--no-history"], input: input + "/save\nWho repairs the heating?\n")
        #expect(saved.output.contains("Kept as "))
        let export = try await program.run(["chat", "notes", "--continue"], input: "/export\n")
        #expect(export.output.contains("## Who repairs the heating?"))
    }

    @Test("Two chats at once go on with one conversation, and both keep what they answer")
    func twoAtOnce() async throws {
        let program = try await notes()
        #expect(try await program.run("ask", "notes", "How high is the rent?").status == 0)
        let first = try program.start(["chat", "notes", "--continue"], input: "When does the lease end?\n")
        let second = try program.start(["chat", "notes", "--continue"], input: "Who repairs the heating?\n")
        for outcome in [try await first.outcome(), try await second.outcome()] {
            #expect(outcome.status == 0 && outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
        }
        let export = try await program.run(["chat", "notes", "--continue"], input: "/export\n").output
        #expect(export.components(separatedBy: "\n## ").count == 4)
        #expect(try await program.run("verify").status == 0)
    }
}
