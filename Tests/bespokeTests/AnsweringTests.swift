internal import Foundation
internal import Testing

@Suite("From files to answers")
struct AnsweringTests {
    @Test("Files are added, found, asked and removed")
    func endToEnd() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "notes/lease.md")
        try program.write("The wireless password is on the fridge.\n", to: "notes/flat.txt")
        #expect(try await program.run("create", "notes").status == 0)

        let added = try await program.run("add", "notes", "notes", "--json").json()
        #expect(added["added"]?.number == 2)
        #expect(added["failed"]?.items.isEmpty == true)
        let again = try await program.run("add", "notes", "notes", "--json").json()
        #expect(again["added"]?.number == 0)
        #expect(again["unchanged"]?.number == 2)

        let files = try await program.run("files", "notes", "--json").json()
        #expect(files["files"]?.items.compactMap { $0["document"]?.string } == ["flat.txt", "lease.md"])
        let found = try await program.run("search", "notes", "when does the contract end", "--json").json()
        #expect(found["snippets"]?[0]?["document"]?.string == "lease.md")
        #expect(found["pending"]?.number == 0)

        let answer = try await program.run("ask", "notes", "When does the lease end?")
        #expect(answer.status == 0, "\(answer.diagnostics)")
        #expect(answer.output.contains("31 October 2031"))
        #expect(
            answer.output.contains("[1] lease.md, line 5, “The lease ends on 31 October 2031.”"), "\(answer.output)")

        #expect(try await program.run("remove", "notes", "lease.md").status == 0)
        let gone = try await program.run("search", "notes", "lease", "--json").json()
        #expect(gone["snippets"]?.items.contains { $0["document"]?.string == "lease.md" } == false)
        #expect(try await program.run("verify").status == 0)
    }

    @Test("What the files do not answer is refused, with the closest passages, and ends with 0")
    func refusal() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let outcome = try await program.run("ask", "notes", "Who painted the ceiling of the Sistine Chapel?")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("The documents do not answer this.\n\nThe closest passages:\n[1] lease.md, "))
    }

    @Test("Machine output of add, files, search, ask and text keeps its shape")
    func shapes() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(
            try await program.run("add", "notes", "lease.md", "nowhere.md", "--json").json().shape
                == "{added: number, chunks: number, embedded: number, "
                + "failed: [{code: string, message: string, source: string}], moved: number, pending: number, removed: number, "
                + "skipped: number, unchanged: number, updated: number}")
        #expect(
            try await program.run("files", "notes", "--json").json().shape
                == "{files: [{addedAt: string, bytes: number, chunks: number, document: string, source: string, type: string}]}"
        )
        #expect(
            try await program.run("search", "notes", "lease", "--json").json().shape
                == "{pending: number, snippets: [{document: string, headings: [string], location: {lines: [number]}, "
                + "rank: number, score: number, text: string}]}")
        #expect(
            try await program.run("text", "lease.md", "--json").json().shape
                == "{blocks: [{headings: [], hidden: bool, kind: string, location: {lines: [number]}, text: string}], "
                + "diagnostics: [], title: string, type: string}")
        #expect(
            try await program.run("ask", "notes", "When does the lease end?", "--json").json().shape
                == "{answer: string, citations: [{document: string, location: {lines: [number]}, number: number, quote: string, "
                + "sentence: string, supported: bool}], confidence: number, engine: string, id: string, question: string, "
                + "refused: bool, snippets: [{document: string, headings: [string], location: {lines: [number]}, number: number, "
                + "score: number, text: string}], timings: {firstToken: number, retrieval: number, total: number}, "
                + "usage: {answerTokens: number, promptTokens: number}}")
    }

    @Test("The same question gives the same text, streamed or not, and the explanation goes to standard error")
    func repeatability() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let streamed = try await program.run("ask", "notes", "How high is the rent?")
        let whole = try await program.run("ask", "notes", "How high is the rent?", "--no-stream")
        let explained = try await program.run("ask", "notes", "How high is the rent?", "--explain")
        #expect(streamed.output.contains("1,180"))
        #expect(streamed.output == whole.output)
        #expect(streamed.output == explained.output)
        #expect(streamed.diagnostics.isEmpty)
        for part in ["Found: ", "Weighed: ", "Asked: ", "Time"] { #expect(explained.diagnostics.contains(part)) }
    }

    @Test("An answer is kept under the id that it is given, unless nothing is to be kept")
    func keeping() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let question = ["ask", "notes", "When does the lease end?", "--json"]
        let id = try #require(try await program.run(question).json()["id"]?.string)
        #expect(id.count == 6)
        func isOnDisk(_ text: String) throws -> Bool {
            try Data(contentsOf: program.home.appending(path: "library.sqlite")).range(of: Data(text.utf8)) != nil
        }
        #expect(try isOnDisk(id))
        #expect(try await program.run(question + ["--no-history"]).json()["id"] == nil)
        #expect(try await program.run(question, environment: ["BESPOKE_NO_HISTORY": "1"]).json()["id"] == nil)
        let unkept = ["ask", "notes", "Is a quetzalcoatlus let in Mill Street?", "--no-history"]
        #expect(try await program.run(unkept).status == 0)
        #expect(try !isOnDisk("quetzalcoatlus"))
        #expect(try await program.run("remove", "notes", "lease.md").status == 0)
        #expect(try !isOnDisk("31 October 2031"))
        #expect(try await program.run("verify").status == 0)
    }

    @Test("The default engine can be asked whatever the profile names")
    func defaultEngine() async throws {
        let program = try Program()
        try program.write(Self.lease, to: "lease.md")
        #expect(try await program.run("create", "notes", "--engine", "openai:http://127.0.0.1:1#any").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let outcome = try await program.run("ask", "notes", "How high is the rent?", "--engine", "default", "--json")
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(try outcome.json()["engine"]?.string == "SmolLM2-135M-Instruct")
    }

    @Test("Control characters of a document do not reach the terminal")
    func controlCharacters() async throws {
        let program = try Program()
        try program.write("The code of the \u{1B}]0;owned\u{7}door \u{1B}[2Jis 4711.\n", to: "door.txt")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "door.txt").status == 0)
        for command in [
            ["text", "door.txt"], ["search", "notes", "door"], ["ask", "notes", "What is the code of the door?"],
            ["ask", "notes", "What is the code of the door?", "--json"],
        ] {
            let outcome = try await program.run(command)
            #expect(outcome.output.contains("4711"))
            #expect(!outcome.output.contains("\u{1B}") && !outcome.diagnostics.contains("\u{1B}"))
        }
    }

    @Test("A profile folder brings its files")
    func profileFolder() async throws {
        let program = try Program()
        try program.write("starters:\n  - How high is the rent?\n", to: "flat/profile.yaml")
        try program.write("Answer about the flat.\n", to: "flat/instructions.md")
        try program.write(Self.lease, to: "flat/files/lease.md")
        #expect(try await program.run("create", "home", "--from", "flat").status == 0)
        let shown = try await program.run("show", "home", "--json").json()
        #expect(shown["instructions"]?.string == "Answer about the flat.")
        #expect(shown["files"]?.number == 1)
    }

    static let lease = """
        # Lease

        The flat in Mill Street 12 is let to Ada Novak. The rent is £1,180 a month and is paid on the third working day.

        The lease ends on 31 October 2031.

        ## Repairs

        The landlord repairs the heating within two days. Smaller repairs of up to £75 are paid by the tenant.
        """
}
