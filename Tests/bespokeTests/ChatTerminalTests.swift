internal import Foundation
internal import Testing

@Suite("Chat on a terminal", .serialized)
struct ChatTerminalTests {
    private func notes(engine: String = "default") async throws -> Program {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(
            try await program.run("create", "notes", "--engine", engine, "--starter", "How high is the rent?").status
                == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        return program
    }

    @Test(
        "A line is edited, a starter chosen by its number, earlier questions called up, and Ctrl-D ends",
        arguments: [80, 20])
    func dialogue(columns: UInt16) async throws {
        let program = try await notes()
        let terminal = try TerminalDialogue(["chat", "notes"], of: program, columns: columns)
        try await terminal.shows("You could ask: 1 How high is the rent?")
        try await terminal.shows("notes>")
        terminal.type("1\r")
        try await terminal.shows("1,180 a month")
        try await terminal.shows("notes>", times: 2)
        // Typed with a mistake in the middle, put right by moving there.
        terminal.type("When does the laese end?\u{1B}b\u{1B}b\u{6}\u{1B}[3~\u{6}a\u{5}\r")
        try await terminal.shows("31 October 2031. [1]")
        terminal.type("\u{1B}[A\u{1B}[A\r")
        try await terminal.shows("1,180 a month and is paid", times: 4)
        try await Task.sleep(for: .milliseconds(500))
        terminal.type("\u{3}")
        try await terminal.shows("Ctrl-D or /quit")
        terminal.type("half a line\u{3}")
        terminal.type("/un\t\r")
        try await terminal.shows("Took back:")
        terminal.type("\u{4}")
        #expect(try await terminal.ending() == 0)
        let words = terminal.words
        #expect(words.contains("notes, answered by SmolLM2-135M-Instruct."), "\(words)")
        // What one chat asked the next one calls up.
        let next = try TerminalDialogue(["chat", "notes", "--continue"], of: program, columns: columns)
        try await next.shows("The conversation goes on after: > When does the lease end?")
        next.type("\u{1B}[A")
        try await next.shows("notes> When does the lease end?")
        next.type("\u{3}/quit\r")
        #expect(try await next.ending() == 0)
    }

    @Test("Pasted lines and Chinese are one question")
    func paste() async throws {
        let program = try await notes()
        try program.write("年假为每年二十天。\n", to: "leave.txt")
        #expect(try await program.run("add", "notes", "leave.txt").status == 0)
        let terminal = try TerminalDialogue(["chat", "notes"], of: program)
        try await terminal.shows("notes>")
        terminal.type("\u{1B}[200~When does\nthe lease end?\u{1B}[201~\r")
        try await terminal.shows("31 October 2031. [1]")
        terminal.type("年假多少日？\u{1B}[D\u{7F}天\r")
        try await terminal.shows("年假为每年二十天。 [1]")
        try await terminal.shows("年假多少天？")
        terminal.type("\u{4}")
        #expect(try await terminal.ending() == 0)
    }

    @Test("Ctrl-C stops the answer, leaves nothing of it and goes on; a signal to end restores the terminal")
    func interrupt() async throws {
        let server = try SilentServer()
        let program = try await notes(engine: "openai:\(server.url)#any")
        let terminal = try TerminalDialogue(["chat", "notes"], of: program)
        try await terminal.shows("notes>")
        terminal.type("When does the lease end?\r")
        try await server.connection()
        terminal.signal(SIGINT)
        try await terminal.shows("Stopped; nothing of it is kept.")
        terminal.type("/engine default\r")
        try await terminal.shows("The engine is SmolLM2-135M-Instruct.")
        terminal.type("How high is the rent?\r")
        try await terminal.shows("1,180 a month")
        try await terminal.shows("notes>", times: 4)
        terminal.type("/export\r")
        try await terminal.shows("## How high is the rent?")
        #expect(!terminal.words.contains("## When does the lease end?"))
        terminal.signal(SIGTERM)
        #expect(try await terminal.ending() == SIGTERM)
        #expect(try await program.run("verify").status == 0)
    }

    @Test("Killed in the middle of an answer, the library has nothing of it")
    func killed() async throws {
        let server = try SilentServer()
        let program = try await notes(engine: "openai:\(server.url)#any")
        let terminal = try TerminalDialogue(["chat", "notes"], of: program)
        try await terminal.shows("notes>")
        terminal.type("When does the lease end?\r")
        try await server.connection()
        terminal.signal(SIGKILL)
        _ = try await terminal.ending()
        #expect(
            try await program.run(["chat", "notes", "--continue"], input: "").diagnostics.contains(
                "has no conversation yet"))
        #expect(try await program.run("verify").status == 0)
    }

    @Test("Markdown is shown as such, and plain where no colour is wanted", arguments: [("", true), ("1", false)])
    func markdown(noColour: String, isStyled: Bool) async throws {
        let program = try await notes()
        try program.write("The **password** of the router is `4711`.\n", to: "router.txt")
        #expect(try await program.run("add", "notes", "router.txt").status == 0)
        let terminal = try TerminalDialogue(["chat", "notes"], of: program, environment: ["NO_COLOR": noColour])
        try await terminal.shows("notes>")
        terminal.type("What is the password of the router?\r\u{4}")
        try await terminal.shows("of the router is", times: 2)
        #expect(try await terminal.ending() == 0)
        #expect(terminal.screen.contains("\u{1B}[36m4711\u{1B}[0m") == isStyled, "\(terminal.screen)")
        #expect(terminal.screen.contains("The **password** of the router is `4711`. [1]") != isStyled)
    }
}
