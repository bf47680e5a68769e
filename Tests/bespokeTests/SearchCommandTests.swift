internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Searching and measuring")
struct SearchCommandTests {
    /// Thirty files of one line each, in two folders.
    private func program() async throws -> Program {
        let program = try Program()
        for number in 0..<30 {
            try program.write(
                "# Pump \(number)\n\nThe pump is serviced every \(number + 2) weeks.",
                to: "in/\(number % 2)/\(number).md")
        }
        #expect(try await program.run("create", "pumps").status == 0)
        #expect(try await program.run("add", "pumps", "in").status == 0)
        return program
    }

    @Test("What --why-not proposes shows the file, and --explain tells its ranks")
    func whyNot() async throws {
        let program = try await program()
        let query = ["search", "pumps", "when is the pump serviced", "--limit", "1", "--candidates", "2", "--json"]
        let candidateRows = try await program.run(query + ["--explain"]).json()["candidates"]?.items ?? []
        let found = Set(candidateRows.compactMap { $0["document"]?.string })
        let missing = try #require((0..<30).map { "\($0 % 2)/\($0).md" }.first { !found.contains($0) })
        let report = try await program.run(query + ["--why-not", missing]).json()
        #expect(report["document"] == .string(missing))
        #expect(report["stage"] == .string("candidates"), "\(report)")
        let candidates = Int(try #require(report["settings"]?["candidates"]?.number))
        let limit = report["settings"]?["limit"]?.number.map { Int($0) } ?? 1
        let applied = try await program.run(
            "search", "pumps", "when is the pump serviced", "--limit", "\(limit)", "--candidates", "\(candidates)",
            "--json", "--explain"
        ).json()
        #expect(applied["snippets"]?.items.contains { $0["document"] == .string(missing) } == true)
        let row = applied["candidates"]?.items.first { $0["document"] == .string(missing) }
        #expect(row?["words"]?["rank"]?.number != nil || row?["vector"]?["rank"]?.number != nil)
        let text = try await program.run("search", "pumps", "pump", "--limit", "1", "--why-not", missing)
        #expect(text.status == 0 && text.output.contains("Shown with: --"), "\(text.output)")
        #expect(try await program.run("search", "pumps", "pump", "--why-not", "none.md").status == 1)
        #expect(try await program.run("search", "pumps", "pump", "--why-not", "x.md#zero").status == 64)
    }

    @Test("--where keeps to the files that it names, and points at what is wrong with it")
    func filter() async throws {
        let program = try await program()
        let found = try await program.run("search", "pumps", "pump", "--where", "path:1/** type:md", "--json").json()
        let documents = found["snippets"]?.items.compactMap { $0["document"]?.string } ?? []
        #expect(documents.count == 5 && documents.allSatisfy { $0.hasPrefix("1/") })
        let wrong = try await program.run("search", "pumps", "pump", "--where", "type:md pages:3")
        #expect(wrong.status == 64)
        #expect(wrong.diagnostics.contains("  type:md pages:3\n          ^"), "\(wrong.diagnostics)")
        #expect(try await program.run("search", "pumps", "pump", "--smoothing", "1.5").status == 64)
    }

    @Test("The best are judged once more, token by token, or by a large engine, or not at all")
    func reranking() async throws {
        let program = try await program()
        func judged(_ arguments: String...) async throws -> Int {
            let query = ["search", "pumps", "when is the pump serviced", "--json", "--explain"]
            let report = try await program.run(query + arguments).json()
            let timings = report["timings"]?.items.compactMap { $0["stage"]?.string } ?? []
            let count = report["candidates"]?.items.count { $0["reranked"]?["rank"] != nil } ?? 0
            #expect(timings.contains("reranking") == (count > 0))
            return count
        }
        #expect(try await judged() == 10)
        #expect(try await judged("--reranked", "3") == 3)
        #expect(try await judged("--rerank", "none") == 0)
        let unknown = try await program.run("search", "pumps", "pump", "--rerank", "nothere")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("no model is called “nothere”"))
        let small = try await program.run("search", "pumps", "pump", "--rerank", "engine")
        #expect(small.status == 1 && small.diagnostics.contains("needs a large engine"), "\(small.diagnostics)")
        let hyde = try await program.run("search", "pumps", "pump", "--hyde")
        #expect(hyde.status == 1 && hyde.diagnostics.contains("needs a large engine"), "\(hyde.diagnostics)")
        let hurried = try await program.run("search", "pumps", "pump", "--budget", "0.001ms")
        #expect(
            hurried.status == 0 && hurried.diagnostics.contains("There was no time to judge"), "\(hurried.diagnostics)")
    }

    @Test("A set and a profile are measured, and the run is written")
    func evaluations() async throws {
        let program = try await program()
        try program.write(
            "{\"_id\": \"a\", \"text\": \"Otters eat fish.\"}\n{\"_id\": \"b\", \"text\": \"Trains leave at noon.\"}\n",
            to: "set/corpus.jsonl")
        try program.write("{\"_id\": \"q\", \"text\": \"what do otters eat\"}\n", to: "set/queries.jsonl")
        try program.write("query-id\tcorpus-id\tscore\nq\ta\t1\n", to: "set/qrels.tsv")
        let report = try await program.run("eval", "retrieval", "set", "--run", "out.run", "--json").json()
        #expect(report["queries"]?.number == 1)
        let stages = report["stages"]?.items ?? []
        #expect(stages.compactMap { $0["stage"]?.string } == ["words", "vectors", "fused", "smoothed", "reranked"])
        #expect(stages.allSatisfy { $0["ndcg@10"]?.number == 1 && $0["mrr@10Interval"]?.items.count == 2 })
        let run = try String(contentsOf: program.folder.appending(path: "out.run"), encoding: .utf8)
        #expect(run.hasPrefix("q\tQ0\ta\t1\t"))
        let profile = try await program.run("eval", "profile", "pumps", "--queries", "10")
        #expect(profile.status == 0 && profile.output.contains("pumps, 10 queries"), "\(profile.output)")
        let missing = try await program.run("eval", "retrieval", "nowhere")
        #expect(missing.status == 1 && missing.diagnostics.contains("corpus.jsonl, queries.jsonl and qrels.tsv"))
    }
}
