internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Engines on servers")
struct RemoteEngineTests {
    private static let openAI = """
        data: {"choices":[{"delta":{"content":"The lease ends on 31 October 2031 [1]."},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":20}}

        data: [DONE]


        """
    private static let anthropic = """
        data: {"type":"message_start","message":{"usage":{"input_tokens":400,"cache_read_input_tokens":600,"output_tokens":1}}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"The lease ends on 31 October 2031 [1]."}}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":20}}

        data: {"type":"message_stop"}


        """

    private static func server() throws -> WebServer {
        try WebServer([
            "/v1/chat/completions": WebServer.Page(openAI, type: "text/event-stream"),
            "/v1/messages": WebServer.Page(anthropic, type: "text/event-stream"),
            "/v1/models": WebServer.Page(
                #"{"data":[{"id":"gemma-7b","max_model_len":9000}]}"#, type: "application/json"),
        ])
    }

    private static func library() async throws -> Program {
        let program = try Program()
        try program.write(AnsweringTests.lease, to: "lease.md")
        #expect(try await program.run("create", "notes").status == 0)
        #expect(try await program.run("add", "notes", "lease.md").status == 0)
        return program
    }

    @Test(
        "What no passage supports is marked, and faint on a terminal; --strict leaves it out, --free leaves it as it is"
    )
    func unsupported() async throws {
        let spoken = "The flat was painted by Gordon. The lease ends on 31 October 2031 [1]."
        let stream =
            "data: {\"choices\":[{\"delta\":{\"content\":\"\(spoken)\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        let server = try WebServer(["/v1/chat/completions": WebServer.Page(stream, type: "text/event-stream")])
        let program = try await Self.library()
        let question = ["ask", "notes", "When does the lease end?", "--engine", "openai:\(server.url(""))#gemma-7b"]
        let marked = try await program.run(question)
        let lease = "The lease ends on 31 October 2031. [1]"
        #expect(
            marked.output.hasPrefix("The flat was painted by Gordon. [?] \(lease)\n\n[?] “The flat"), "\(marked.output)"
        )
        let json = try await program.run(question + ["--json"]).json()
        #expect(json["citations"]?.items.map { $0["supported"]?.bool } == [false, true])
        #expect(json["removed"] == nil)
        let strict = try await program.run(question + ["--strict", "--json"]).json()
        #expect(strict["answer"]?.string == lease)
        #expect(strict["removed"]?.items.map(\.string) == ["The flat was painted by Gordon."])
        #expect(try await program.run("replay", "last").status == 0)
        let free = try await program.run(question + ["--free"])
        #expect(free.output.hasPrefix("The flat was painted by Gordon. \(lease)\n\n[1] lease.md"), "\(free.output)")
        for options in [[], ["--no-stream"]] {
            let screen = try await PseudoTerminal.run(question + options, of: program).screen
            #expect(screen.contains("\u{1B}[2mThe flat was painted by Gordon. [?]"), "\(screen)")
            #expect(!screen.contains("\u{1B}[2mThe lease"))
        }
    }

    @Test("Both forms of API answer from the files, with tokens, and with the cost once prices are known")
    func usage() async throws {
        let server = try Self.server()
        let program = try await Self.library()
        let keys = ["OPENAI_API_KEY": "sk-open-0123456789", "ANTHROPIC_API_KEY": "sk-ant-0123456789"]
        let question = "When does the lease end?"
        for (engine, cached, price) in [
            ("openai:\(server.url(""))#gemma-7b", nil, 0.0011), ("anthropic:\(server.url(""))#claude", 600, 0.00056),
        ] as [(String, Double?, Double)] {
            let plain = try await program.run("ask", "notes", question, "--engine", engine, "--json", environment: keys)
            #expect(plain.status == 0, "\(plain.diagnostics)")
            let usage = try #require(try plain.json()["usage"])
            #expect(usage["promptTokens"]?.number == 1000)
            #expect(usage["answerTokens"]?.number == 20)
            #expect(usage["cacheReadTokens"]?.number == cached)
            #expect(usage["cost"] == nil)
            #expect(try plain.json()["citations"]?[0]?["supported"]?.bool == true)

            let set = try await program.run(
                "engines", "set", engine, "--prompt-price", "1", "--answer-price", "5", "--cache-read-price", "0.1")
            #expect(set.status == 0, "\(set.diagnostics)")
            let priced = try await program.run(
                "ask", "notes", question, "--engine", engine, "--explain", "--json", environment: keys)
            let cost = try #require(try priced.json()["usage"]?["cost"])
            #expect(abs((cost["amount"]?.number ?? 0) - price) < 1e-9)
            #expect(cost["currency"]?.string == "USD")
            let explained = try await program.run(
                "ask", "notes", question, "--engine", engine, "--explain", environment: keys)
            #expect(explained.diagnostics.contains("Used\n  1000 tokens read"), "\(explained.diagnostics)")
            #expect(explained.diagnostics.contains(" USD"))
            for outcome in [plain, priced, explained] {
                #expect(!(outcome.output + outcome.diagnostics).contains("0123456789"))
            }
        }
        let sent = server.requests.filter { !$0.body.isEmpty }
        #expect(sent.contains { $0.headers["authorization"] == "Bearer sk-open-0123456789" })
        #expect(sent.contains { $0.headers["x-api-key"] == "sk-ant-0123456789" })
        #expect(!sent.contains { $0.body.contains("0123456789") })
    }

