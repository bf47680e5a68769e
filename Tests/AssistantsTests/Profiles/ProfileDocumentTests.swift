import Assistants
import Foundation
import Library
import Testing

/// Profiles as YAML text.
struct ProfileDocumentTests {
    @Test("Every setting survives the round trip")
    func roundTrip() throws {
        var profile = Profile(
            name: "handbook", instructions: "You answer.\nBriefly.", starters: ["How many days?", "Who: me?"])
        profile.settings.engine = "openai:http://localhost:8080#gemma"
        profile.settings.temperature = 0.7
        profile.settings.topK = 12
        profile.settings.topP = 0.9
        profile.settings.minP = 0.01
        profile.settings.repetitionPenalty = 1.1
        profile.settings.seed = .max
        profile.settings.maximumAnswerTokens = 99
        profile.settings.snippetCount = 6
        profile.settings.sourceWeights = [
            SourceWeight(path: "contracts/**", weight: 2), SourceWeight(path: "*.tmp", weight: 0.5),
        ]
        profile.settings.recencyHalfLife = 180
        profile.settings.diversity = 0.25
        profile.settings.thinking = 4
        profile.settings.leastConfidence = LeastConfidence()
        profile.settings.leastConfidence?.chinese = 0.95
        let read = try ProfileDocument.parse(ProfileDocument.text(of: profile), name: "other")
        #expect(read.name == profile.name)
        #expect(read.instructions == profile.instructions)
        #expect(read.starters == profile.starters)
        #expect(read.settings == profile.settings)
    }

