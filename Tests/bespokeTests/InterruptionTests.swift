internal import Foundation
internal import Testing

@Suite("Interrupted", .serialized)
struct InterruptionTests {
    @Test("Ctrl-C in an add ends with 130 and leaves everything in order", arguments: [0.05, 0.4, 0.8])
    func interruptedAdd(seconds: Double) async throws {
        let program = try Program()
        try Corpus.write(300, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let running = try program.start(["add", "towns", "towns"])
        try await Task.sleep(for: .seconds(seconds))
        running.signal(SIGINT)
        let outcome = try await running.outcome(within: 10)
        #expect(outcome.status == 130 || seconds == 0.05, "\(outcome.diagnostics)")
        #expect(try await program.run("verify").status == 0)
    }

    @Test("Ctrl-C while an engine is silent ends with 130 at once")
    func interruptedAsk() async throws {
        let program = try Program()
        let server = try SilentServer()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes", "--engine", "openai:\(server.url)#any").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let running = try program.start(["ask", "notes", "When does the lease end?"])
        try await server.connection()
        let start = ContinuousClock.now
        running.signal(SIGINT)
        let outcome = try await running.outcome(within: 10)
        #expect(outcome.status == 130)
        #expect(outcome.diagnostics.contains("interrupted"))
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(try await program.run("verify").status == 0)
    }

    @Test("Ctrl-C while it thinks ends with 130 at once")
    func interruptedThinking() async throws {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        let running = try program.start(["ask", "notes", "When does the lease end?", "--think", "16"])
        try await Task.sleep(for: .milliseconds(600))
        let start = ContinuousClock.now
        running.signal(SIGINT)
        let outcome = try await running.outcome(within: 10)
        #expect(outcome.status == 130, "\(outcome.output)")
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(
            try await program.run("conversations", "list", "notes", "--json").json()["conversations"]?.items.isEmpty
                == true)
    }

    @Test("Twenty times killed, the library opens and is sound, and the last add embeds nothing twice")
    func killed() async throws {
        let program = try Program()
        try Corpus.write(24, to: "towns", of: program)
        let trial = try Program()
        #expect(try await trial.run("create", "towns").status == 0)
        let start = ContinuousClock.now
        #expect(try await trial.run("add", "towns", program.folder.appending(path: "towns").path).status == 0)
        let whole = (ContinuousClock.now - start) / .seconds(1)
        let complete = try await trial.run("verify", "--json").json()

        var random = SystemRandomNumberGenerator()
        #expect(try await program.run("create", "towns").status == 0)
        for _ in 1...20 {
            let running = try program.start(["add", "towns", "towns"])
            try await Task.sleep(for: .seconds(.random(in: 0...min(whole, 1), using: &random)))
            running.signal(SIGKILL)
            _ = try await running.outcome()
            let verified = try await program.run("verify")
            #expect(verified.status == 0, "\(verified.output)")
        }
        let before = try await program.run("verify", "--json").json()
        let last = try await program.run("add", "towns", "towns", "--json")
        #expect(last.status == 0)
        let after = try await program.run("verify", "--json").json()
        #expect(after["chunks"] == complete["chunks"] && after["vectors"] == complete["vectors"])
        let embedded = try #require(try last.json()["embedded"]?.number)
        let missing = try #require(after["vectors"]?.number) - (before["vectors"]?.number ?? 0)
        #expect(embedded == missing)
    }

    @Test("Two adds at once on one library both finish")
    func twoAdds() async throws {
        let program = try Program()
        try Corpus.write(12, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        let first = try program.start(["add", "towns", "towns"])
        let second = try program.start(["add", "towns", "towns"])
        let outcomes = [try await first.outcome(), try await second.outcome()]
        for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.diagnostics)") }
        #expect(try await program.run("files", "towns", "--json").json()["files"]?.items.count == 12)
        #expect(try await program.run("search", "towns", "bakers", "--json").json()["pending"]?.number == 0)
        #expect(try await program.run("verify").status == 0)
    }
}
