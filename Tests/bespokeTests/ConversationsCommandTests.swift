internal import Foundation
internal import Testing

@Suite("Conversations", .serialized)
struct ConversationsCommandTests {
    @Test("Conversations are listed, shown, found, exported and deleted")
    func all() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let empty = try await program.run("conversations")
        #expect(empty.status == 0 && empty.diagnostics.contains("There is no conversation yet"))
        let first = try #require(
            try await program.run("ask", "notes", "When does the lease end?", "--json").json()["id"]?.string)
        #expect(
            try await program.run(["chat", "notes"], input: "How high is the rent?\nAnd when is it paid?\n").status == 0
        )

        let list = try await program.run("conversations", "list", "notes", "--json").json()
        #expect(
            list.shape
                == "{conversations: [{answers: number, createdAt: string, id: string, name: string, profile: string, "
                + "updatedAt: string}]}")
        #expect(
            list["conversations"]?.items.map { $0["name"]?.string } == [
                "How high is the rent?", "When does the lease end?",
            ])
        #expect(list["conversations"]?[0]?["answers"]?.number == 2)
        let table = try await program.run(["conversations"], environment: ["COLUMNS": "80"]).output
        #expect(table.contains("When does the lease end?"))
        for line in table.split(separator: "\n") { #expect(line.count <= 80) }

        let shown = try await program.run("conversations", "show", first)
        #expect(shown.output.contains("> When does the lease end?\nThe lease ends on 31 October 2031. [1]"))
        #expect(shown.output.contains("[1] lease.md, line 5") && shown.output.contains("(\(first))"))
        let found = try await program.run("conversations", "search", "OCTOBER 2031", "--json").json()
        #expect(found["answers"]?.items.map { $0["id"]?.string } == [first])
        #expect(try await program.run("conversations", "search", "elephants").diagnostics.contains("No question"))

        let markdown = try await program.run("conversations", "export", first)
        #expect(markdown.output.hasPrefix("# When does the lease end?\n\nnotes, "))
        let json = try await program.run("conversations", "export", "last", "--format", "json").json()
        #expect(json["answers"]?.items.count == 2)
        #expect(try await program.run("conversations", "export", first, "--output", "talk.json").status == 0)
        let again = try await program.run("conversations", "export", first, "--output", "talk.json")
        #expect(again.status == 1 && again.diagnostics.contains("talk.json is there already"))

        let deleted = try await program.run("conversations", "delete", first)
        #expect(deleted.status == 0 && deleted.diagnostics == "Deleted 1 conversation.\n")
        let gone = try await program.run("conversations", "show", first)
        #expect(gone.status == 1 && gone.diagnostics.contains("it may have been deleted"))
        #expect(try await program.run("conversations", "delete", "--profile", "notes", "--yes").status == 0)
        #expect(try await program.run("conversations", "--json").json()["conversations"]?.items.isEmpty == true)
        let bytes = try Data(contentsOf: program.home.appending(path: "library.sqlite"))
        #expect(bytes.range(of: Data("How high is the rent?".utf8)) == nil)
        #expect(try await program.run("verify").status == 0)
    }

    @Test("What an answer said goes with its document, and the lists say so")
    func forgotten() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        #expect(try await program.run("ask", "notes", "When does the lease end?").status == 0)
        #expect(try await program.run("remove", "notes", "lease.md").status == 0)
        let shown = try await program.run("conversations", "show", "last").output
        #expect(shown.contains("> When does the lease end?\n(What was answered went with a document"))
        #expect(try await program.run("conversations", "search", "October").diagnostics.contains("No question"))
        #expect(try await program.run("conversations", "search", "lease").output.contains("went with a document"))
    }

    @Test(
        "Wrong usage ends with 64",
        arguments: [
            ["conversations", "delete"], ["conversations", "delete", "x", "--all"], ["conversations", "search", "?"],
            ["conversations", "list", "--limit", "0"], ["conversations", "export", "x", "--format", "pdf"],
        ])
    func usage(arguments: [String]) async throws {
        #expect(try await Program(withModels: false).run(arguments).status == 64)
    }
}