    @Test("A window that nobody states is said to be a guess until it is set")
    func guessedWindow() async throws {
        let server = try Self.server()
        server["/v1/models"] = nil
        let program = try await Self.library()
        let engine = "openai:\(server.url("/v1"))#gemma-7b"
        let guessed = try await program.run("ask", "notes", "When does the lease end?", "--engine", engine)
        #expect(guessed.diagnostics.contains("8192 are taken for granted"), "\(guessed.diagnostics)")
        #expect(guessed.diagnostics.contains("bespoke engines set \(engine) --window TOKENS"))
        #expect(try await program.run("engines", "set", engine, "--window", "16000").status == 0)
        let set = try await program.run("ask", "notes", "When does the lease end?", "--engine", engine)
        #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
    }

    @Test("The list and the description of engines show window, price, key and proxy, and never a key")
    func shown() async throws {
        let server = try Self.server()
        let program = try Program(withModels: false)
        let engine = "openai:\(server.url("/v1"))#gemma-7b"
        let key = try program.write("sk-file-0123456789\n", to: "key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        #expect(
            try await program.run(
                "engines", "set", engine, "--prompt-price", "0.5", "--answer-price", "2", "--currency", "EUR",
                "--key-file", key.path, "--timeout", "30"
            ).status == 0)
        let list = try await program.run("engines")
        #expect(list.output.contains(engine))
        let row = try #require(
            try await program.run("engines", "--json").json()["engines"]?.items.first { $0["name"]?.string == engine })
        #expect(row["kind"]?.string == "server")
        #expect(row["key"]?.string == "the file \(key.path)")
        #expect(server.requests.isEmpty)

        let shown = try await program.run("engines", "show", engine, "--json")
        #expect(
            try shown.json().shape
                == "{address: string, api: string, attempts: number, key: string, leavesOut: [string], name: string, "
                + "prices: {answer: number, currency: string, prompt: number}, refuses: [string], sizeClass: string, "
                + "timeouts: {answer: number, connection: number, firstText: number, silence: number}, window: number, "
                + "windowSource: string}")
        #expect(try shown.json()["window"]?.number == 9000)
        #expect(try shown.json()["timeouts"]?["firstText"]?.number == 30)
        let text = try await program.run("engines", "show", engine)
        #expect(text.output.contains("9000 tokens, as the server says"), "\(text.output)")
        let other = try await program.run(
            "engines", "show", "anthropic:claude-x",
            environment: ["HTTPS_PROXY": "http://me:hunter2@127.0.0.1:1", "ANTHROPIC_API_KEY": "sk-ant-0123456789"])
        #expect(other.output.contains("the proxy 127.0.0.1:1 of HTTPS_PROXY"), "\(other.output)\(other.diagnostics)")
        for outcome in [list, shown, text, other] {
            #expect(!(outcome.output + outcome.diagnostics).contains("0123456789"))
            #expect(!(outcome.output + outcome.diagnostics).contains("hunter2"))
        }

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
        #expect(try await program.run("engines").output.contains("chmod 600"))
        let open = try await program.run("engines", "show", engine)
        #expect(open.status == 1)
        #expect(open.diagnostics.contains("is open to others (mode 644)"))
    }

    @Test("A wait for a busy server is told on standard error, and not with --quiet")
    func waits() async throws {
        let server = try Self.server()
        server["/v1/chat/completions"] = WebServer.Page(status: 429, headers: ["Retry-After": "0.1"])
        let program = try await Self.library()
        let arguments = ["ask", "notes", "When does the lease end?", "--engine", "openai:\(server.url(""))#gemma-7b"]
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("(status 429); asking again in 0.1 s (attempt 2 of 4)"))
        let quiet = try await program.run(arguments + ["--quiet"])
        #expect(!quiet.diagnostics.contains("asking again"))
        #expect(quiet.diagnostics.contains("takes no more requests now"))
    }

    @Test(
        "Wrong settings end with 64 and say what to do",
        arguments: [
            (["engines", "set", "anthropic:m"], "Say what to set"),
            (["engines", "set", "anthropic:m", "--window", "1"], "must be from 256"),
            (["engines", "set", "anthropic:m", "--prompt-price", "1"], "both --prompt-price and --answer-price"),
            (["engines", "set", "anthropic:m", "--prompt-price=-1", "--answer-price", "1"], "a price is -1"),
            (
                ["engines", "set", "anthropic:m", "--prompt-price", "1", "--answer-price", "1", "--currency", "$"],
                "such as USD"
            ),
            (["engines", "set", "SmolLM2-135M-Instruct", "--window", "9000"], "is no server"),
            (["engines", "show", "SmolLM2-135M-Instruct"], "is no server"),
            (["create", "x", "--engine", "anthropic:"], "names no model after “anthropic:”"),
            (["create", "x", "--engine", "anthropic:a b"], "names no model after “anthropic:”"),
            (["create", "x", "--engine", "anthropic:ftp://h#m"], "is not an http or https address"),
        ])
    func wrong(arguments: [String], message: String) async throws {
        let outcome = try await Program(withModels: false).run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
    }
}
