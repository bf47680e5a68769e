internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Web addresses and sync")
struct WebCommandTests {
    private func page(_ text: String) -> WebServer.Page {
        WebServer.Page("<html><head><title>Otters</title></head><body><p>\(text)</p></body></html>")
    }

    @Test("A page is added, listed by its address, cited, and removed by its address")
    func add() async throws {
        let program = try Program()
        let server = try WebServer(["/otters": page("Otters sleep holding hands so that they do not drift apart.")])
        let address = server.url("/otters")
        #expect(try await program.run("create", "sea").status == 0)
        let refused = try await program.run("add", "sea", address)
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("--allow-private-addresses"))
        let added = try await program.run("add", "sea", address, "--allow-private-addresses", "--json")
        #expect(added.status == 0, "\(added.diagnostics)")
        #expect(try added.json()["added"]?.number == 1)
        let files = try await program.run("files", "sea", "--json").json()["files"]
        #expect(files?[0]?["document"]?.string == address && files?[0]?["source"]?.string == address)
        let found = try await program.run("search", "sea", "otters", "--json").json()
        #expect(found["snippets"]?[0]?["document"]?.string == address)
        #expect(try await program.run("remove", "sea", address).status == 0)
        #expect(try await program.run("sync", "sea", "--json").json()["added"]?.number == 0)
    }

    @Test("text shows what is read in a page")
    func text() async throws {
        let program = try Program(withModels: false)
        let server = try WebServer(["/": page("Otters sleep holding hands.")])
        let shown = try await program.run("text", server.url("/"), "--allow-private-addresses", "--json")
        #expect(try shown.json()["blocks"]?[0]?["text"]?.string == "Otters sleep holding hands.")
        let missing = try await program.run("text", server.url("/none"), "--allow-private-addresses")
        #expect(missing.status == 1 && missing.diagnostics.contains("status 404"))
        #expect(try await program.run("text", "ftp://example.com/").status == 64)
    }

    @Test("A page is fetched through the proxy that the environment names, which is named where it is not there")
    func proxy() async throws {
        let program = try Program(withModels: false)
        let server = try WebServer(["/": page("Otters sleep holding hands.")])
        let (descriptor, port) = try Loopback.listen()
        close(descriptor)
        let environment = ["HTTP_PROXY": "http://127.0.0.1:\(port)"]
        // Another spelling of this machine's address, as this machine is reached without a proxy.
        let address = "http://2130706433:\(server.port)/"
        func text() async throws -> Program.Outcome {
            try await program.run("text", address, "--allow-private-addresses", "--json", environment: environment)
        }
        let alone = try await text()
        #expect(alone.status == 1)
        #expect(alone.diagnostics.contains("through the proxy 127.0.0.1:\(port) of HTTP_PROXY"), "\(alone.diagnostics)")

        let home = ProcessInfo.processInfo.environment.filter { ["HOME", "XDG_CACHE_HOME"].contains($0.key) }
        let script = Program.repository.appending(path: "Scripts/test-server").path
        let proxy = try Running(
            [script, "proxy", "\(port)"], folder: program.folder, input: nil,
            environment: program.environment(with: home))
        defer { proxy.signal(SIGTERM) }
        var shown = alone
        for _ in 0..<100 where shown.status != 0 {
            try await Task.sleep(for: .milliseconds(200))
            shown = try await text()
        }
        #expect(
            try shown.json()["blocks"]?[0]?["text"]?.string == "Otters sleep holding hands.", "\(shown.diagnostics)")
        let wrong = try await program.run(
            "text", "http://example.com/", environment: ["HTTP_PROXY": "socks5://me:hunter2@p:1"])
        #expect(wrong.status == 1 && wrong.diagnostics.contains("HTTP_PROXY"))
        #expect(!wrong.diagnostics.contains("hunter2"))
    }

    @Test("sync writes what it did as add does, and ends with 2 where something could not be reached")
    func sync() async throws {
        let program = try Program()
        try program.write("# Lease\n\nThe lease ends in May.", to: "docs/lease.md")
        try program.write("Keys are with the porter.", to: "docs/keys.txt")
        let server = try WebServer(["/": page("Otters sleep holding hands.")])
        #expect(try await program.run("create", "notes").status == 0)
        let added = try await program.run("add", "notes", "docs", server.url("/"), "--allow-private-addresses")
        #expect(added.status == 0, "\(added.diagnostics)")
        try FileManager.default.moveItem(
            at: program.folder.appending(path: "docs/lease.md"), to: program.folder.appending(path: "docs/contract.md"))
        try FileManager.default.removeItem(at: program.folder.appending(path: "docs/keys.txt"))
        server["/"] = .init(status: 500)
        let outcome = try await program.run("sync", "notes", "--json")
        #expect(outcome.status == 2)
        let report = try outcome.json()
        #expect(report["moved"]?.number == 1 && report["removed"]?.number == 1 && report["embedded"]?.number == 0)
        #expect(report["failed"]?[0]?["code"]?.string == "busy")
        let keys =
            "{added: number, chunks: number, embedded: number, failed: [{code: string, message: string, "
            + "source: string}], moved: number, pending: number, removed: number, skipped: number, unchanged: number, updated: number}"
        #expect(report.shape == keys)
    }

    @Test("Killed again and again in a sync, the library is sound and the last sync completes it")
    func killed() async throws {
        let program = try Program()
        try Corpus.write(12, to: "towns", of: program)
        #expect(try await program.run("create", "towns").status == 0)
        #expect(try await program.run("add", "towns", "towns").status == 0)
        for round in 1...6 {
            try Corpus.write(12 + round, sections: 6 + round, to: "towns", of: program)
            try? FileManager.default.removeItem(at: program.folder.appending(path: "towns/town-\(round).md"))
            let running = try program.start(["sync", "towns"])
            try await Task.sleep(for: .seconds(.random(in: 0...0.6)))
            running.signal(SIGKILL)
            _ = try await running.outcome()
            #expect(try await program.run("verify").status == 0)
        }
        #expect(try await program.run("sync", "towns").status == 0)
        let last = try await program.run("sync", "towns", "--json").json()
        let there = try FileManager.default.contentsOfDirectory(atPath: program.folder.appending(path: "towns").path)
        #expect(last["unchanged"]?.number == Double(there.count) && last["added"]?.number == 0)
        #expect(try await program.run("files", "towns", "--json").json()["files"]?.items.count == there.count)
    }

    #if os(Linux)
        @Test("watch says what changes, uses no time at rest, and ends with 130 at Ctrl-C")
        func watch() async throws {
            let program = try Program()
            try program.write("# Lease\n\nThe lease ends in May.", to: "docs/lease.md")
            #expect(try await program.run("create", "notes").status == 0)
            #expect(try await program.run("add", "notes", "docs").status == 0)
            let running = try program.start(["watch", "notes", "--debounce", "0.05"])
            try await running.says("Watching the sources of “notes”")
            let before = try running.processorTicks()
            try await Task.sleep(for: .milliseconds(500))
            #expect(try running.processorTicks() - before <= 1)
            try program.write("Keys are with the porter.", to: "docs/new/keys.txt")
            try await running.says("added new/keys.txt")
            try FileManager.default.removeItem(at: program.folder.appending(path: "docs/lease.md"))
            try await running.says("removed lease.md")
            running.signal(SIGINT)
            let outcome = try await running.outcome(within: 10)
            #expect(outcome.status == 130)
            #expect(try await program.run("verify").status == 0)
        }
    #endif
}
