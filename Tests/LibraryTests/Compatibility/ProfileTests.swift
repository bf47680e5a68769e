import Foundation
import Library
import Testing

struct ProfileTests {
    @Test("A created profile comes back as it was returned, in version 1")
    func creates() async throws {
        try await withStore { library async throws in
            var profile = Profile(name: "Handbook", instructions: "Be brief.", starters: ["What is new?"])
            profile.settings.engine = "openai:http://localhost:8000#m"
            profile.settings.seed = .max
            profile.settings.temperature = 0.7
            let created = try await library.create(profile)
            #expect(created.version == 1)
            #expect(created.settings == profile.settings)
            #expect(try await library.profile(named: "handbook") == created)
            #expect(try await library.profiles().map(\.name) == ["Handbook", "p"])
            #expect(try await library.profiles().map(\.engine) == ["openai:http://localhost:8000#m", nil])
        }
    }

    @Test("Every change makes a version, and a change of nothing makes none")
    func versions() async throws {
        try await withStore { library async throws in
            let second = try await library.update(profile: "p") {
                $0.instructions = "New."
                $0.version = 77
                $0.updatedAt = .distantPast
            }
            #expect(second.version == 2)
            #expect(second.updatedAt > Date(timeIntervalSinceNow: -60))
            let same = try await library.update(profile: "p") { $0.instructions = "New." }
            #expect(same == second)
            let renamed = try await library.rename(profile: "p", to: "q")
            #expect(renamed.version == 3)
            let versions = try await library.versions(ofProfile: "q")
            #expect(versions.map(\.version) == [3, 2, 1])
            #expect(versions.map(\.name) == ["q", "p", "p"])
            #expect(versions.map(\.instructions) == ["New.", "New.", ""])
            #expect(versions[0] == renamed)
        }
    }

    @Test("What a change throws reaches the caller, and nothing changes")
    func rollsBack() async throws {
        struct Refusal: Error {}
        try await withStore { library async throws in
            await #expect(throws: Refusal.self) {
                try await library.update(profile: "p") {
                    $0.instructions = "Lost."
                    throw Refusal()
                }
            }
            #expect(try await library.profile(named: "p").instructions == "")
        }
    }

    @Test("A clone has settings and files, is in version 1, and outlives the original")
    func clones() async throws {
        try await withStore { library async throws in
            _ = try await library.update(profile: "p") { $0.settings.snippetCount = 7 }
            let document = try await library.add(["The pump runs at noon."], as: "pump.txt")
            let clone = try await library.clone(profile: "p", as: "copy")
            #expect(clone.version == 1)
            #expect(clone.settings.snippetCount == 7)
            try await library.delete(profile: "p")
            #expect(try await library.files(ofProfile: "copy").map(\.document) == [document])
            #expect(try await library.fullTextSearch("pump", profile: "copy", limit: 5).count == 1)
            #expect(try await library.statistics().documents == 1)
            try await library.delete(profile: "copy")
            #expect(try await library.statistics().documents == 0)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Names that differ in case or Unicode form only are the same name")
    func namesFold() async throws {
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "Caf\u{E9}"))
            let error = await libraryError { _ = try await library.create(Profile(name: "cafe\u{301}")) }
            #expect(error?.code == .profileExists)
            #expect(error?.message.contains("\"Caf\u{E9}\" already exists") == true)
            #expect(try await library.rename(profile: "caf\u{E9}", to: "CAF\u{C9}").name == "CAF\u{C9}")
            let taken = await libraryError { _ = try await library.rename(profile: "p", to: "cAF\u{C9}") }
            #expect(taken?.code == .profileExists)
        }
    }

    @Test(
        "A name that cannot be used is refused, and the message says why",
        arguments: [
            ("", "it is empty"), (String(repeating: "x", count: 65), "it has 65 characters"),
            ("a/b", "path separator"), ("a\\b", "path separator"), ("a\nb", "control character"),
            ("a\u{0}b", "control character"), ("..", "folder's name"), ("-x", "starts like an option"),
            (" x", "starts or ends with a space"),
        ])
    func refusesNames(name: String, reason: String) async throws {
        try await withStore { library async throws in
            for attempt in [
                { _ = try await library.create(Profile(name: name)) },
                { _ = try await library.rename(profile: "p", to: name) },
                { _ = try await library.clone(profile: "p", as: name) },
            ] {
                let error = await libraryError(attempt)
                #expect(error?.code == .invalidName)
                #expect(error?.message.contains(reason) == true)
            }
        }
    }

    @Test("Names of 64 characters in any script are accepted", arguments: ["é", "漢", "👩‍👩‍👧"])
    func acceptsNames(character: String) async throws {
        try await withStore { library async throws in
            let name = String(repeating: character, count: 64)
            #expect(try await library.create(Profile(name: name)).name == name)
            #expect(try await library.profile(named: name).name == name)
        }
    }

    private typealias Change = @Sendable (inout ProfileSettings) -> Void

    private static let badSettings: [(Change, String)] = [
        ({ $0.temperature = 2.1 }, "the temperature is 2.1; it must be from 0.0 to 2.0"),
        ({ $0.temperature = .nan }, "the temperature is nan; it must be from 0.0 to 2.0"),
        ({ $0.topK = 0 }, "the number of likeliest tokens (top-k) is 0; it must be from 1 to 1000"),
        ({ $0.topP = -0.1 }, "the share of likeliest tokens (top-p) is -0.1; it must be from 0.0 to 1.0"),
        ({ $0.minP = 1.5 }, "the least share of the likeliest token (min-p) is 1.5; it must be from 0.0 to 1.0"),
        ({ $0.repetitionPenalty = 0.4 }, "the repetition penalty is 0.4; it must be from 0.5 to 2.0"),
        ({ $0.maximumAnswerTokens = 40000 }, "the most tokens of an answer is 40000; it must be from 1 to 32768"),
        ({ $0.snippetCount = 51 }, "the number of snippets is 51; it must be from 1 to 50"),
        ({ $0.thinking = 0 }, "how long it thinks is 0; it must be from 1 to 16"),
        ({ $0.thinking = 17 }, "how long it thinks is 17; it must be from 1 to 16"),
        ({ $0.engine = " " }, "engine is empty; name a model, or openai:URL#model"),
    ]

    @Test("A setting out of its range is refused with its value and the range", arguments: badSettings.indices)
    func refusesSettings(index: Int) async throws {
        let (change, message) = Self.badSettings[index]
        try await withStore { library async throws in
            let error = await libraryError {
                _ = try await library.update(profile: "p") { change(&$0.settings) }
            }
            #expect(error == LibraryError(.invalidSetting, message))
            #expect(try await library.profile(named: "p").version == 1)
        }
    }

    @Test("A profile that is not there is reported with the nearest name")
    func suggests() async throws {
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "handbook"))
            let near = await libraryError { try await library.delete(profile: "handbok") }
            #expect(
                near
                    == LibraryError(
                        .profileNotFound, "no profile is named \"handbok\"; did you mean \"handbook\"?"))
            let far = await libraryError { _ = try await library.files(ofProfile: "zzzzzz") }
            #expect(
                far
                    == LibraryError(
                        .profileNotFound, "no profile is named \"zzzzzz\"; `bespoke list` shows the profiles"))
        }
    }
}