    @Test("Lines are written as lines, and numbers as people write them")
    func readable() throws {
        var profile = Profile(name: "handbook", instructions: "You answer.\n\n  Briefly.\n", starters: ["Why?"])
        profile.settings.temperature = 0.5
        profile.settings.topP = 1
        profile.settings.repetitionPenalty = 1.1
        #expect(
            try ProfileDocument.text(of: profile) == """
                name: handbook
                instructions: |
                  You answer.

                    Briefly.
                starters:
                - Why?
                sampling:
                  temperature: 0.5
                  top-p: 1
                  repetition-penalty: 1.1

                """)
    }

    @Test(
        "A value out of its range is an error that names the key",
        arguments: [
            ("sampling: {temperature: 7}", "sampling.temperature is 7.0; it must be from 0.0 to 2.0"),
            ("sampling: {top-k: 0}", "sampling.top-k is 0; it must be from 1 to 1000"),
            ("think: 0", "think is 0; it must be from 1 to 16"),
            ("retrieval: {snippets: 51}", "retrieval.snippets is 51; it must be from 1 to 50"),
            (
                "retrieval: {weights: [{path: a, weight: 1}, {path: b/**, weight: 0}]}",
                "retrieval.weights is 0.0; it must be from 0.01 to 100.0 (for b/**)"
            ),
            (
                "retrieval: {weights: [{path: \"[a\", weight: 1}]}",
                "retrieval.weights is “[a”, a path that can match nothing; write names, *, ?, [a-z] and **, divided by /"
            ),
            (
                "retrieval: {recency-half-life: 0}",
                "retrieval.recency-half-life is 0.0; it must be from 0.01 to 36500.0"
            ),
            ("retrieval: {diversity: 2}", "retrieval.diversity is 2.0; it must be from 0.0 to 1.0"),
        ])
    func range(yaml: String, message: String) {
        #expect(throws: AssistantError(.invalidProfileFolder, "a.yaml: \(message)")) {
            try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml")
        }
    }

    @Test(
        "Text without keys is empty, text with a mistake is not",
        arguments: [("", true), ("\n# x\n", true), ("{}", true), ("name: x", false), ("[", false), ("nam: x", false)])
    func emptiness(yaml: String, isEmpty: Bool) {
        #expect(ProfileDocument.isEmpty(yaml) == isEmpty)
    }

    @Test("What is the product's default is not written")
    func defaults() throws {
        let text = try ProfileDocument.text(of: Profile(name: "bare"))
        #expect(!text.contains("sampling"))
        #expect(!text.contains("retrieval"))
        #expect(!text.contains("engine"))
        let read = try ProfileDocument.parse(text, name: "x")
        #expect(read.settings == ProfileSettings())
    }

    static let strings = [
        "", "plain", "no", "null", "~", "true", "5", "0x1F", "1e3", "1990-01-01", "- item", "# no comment",
        "key: value",
        "a\nb\n\n  c\n", "trailing \nspaces  \n", "\n\nleading", "\ttab\n\tlines", "“quotes” 'and' \"more\"",
        "{{braces}}",
        "[list]", "&anchor *alias", "| pipe", "> fold", "%percent", "@at", "`tick`", "--- \n...\n", "年假有二十五天。\n🇩🇪👩‍👩‍👧",
        "\u{202E}right to left", "e\u{301} combining", "back\\slash", "\u{7}bell", "a\r\nb", "\u{85}\u{2028}lines",
        String(repeating: "long line ", count: 100), " ", "  indented\nless",
    ]

    @Test("Any text survives the round trip", arguments: strings)
    func anyText(text: String) throws {
        let profile = Profile(name: "x", instructions: text, starters: [text, text])
        let read = try ProfileDocument.parse(ProfileDocument.text(of: profile), name: "y")
        #expect(read.instructions == text)
        #expect(Array(read.instructions.unicodeScalars) == Array(text.unicodeScalars))
        #expect(read.starters == [text, text])
    }

    @Test("The example of the documentation is read")
    func example() throws {
        let profile = try ProfileDocument.parse(
            """
            name: handbook
            instructions: |
              You answer questions of new colleagues.
              Be brief.
            starters:
              - How many days of leave do I have?
            engine: SmolLM2-135M-Instruct
            sampling:
              temperature: 0
            retrieval:
              snippets: 6
            """, name: "folder")
        #expect(profile.name == "handbook")
        #expect(profile.instructions == "You answer questions of new colleagues.\nBe brief.\n")
        #expect(profile.starters == ["How many days of leave do I have?"])
        #expect(profile.settings.engine == "SmolLM2-135M-Instruct")
        #expect(profile.settings.temperature == 0)
        #expect(profile.settings.snippetCount == 6)
    }

    @Test(
        "Everything may be left out; the name is then the folder's",
        arguments: ["", "\n", "# only a comment\n", "---\n", "{}"])
    func nothing(yaml: String) throws {
        let profile = try ProfileDocument.parse(yaml, name: "folder")
        #expect(profile.name == "folder")
        #expect(profile.instructions.isEmpty)
        #expect(profile.settings == ProfileSettings())
    }

    @Test(
        "An unknown key is an error with its line",
        arguments: [
            ("name: x\ninstruction: hello\n", "line 2: unknown key “instruction”"),
            ("sampling:\n  temprature: 1\n", "line 2: unknown key “sampling.temprature”"),
            ("retrieval:\n  snippets: 3\n  rerank: yes\n", "line 3: unknown key “retrieval.rerank”"),
            ("Name: x\n", "line 1: unknown key “Name”"),
            ("retrieval:\n  weights:\n    - paths: a\n", "line 3: unknown key “retrieval.weights.paths”"),
        ])
    func unknownKey(yaml: String, message: String) {
        let error = #expect(throws: AssistantError.self) {
            try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml")
        }
        #expect(error?.code == .invalidProfileFolder)
        #expect(error?.message.hasPrefix("a.yaml: \(message); known are ") == true, "\(error?.message ?? "")")
    }

    @Test(
        "A wrong kind of value is an error that names the key",
        arguments: [
            ("sampling:\n  temperature: warm\n", "sampling.temperature"),
            ("sampling:\n  top-k: 1.5\n", "sampling.top-k"),
            ("sampling:\n  seed: -1\n", "sampling.seed"), ("starters: hello\n", "starters"),
            ("starters:\n  - a: b\n", "starters.1"), ("retrieval: 5\n", "retrieval"), ("sampling: [1]\n", "sampling"),
            ("instructions: [a, b]\n", "instructions"), ("retrieval:\n  snippets: many\n", "retrieval.snippets"),
        ])
    func wrongKind(yaml: String, key: String) {
        let error = #expect(throws: AssistantError.self) {
            try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml")
        }
        #expect(error?.message.hasPrefix("a.yaml: ") == true)
        #expect(error?.message.contains("“\(key)” has the wrong kind of value") == true, "\(error?.message ?? "")")
    }

    @Test("Text that is not a mapping is an error", arguments: ["just words", "- a\n- b\n", "5"])
    func noMapping(yaml: String) {
        #expect(
            throws: AssistantError(
                .invalidProfileFolder, "a.yaml: expected keys such as “instructions:” and “starters:”")
        ) { try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml") }
    }

    @Test(
        "Broken YAML is an error with its line",
        arguments: [
            ("name: x\nstarters: [a, b\nengine: y\n", "3"), ("name: \"open\n", "2"), ("name: x\n\tengine: y\n", "2"),
            ("a: *unknown\n", "1"), ("name: x\nname: y\n", "duplicated key(s): 'name'"),
        ])
    func broken(yaml: String, line: String) {
        let error = #expect(throws: AssistantError.self) {
            try ProfileDocument.parse(yaml, name: "x", origin: "a.yaml")
        }
        #expect(error?.message.hasPrefix("a.yaml") == true)
        #expect(error?.message.contains(line) == true, "\(error?.message ?? "")")
    }
}
