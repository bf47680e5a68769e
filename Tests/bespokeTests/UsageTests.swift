internal import Testing

@Suite("Wrong usage")
struct UsageTests {
    @Test(
        "ends with 64 and says what to do",
        arguments: [
            (["shwo"], "did you mean “show”?"),
            (["list", "--jsn"], "Did you mean '--json'?"),
            (["create"], "Give the profile a name."),
            (["create", "a/b"], "no name for a profile"),
            (["create", "-x"], "there is no option “-x”"),
            (["add", "x", "-dash.md"], "there is no option “-dash.md”"),
            (["text", ""], "the path is empty"),
            (["create", "x", "--temperature", "3"], "--temperature is 3"),
            (["create", "x", "--sampling-top-k", "0"], "--sampling-top-k is 0; it must be from 1 to 1000"),
            (["create", "x", "--maximum-tokens", "0"], "--maximum-tokens is 0; it must be from 1 to 32768"),
            (["create", "x", "--top-k", "0"], "--top-k is 0; it must be from 1 to 50"),
            (["create", "x", "--seed", "-1"], "--seed"),
            (["create", "x", "--engine", "openai:nowhere"], "openai:"),
            (["ask", "x"], "Missing expected argument '<question> ...'"),
            (["ask", "x", "y", "--strict", "--free"], "--strict and --free exclude each other"),
            (["ask", "x", "y", "--top-k", "51"], "must be between 1 and 50"),
            (["ask", "x", "y", "--think", "0"], "--think is 0, and must be between 1 and 16"),
            (["chat", "x", "--think", "17"], "--think is 17, and must be between 1 and 16"),
            (["test", "x", "--think", "-1"], "--think"),
            (["eval", "answers", "x", "--think", "many"], "--think"),
            (["create", "x", "--think", "17"], "--think is 17; it must be from 1 to 16"),
            (["search", "x", "y", "--limit", "0"], "must be between 1 and 1000"),
            (["search", "x", "  "], "the query is empty"),
            (["search", "x", "y", "--budget", "300"], "The value '300' is invalid for '--budget <time>'"),
            (["search", "x", "y", "--reranked", "0"], "--reranked is 0, and must be between 1 and 200."),
            (["search", "x", "y", "--wordings", "9"], "--wordings is 9, and must be between 1 and 5."),
            (["create", "x", "--weight", "a"], "The value 'a' is invalid for '--weight <path=number>'"),
            (["create", "x", "--weight", "a=0"], "--weight is 0.0; it must be from 0.01 to 100.0 (for a)"),
            (["create", "x", "--recency", "-1"], "--recency"),
            (["predict"], "Missing expected argument"),
            (["predict", "x", "--top", "0"], "must be between 1 and 100"),
            (["predict", "x", "--tree", "--top", "20"], "is too large"),
            (["add", "x", "--crawl", "99"], "--crawl is 99, and must be between 0 and 50."),
            (["add", "x", "--max-pages", "0"], "--max-pages is 0, and must be between 1 and 100000."),
            (["add", "x", "--delay", "9999"], "--delay is 9999.0, and must be between 0 and 3600 seconds."),
            (["watch", "x", "--interval", "0"], "--interval is 0.0; it must be 1 second at least."),
            (["watch", "x", "--debounce", "0"], "--debounce is 0.0, and must be between 0.01 and 3600 seconds."),
            (["text", "file:///etc/passwd"], "give its path instead"),
            (["list", "--home", ""], "--home needs the path of a folder."),
        ])
    func usage(arguments: [String], message: String) async throws {
        let outcome = try await Program(withModels: false).run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.diagnostics.hasPrefix("bespoke: "))
        #expect(outcome.diagnostics.contains(message), "\(outcome.diagnostics)")
    }

    @Test(
        "An unknown profile ends with 1 and the nearest name",
        arguments: [
            ["show", "handbok"], ["edit", "handbok", "--seed", "1"], ["rename", "handbok", "x"],
            ["clone", "handbok", "x"], ["delete", "handbok"], ["files", "handbok"], ["remove", "handbok", "x"],
            ["search", "handbok", "x"], ["ask", "handbok", "x"], ["add", "handbok", "/dev/null"],
            ["sync", "handbok"], ["watch", "handbok"],
        ])
    func unknownProfile(arguments: [String]) async throws {
        let program = try Program(withModels: false)
        #expect(try await program.run("create", "handbook").status == 0)
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.diagnostics.contains("handbok"))
        #expect(outcome.diagnostics.contains("did you mean \"handbook\"?"), "\(outcome.diagnostics)")
        #expect(outcome.diagnostics.split(separator: "\n").count == 1)
    }
}
