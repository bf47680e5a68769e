internal import Foundation
internal import Testing

@Suite("Documented commands")
struct DocumentedCommandTests {
    @Test(
        "Every command of the README and of the examples works as it is written",
        arguments: ["README.md", "examples/README.md"])
    func works(page: String) async throws {
        let text = try String(contentsOf: Program.repository.appending(path: page), encoding: .utf8)
        let commands = Self.commands(in: text)
        #expect(commands.count > 10)
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "Documents/notes/lease.md")
        for folder in ["examples", "profiles"] {
            try FileManager.default.createSymbolicLink(
                at: program.folder.appending(path: folder),
                withDestinationURL: Program.repository.appending(path: folder))
        }
        let path = Program.executable.deletingLastPathComponent().path
        let script = "PATH=\"\(path):$PATH\"\nset -e\n" + commands.joined(separator: "\n")
        let file = try program.write(script, to: "commands.sh")
        let running = try Running(
            ["sh", "-x", file.path], folder: program.folder, input: nil, environment: program.environment())
        let outcome = try await running.outcome(within: 120)
        #expect(outcome.status == 0, "\(outcome.diagnostics.suffix(1500))")
        #expect(try await program.run("verify").status == 0)
    }

    @Test("The README's transcript is what the program says")
    func transcript() async throws {
        let text = try String(contentsOf: Program.repository.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```\n").dropFirst().first)
        let exchanges = block.components(separatedBy: "$ bespoke ask handbook ").dropFirst()
        #expect(exchanges.count == 2)
        let program = try Program()
        let profile = Program.repository.appending(path: "profiles/handbook").path
        #expect(try await program.run("create", "--from", profile).status == 0)
        let files = Program.repository.appending(path: "examples/larkfield").path
        #expect(try await program.run("add", "handbook", files).status == 0)
        for exchange in exchanges {
            let lines = exchange.split(separator: "\n", maxSplits: 1).map(String.init)
            let answer = try await program.run("ask", "handbook", lines[0].trimmingCharacters(in: ["\""]))
            #expect(answer.output.withoutBreaks == lines[1].withoutBreaks)
        }
    }

    @Test("The README's conversation is what the program says")
    func conversation() async throws {
        let text = try String(contentsOf: Program.repository.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```\n$ bespoke chat handbook\n").dropFirst().first)
        let exchanges = block.components(separatedBy: "\n```")[0].components(separatedBy: "handbook> ").dropFirst()
            .map { $0.split(separator: "\n", maxSplits: 1).map(String.init) }
        #expect(exchanges.count == 4)
        let program = try Program()
        let profile = Program.repository.appending(path: "profiles/handbook").path
        #expect(try await program.run("create", "--from", profile).status == 0)
        let files = Program.repository.appending(path: "examples/larkfield").path
        #expect(try await program.run("add", "handbook", files).status == 0)
        let chat = try await program.run(["chat", "handbook"], input: exchanges.map { $0[0] + "\n" }.joined())
        #expect(chat.output.withoutBreaks == exchanges.map { $0[1] }.joined(separator: "\n").withoutBreaks)
    }

    /// The lines of all blocks that are marked as shell commands.
    static func commands(in text: String) -> [String] {
        var commands: [String] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```sh"
            } else if isInside, !line.isEmpty {
                commands.append(String(line))
            }
        }
        return commands
    }
}

extension String {
    /// The words alone, as lines break elsewhere on another terminal.
    fileprivate var withoutBreaks: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
