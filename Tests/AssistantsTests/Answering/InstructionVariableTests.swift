import Assistants
import Inference
import Foundation
import Library
import TestSupport
import Testing

/// Variables of the instructions in prompts, and in what is kept of an answer.
struct InstructionVariableTests {
    private static let profile = {
        let told = "For {{profile}} on {{date}}: be {{tone|kind}}, say {{greeting}}."
        var profile = Profile(name: "p", instructions: told)
        profile.settings.variables = ["greeting": "hello"]
        return profile
    }()

    private func answer(_ options: AskOptions) async throws -> Answer {
        var result: Answer?
        try await withLibrary { library in
            let engine = ScriptedEngine(.large, says: "Employees have 25 days of paid leave.")
            result =
                try await ask(
                    SmallEngineTests.question, in: library, engine: engine, profile: Self.profile, options: options
                ).answer
        }
        return try #require(result)
    }

    @Test("The engine is told their values, and the answer remembers them")
    func values() async throws {
        var options = AskOptions()
        options.date = Date(timeIntervalSince1970: 1_790_000_000)
        let day = options.date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
        let first = try await answer(options)
        #expect(first.trace.prompt[0].content.hasPrefix("For p on \(day): be kind, say hello.\n\n"))
        #expect(first.settings.variables == ["profile": "p", "date": day, "greeting": "hello"])

        options.variables = ["tone": "brief", "greeting": "hi", "date": "1999-12-31"]
        let second = try await answer(options)
        #expect(second.trace.prompt[0].content.hasPrefix("For p on 1999-12-31: be brief, say hi.\n\n"))
        #expect(
            second.settings.variables
                == ["profile": "p", "date": "1999-12-31", "greeting": "hi", "tone": "brief"])
    }

    @Test("A value for a variable that is not there is an error with the nearest name")
    func unknown() async throws {
        var options = AskOptions()
        options.variables = ["tome": "brief"]
        await #expect(
            throws: AssistantError(
                .unknownVariable, "the instructions have no variable {{tome}}; did you mean {{tone}}?")
        ) {
            _ = try await answer(options)
        }
    }

    @Test("Values are keys of a profile's text")
    func document() throws {
        let yaml = "name: a\ninstructions: Be {{tone}} for {{years}} years.\nvariables:\n  years: 5\n  tone: brief\n"
        let profile = try ProfileDocument.parse(yaml, name: "x")
        #expect(profile.settings.variables == ["tone": "brief", "years": "5"])
        let text = try ProfileDocument.text(of: profile)
        #expect(text.contains("variables:\n  tone: brief\n  years: "))
        #expect(!text.contains("sampling"))
        #expect(try ProfileDocument.parse(text, name: "x").settings == profile.settings)
        #expect(throws: AssistantError.self) { try ProfileDocument.parse("variables: 5", name: "x") }
    }
}
