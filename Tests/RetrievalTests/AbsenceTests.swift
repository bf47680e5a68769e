import Documents
import Library
import Retrieval
import Testing

/// Why a passage is not shown, and what shows it.
struct AbsenceTests {
    @Test("What is shown is said to be")
    func shown() async throws {
        try await withOtters { library in
            let report = try await absence(of: "3.txt", "otter 3", in: library)
            #expect(report.stage == .shown)
            #expect(report.snippet == 1)
            #expect(report.words?.rank == 1)
            #expect([report.candidatesPerStage, report.limit] == [nil, nil])
        }
    }

    @Test("A candidate below the limit is shown with the limit that is proposed, and not with one less")
    func limit() async throws {
        try await withOtters { library in
            let report = try await absence(of: "long.txt", "otter", limit: 2, in: library)
            #expect(report.stage == .limit)
            #expect(report.candidatesPerStage == nil)
            let limit = try #require(report.limit)
            #expect(try await shows("long.txt", "otter", RetrievalSettings(), limit, library))
            #expect(try await !shows("long.txt", "otter", RetrievalSettings(), limit - 1, library))
        }
    }

    @Test("What is no candidate is shown with the settings that are proposed, and with one candidate less it is not")
    func candidates() async throws {
        try await withOtters { library in
            var settings = RetrievalSettings()
            settings.candidatesPerStage = 2
            let report = try await absence(of: "long.txt", "otter", limit: 2, settings, in: library)
            #expect(report.stage == .candidates)
            #expect(report.rank != nil && report.words != nil && report.vector != nil)
            settings.candidatesPerStage = try #require(report.candidatesPerStage)
            let limit = report.limit ?? 2
            #expect(try await shows("long.txt", "otter", settings, limit, library))
            settings.candidatesPerStage -= 1
            #expect(try await !shows("long.txt", "otter", settings, 1000, library))
        }
    }

    @Test("What has no word of the query and no vector cannot be found")
    func unfound() async throws {
        try await withOtters { library in
            try await library.add(["Nothing of it."], as: "other.txt", embeddedBy: nil)
            let report = try await absence(of: "other.txt", "otter", in: library)
            #expect(report.stage == .unfound)
            #expect([report.words, report.vector] == [nil, nil])
        }
    }

    @Test("A page is looked for, and one that is not there is an error")
    func page() async throws {
        try await withOtters { library in
            try await library.add(
                [SampleChunk(text: "Trains leave.", page: 1), SampleChunk(text: "An otter.", page: 2)], as: "x.pdf")
            let report = try await absence(of: "x.pdf", page: 2, "otter", in: library)
            #expect(report.location.page == 2)
            #expect(report.words != nil)
            for (file, page) in [("x.pdf", 3), ("none.txt", nil)] {
                await #expect {
                    _ = try await absence(of: file, page: page, "otter", in: library)
                } throws: { ($0 as? LibraryError)?.code == .fileNotFound }
            }
        }
    }

    /// Twelve short texts of an otter and a long one.
    private func withOtters(_ body: (SQLiteLibrary) async throws -> Void) async throws {
        try await withLibrary { library in
            for number in 0..<12 { try await library.add([SampleChunk(text: "Otter \(number).")], as: "\(number).txt") }
            let words = (0..<40).map { "word\($0)" }.joined(separator: " ")
            try await library.add([SampleChunk(text: "Once an otter was there with \(words).")], as: "long.txt")
            try await body(library)
        }
    }

    private func absence(
        of file: String, page: Int? = nil, _ query: String, limit: Int = 5, _ settings: RetrievalSettings = .init(),
        in library: SQLiteLibrary
    ) async throws -> AbsenceReport {
        try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
            .absence(of: file, page: page, query: query, profile: "p", limit: limit)
    }

    private func shows(
        _ file: String, _ query: String, _ settings: RetrievalSettings, _ limit: Int, _ library: SQLiteLibrary
    ) async throws -> Bool {
        try await Retriever(library: library, embedder: WordEmbedder(), settings: settings)
            .search(query, profile: "p", limit: limit).snippets.contains { $0.document == file }
    }
}
