import Library
import Retrieval
import Testing

/// Files that count more than others, and newer ones.
struct SourcePreferenceTests {
    private static let day: Int64 = 86_400_000_000_000

    private func documents(_ query: String, _ change: (inout RetrievalSettings) -> Void) async throws -> [String] {
        var documents: [String] = []
        try await withLibrary { library in
            let now: Int64 = 1_790_000_000_000_000_000
            try await library.add(["Otters swim all day in old rivers."], as: "drafts/a.txt", modified: now)
            try await library.add(
                ["Otters swim all day in new rivers."], as: "contracts/b.txt", modified: now - 400 * Self.day)
            try await library.add(["Otters swim, and trains leave."], as: "c.txt", modified: now - 4_000 * Self.day)
            var settings = RetrievalSettings()
            change(&settings)
            documents = try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
                .search(query, profile: "p", limit: 5).snippets.map(\.document)
        }
        return documents
    }

    @Test("Files of a greater weight come before files that match as well")
    func weights() async throws {
        let query = "otters swim all day in rivers"
        #expect(
            try await documents(query) { $0.sourceWeights = [SourceWeight(path: "contracts/**", weight: 3)] }.first
                == "contracts/b.txt")
        #expect(
            try await documents(query) { $0.sourceWeights = [SourceWeight(path: "drafts/**", weight: 3)] }.first
                == "drafts/a.txt")
    }

    @Test("Where several paths match, the last one counts")
    func lastWeight() async throws {
        let found = try await documents("otters swim all day in rivers") {
            $0.sourceWeights = [
                SourceWeight(path: "drafts/**", weight: 50), SourceWeight(path: "*.txt", weight: 1),
                SourceWeight(path: "b.txt", weight: 3),
            ]
        }
        #expect(found.first == "contracts/b.txt")
    }

    @Test("A weight does not put first what does not match")
    func modest() async throws {
        let found = try await documents("otters swim all day in old rivers") {
            $0.sourceWeights = [SourceWeight(path: "c.txt", weight: 1.5)]
        }
        #expect(found.first == "drafts/a.txt")
    }

    @Test("Newer files come before older ones that match as well; age counts from the newest")
    func recency() async throws {
        #expect(try await documents("otters swim all day in new rivers") { _ in }.first == "contracts/b.txt")
        let query = "otters swim all day in rivers"
        let newest = try await documents(query) { $0.recencyHalfLife = 30 }
        #expect(newest.first == "drafts/a.txt")
        // Where a year is nothing, both are new.
        let both = try await documents("otters swim all day in new rivers") { $0.recencyHalfLife = 36_500 }
        #expect(both.first == "contracts/b.txt")
    }

    @Test("A profile's settings hold where a search says nothing")
    func ofProfile() {
        var profile = ProfileSettings()
        profile.sourceWeights = [SourceWeight(path: "a", weight: 2)]
        profile.recencyHalfLife = 30
        profile.diversity = 0.5
        let settings = RetrievalSettings().of(profile)
        #expect(settings.sourceWeights == profile.sourceWeights)
        #expect(settings.recencyHalfLife == 30)
        #expect(settings.diversity == 0.5)
        var own = RetrievalSettings()
        own.diversity = 0.2
        #expect(own.of(profile).diversity == 0.2)
    }
}
