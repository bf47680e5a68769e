internal import Foundation
internal import Testing

@Suite("Open and replay", .serialized)
struct OpenAndReplayTests {
    private func handbook() async throws -> Program {
        let program = try Program()
        #expect(try await program.run("create", "handbook").status == 0)
        let files = Program.repository.appending(path: "examples/larkfield").path
        #expect(try await program.run("add", "handbook", files).status == 0)
        return program
    }

    private func ask(_ question: String, _ program: Program) async throws -> String {
        try #require(try await program.run("ask", "handbook", question, "--json").json()["id"]?.string)
    }

    @Test("A source is shown by its lines, with the quoted words marked")
    func lines() async throws {
        let program = try await handbook()
        let id = try await ask("How many weeks of parental leave do I get?", program)
        let outcome = try await program.run("open", id, "1", "--context", "2")
        #expect(
            outcome.output == """
                [1] employee-handbook.md, lines 43–45
                Larkfield Instruments: Employee handbook > 2 Leave > 2.2 Parental leave (policy HR-204)
                  41  ### 2.2 Parental leave (policy HR-204)
                  42  
                > 43  Every parent receives 18 weeks of fully paid parental leave for the birth or the adoption of a child, whatever their gender and
                > 44  however long they have been with the company. The leave can be taken in up to three parts within the child's first two years.
                  45  It is announced eight weeks before it begins. Longer leave that the law of the country grants is not touched by this rule.
                  46  
                  47  ### 2.3 Leave for special reasons (policy HR-206)

                """)
        let json = try await program.run("open", id, "--json").json()
        #expect(
            json.shape == "{document: string, id: string, number: number, passages: [{headings: [string], lines: "
                + "[{number: number, text: string}], location: {lines: [number]}, quote: string, sentence: string}]}")
        let line = try #require(json["passages"]?[0]?["lines"]?.items.first { $0["number"]?.number == 44 })
        #expect(line["marked"]?.items.map(\.number) == [0, 45])
        let terminal = try await PseudoTerminal.run(["open", "last"], of: program)
        #expect(terminal.screen.contains("\u{1B}[1;7mEvery parent receives"))
        #expect(terminal.screen.contains("the company.\u{1B}[0m"))
    }

    @Test(
        "A source without lines is shown by its passage",
        arguments: [
            ("What does error E-07 mean?", "lf-200-manual.pdf, page 6", "> E-07"),
            ("Where can guests park in Shanghai?", "visitors.html", "basement B2"),
            ("国内出差的餐饮补助是多少？", "shanghai-travel.md", "国内出差的餐饮补助为每天一百二十元"),
        ])
    func passages(question: String, place: String, words: String) async throws {
        let program = try await handbook()
        let id = try await ask(question, program)
        let outcome = try await program.run("open", id)
        #expect(outcome.output.contains(place) && outcome.output.contains(words), "\(outcome.output)")
        #expect(outcome.output.split(separator: "\n").contains { $0.hasPrefix("> ") }, "\(outcome.output)")
    }

    @Test("What cannot be opened is told")
    func errors() async throws {
        let program = try await handbook()
        let id = try await ask("How large may an e-mail be?", program)
        let number = try await program.run("open", id, "77")
        #expect(number.status == 1 && number.diagnostics.contains("has no source 77; it has 1, 2"))
        let unknown = try await program.run("open", "zzzzzz", "1")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("there is no conversation or answer"))
        #expect(try await program.run("open", id, "x").status == 64)
        #expect(try await program.run("remove", "handbook", "it-faq.txt").status == 0)
        let gone = try await program.run("open", id, "1")
        #expect(gone.status == 1 && gone.diagnostics.contains("was removed or replaced"), "\(gone.diagnostics)")
    }

    @Test("On an unchanged library a replay has the same bytes, in conversations too, and after edits of the profile")
    func same() async throws {
        let program = try await handbook()
        let input = "How many days of leave do I have in Utrecht?\nAnd in Leeds?\nWhere is the nearest volcano?\n"
        let chat = try await program.run(
            ["chat", "handbook", "--json", "--temperature", "0.9", "--seed", "7"], input: input)
        let ids = try chat.output.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))["id"]?.string ?? ""
        }
        #expect(ids.count == 3)
        for id in ids {
            let replay = try await program.run("replay", id, "--json")
            #expect(replay.status == 0, "\(replay.output)")
            let report = try replay.json()
            #expect(
                report.shape
                    == "{answer: string, changes: [], formerAnswer: string, id: string, question: string, same: bool}")
            #expect(report["same"]?.bool == true)
        }
        #expect(try await program.run("edit", "handbook", "--instructions", "Say everything in verse.").status == 0)
        let edited = try await program.run("replay", ids[1])
        #expect(edited.status == 0 && edited.output.contains("byte for byte"))
        #expect(edited.output.contains("the profile is in version 2 by now"))
    }

    @Test("A replay thinks as long as the answer did, whatever the profile says by then")
    func thinking() async throws {
        let program = try await handbook()
        #expect(try await program.run("edit", "handbook", "--think", "3").status == 0)
        let asked = try await program.run("ask", "handbook", "How large may an e-mail be?", "--json", "--explain")
            .json()
        #expect(asked["trace"]?["thinking"]?["count"]?.number == 3)
        #expect(asked["short"]?.string?.contains("MB") == true, "\(asked["answer"]?.string ?? "")")
        #expect(
            asked["trace"]?["thinking"]?.shape
                == "{considered: number, count: number, drafts: [{chosen: bool, score: number, snippet: number, support: number, "
                + "text: string, votes: number}], verdict: string, views: number}")
        #expect(try await program.run("edit", "handbook", "--think", "1").status == 0)
        let replay = try await program.run("replay", "last", "--json")
        #expect(replay.status == 0, "\(replay.output)")
        #expect(try replay.json()["same"]?.bool == true)
        let usual = try await program.run("ask", "handbook", "How large may an e-mail be?", "--explain")
        #expect(!usual.diagnostics.contains("Thought: "))
        let thought = try await program.run(
            "ask", "handbook", "How large may an e-mail be?", "--explain", "--think", "2")
        #expect(thought.diagnostics.contains("Thought: 2 views"), "\(thought.diagnostics)")
    }

    @Test("A replay tells the engine what variables stood for then")
    func variables() async throws {
        let program = try await handbook()
        let told = ["--instructions", "On {{date}} be {{tone|kind}} to readers of {{profile}}."]
        #expect(try await program.run(["edit", "handbook"] + told).status == 0)
        let question = ["ask", "handbook", "How large may an e-mail be?", "--json", "--explain"]
        let asked = try await program.run(question + ["--set", "tone=brief", "--set", "date=1999-12-31"]).json()
        #expect(
            asked["trace"]?["prompt"]?[0]?["content"]?.string?
                .hasPrefix("On 1999-12-31 be brief to readers of handbook.") == true)
        #expect(try await program.run("rename", "handbook", "other").status == 0)
        #expect(try await program.run("edit", "other", "--instructions", "Be silent.").status == 0)
        let replay = try await program.run("replay", "last", "--json")
        #expect(replay.status == 0, "\(replay.output)")
        #expect(try replay.json()["same"]?.bool == true)
    }

    @Test("On a changed library a replay says what changed")
    func changed() async throws {
        let program = try await handbook()
        let id = try await ask("How large may an e-mail be?", program)
        try program.write(
            "How large may an e-mail be?\n\nAn e-mail may be 99 MB large, including attachments.\n", to: "mail.md")
        #expect(try await program.run("add", "handbook", "mail.md").status == 0)
        let added = try await program.run("replay", id, "--json")
        let report = try added.json()
        #expect(report["changes"]?.items.map { $0["code"]?.string } == ["files"])
        #expect(report["changes"]?[0]?["message"]?.string?.contains("“mail.md”") == true)
        #expect(added.status == (report["same"]?.bool == true ? 0 : 1))
        #expect(try await program.run("remove", "handbook", "it-faq.txt").status == 0)
        let removed = try await program.run("replay", id)
        #expect(removed.status == 1)
        #expect(
            removed.output.contains("The answer is another one.") && removed.output.contains("went with a document"))
        #expect(removed.output.contains("99 MB"))
        let unknown = try await program.run("replay", "zzzzzz")
        #expect(unknown.status == 1)
    }
}
