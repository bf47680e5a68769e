internal import Foundation
internal import TestSupport
internal import Testing

@Suite("What an add reports")
struct IngestReportTests {
    /// A PDF of two pages, of which the second has nothing on it.
    private static let halfEmpty = """
        %PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
        4 0 obj <</Length 60>> stream
        BT /F 12 Tf 20 100 Td (The ferry sails at 7:40.) Tj ET
        endstream endobj
        5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
        6 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>> endobj
        trailer <</Root 1 0 R>>
        """

    @Test("A document with too little text ends an add with 2, and the report tells which pages are empty")
    func coverage() async throws {
        let program = try Program()
        try program.write(Self.halfEmpty, to: "ferry.pdf")
        #expect(try await program.run("create", "ferry").status == 0)
        let strict = try await program.run("add", "ferry", "ferry.pdf", "--min-coverage", "90%")
        #expect(strict.status == 2)
        #expect(strict.diagnostics.contains("ferry.pdf: only 1 of 2 pages gave text (50 %); without: 2"))
        let lenient = try await program.run("add", "ferry", "ferry.pdf", "--min-coverage", "0.5", "--json")
        #expect(lenient.status == 0)
        let incomplete = try lenient.json()["incomplete"]
        #expect(incomplete?.items.isEmpty == true)
        let report = try await program.run("files", "ferry", "--report")
        #expect(report.output.contains("2 pages, 24 characters"), "\(report.output)")
        #expect(report.output.contains("left out: 1 of 2 pages without text (2)"), "\(report.output)")
        let row = try #require(
            try await program.run("files", "ferry", "--report", "--json").json()["files"]?.items.first)
        #expect(row["coverage"]?.number == 0.5)
        #expect(row["emptyPages"]?.items.map(\.number) == [2])
        #expect(try await program.run("add", "ferry", "ferry.pdf", "--min-coverage", "2").status == 64)
    }

    @Test("With --no-wait the vectors are left to the next add, and a search says so")
    func noWait() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        let added = try await program.run("add", "notes", "lease.md", "--no-wait")
        #expect(added.status == 0)
        #expect(added.diagnostics.contains("can be found by their words only"), "\(added.diagnostics)")
        let early = try await program.run("search", "notes", "lease", "--json").json()
        #expect(early["snippets"]?.items.isEmpty == false)
        #expect((early["pending"]?.number ?? 0) > 0)
        let finished = try await program.run("add", "notes", "--json").json()
        #expect(finished["pending"]?.number == 0 && finished["embedded"] == early["pending"])
    }

    @Test("Programs that ask for JSON get progress as events on standard error")
    func events() async throws {
        let program = try Program()
        try Corpus.write(12, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let outcome = try await program.run("add", "towns", "towns", "--json")
        let events = try outcome.diagnostics.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(events.allSatisfy { $0["event"] == .string("progress") })
        let last = try #require(events.last)
        #expect(last["phase"] == .string("embedding") && last["chunksDone"] == last["chunksTotal"])
        #expect(last["filesDone"]?.number == 12 && last["secondsLeft"]?.number == 0)
        #expect(try await program.run("add", "towns", "towns", "--json", "--quiet").diagnostics.isEmpty)
    }

    @Test("The library changes to another embedder and back, and answers all the while")
    func models() async throws {
        _ = try (TestModels.multilingualE5(), TestModels.miniLM())
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("models", "use", "--rollback").status == 1)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let changed = try await program.run("models", "use", "all-MiniLM-L6-v2", "--json")
        #expect(changed.status == 0)
        let change = try changed.json()
        #expect(change["former"] == .string("multilingual-e5-small"))
        #expect((change["embedded"]?.number ?? 0) > 0)
        let found = try await program.run("search", "notes", "wann endet der Mietvertrag?", "--json").json()
        #expect(found["pending"]?.number == 0)
        let back = try await program.run("models", "use", "--rollback")
        #expect(back.status == 0 && back.diagnostics.contains("0 chunks embedded"), "\(back.diagnostics)")
        #expect(try await program.run("models", "use", "SmolLM2-135M-Instruct").status == 1)
        #expect(try await program.run("models", "use", "no-such-model").status == 1)
        #expect(try await program.run("models", "use").status == 64)
        #expect(try await program.run("verify").status == 0)
    }
}
