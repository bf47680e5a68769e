import Documents
import Foundation
import GRDB
import Library
import Testing

struct OldLibraryTests {
    /// The versions of the schema, each of which has a fixture with the same content.
    private static let versions = [1, 2, 3, 4, 5, 6, 7, 8, 9]

    /// Opens a copy of the library that this version of the schema made.
    private func withOldLibrary(_ version: Int, _ body: (SQLiteLibrary) async throws -> Void) async throws {
        try await withFolder { folder async throws in
            let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures")
            try FileManager.default.copyItem(
                at: fixtures.appending(path: "library-v\(version).sqlite"), to: folder.appending(path: "library.sqlite")
            )
            try await body(try SQLiteLibrary(at: folder))
        }
    }

    @Test("An old library is read whole", arguments: versions)
    func reads(version: Int) async throws {
        try await withOldLibrary(version) { library async throws in
            #expect(try await library.verify() == [])
            let versions = try await library.versions(ofProfile: "handbook")
            #expect(versions.map(\.instructions) == ["Answer in one sentence.", "Answer briefly."])
            #expect(versions[0].settings.seed == 42)
            #expect(versions[0].settings.temperature == 0.5)
            #expect(versions[0].starters == ["How often is the pump serviced?"])
            let files = try await library.files(ofProfile: "handbook")
            #expect(files.map(\.file.name) == ["pump.md", "规定.txt"])
            #expect(files.map(\.chunkCount) == [3, 2])
            #expect(files.map(\.type) == [.markdown, .plainText])
            #expect(files[0].file.modified == 1_790_000_000_000_000_000)
            #expect(files[0].diagnostics.map(\.message) == ["Windows-1252"])
            #expect(files[0].ledger == nil)
            // None was chosen, so it has the one of its vectors, whatever the default is by now.
            #expect(try await library.embedderChoice() == EmbedderChoice(current: "fixture"))
            #expect(try await library.files(ofProfile: "notes").map(\.file.name) == ["old.txt", "规定.txt"])
            #expect(try await library.bytes(of: files[0].document).starts(with: "The pump P-101".utf8))
        }
    }

    @Test("An old library is searched by words and by vector", arguments: versions)
    func searches(version: Int) async throws {
        try await withOldLibrary(version) { library async throws in
            let space = VectorSpace(name: "fixture", dimension: 4)
            let words = try await library.fullTextSearch("service hours of P-101?", profile: "handbook", limit: 5)
            #expect(words.map(\.id).first == 1)
            #expect(try await library.fullTextSearch("许可证", profile: "notes", limit: 5).map(\.id) == [4])
            // One character within a word: the first version knew only pairs and the last of a run.
            #expect(try await library.fullTextSearch("可", profile: "notes", limit: 5).map(\.id) == [4])
            let nearest = try await library.vectorSearch([0.5, 0.8, 0, 0], in: space, profile: "handbook", limit: 2)
            #expect(nearest.map(\.id) == [4, 2])
            let vector = try #require(try await library.vectors(of: [5], in: space)[5])
            #expect(zip(vector, [0, 0, 0.6, -0.8]).allSatisfy { abs($0 - $1) < 1e-3 })
            let waiting = try await library.chunksWithoutVector(in: space, profile: nil, after: 0, limit: 9)
            #expect(waiting.map(\.content.text) == ["An old note about valves."])
            let chunk = try #require(try await library.chunks([2], profile: "handbook").first)
            #expect(chunk.content.headings == ["Maintenance", "Pumps"])
            #expect(chunk.title == "Pump manual")
            #expect(chunk.content.pieces.map(\.location) == [Location(lines: 2...2)])
        }
    }

    @Test("An old library is changed like a new one", arguments: versions)
    func changes(version: Int) async throws {
        try await withOldLibrary(version) { library async throws in
            _ = try await library.create(Profile(name: "p"))
            try await library.add(["A new pump."], as: "new.txt")
            try await library.delete(profile: "handbook")
            try await library.remove(files: ["old.txt"], fromProfile: "notes")
            #expect(try await library.found("pump") == ["A new pump."])
            #expect(try await library.statistics().documents == 2)
            #expect(try await library.verify() == [])
        }
    }

    @Test("A library whose Thai was kept as pairs of characters is spelled anew, and others are left as they are")
    func dividesByDictionary() async throws {
        try await withLibrary { library async throws in
            try await library.add(["ภาษาไทยไม่มีช่องว่าง"], as: "thai")
            try await library.add(["Nothing but English."], as: "english")
            try await library.settle()
            try damage(
                library.file,
                """
                UPDATE word_posting SET word = 'ษาไ' WHERE word = 'ไทย';
                UPDATE word_posting SET word = 'kept' WHERE word = 'english';
                PRAGMA user_version = 8;
                """)
            let folder = library.file.deletingLastPathComponent()
            #expect(try await SQLiteLibrary(at: folder).found("ไทย") == ["ภาษาไทยไม่มีช่องว่าง"])
            #expect(try await SQLiteLibrary(at: folder).verify() == [])

            try damage(
                library.file,
                """
                DELETE FROM word_posting WHERE word > 'zz';
                UPDATE word_posting SET word = 'kept' WHERE word = 'english';
                PRAGMA user_version = 8;
                """)
            #expect(try await SQLiteLibrary(at: folder).found("kept") == ["Nothing but English."])
        }
    }

    @Test("The conversation of an old library is read, and forgets what is removed", arguments: [7, 8, 9])
    func remembers(version: Int) async throws {
        try await withOldLibrary(version) { library async throws in
            let conversation = try #require(try await library.conversations(ofProfile: "handbook").first)
            #expect(conversation.name == "How often is the pump serviced?")
            let answers = try await library.answers(inConversation: conversation.id)
            #expect(answers.map(\.content.text) == ["Every 60 days. [1]", "Every 60 days. [1]"])
            #expect(answers.map(\.content.snippets.count) == [2, 0])
            #expect(answers.map(\.content.sources.count) == [2, 1])
            try await library.remove(files: ["pump.md"], fromProfile: "handbook")
            let left = try await library.answers(inConversation: conversation.id).map(\.content)
            #expect(left.map(\.text) == [nil, "Every 60 days. [1]"])
            #expect(left[1].query == nil)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Other programs read the file, its full-text index included", arguments: versions)
    func isPlain(version: Int) async throws {
        try await withOldLibrary(version) { library async throws in
            let queue = try DatabaseQueue(path: library.file.path)
            let counts = try await queue.read { database in
                try Int.fetchAll(database, sql: "SELECT chunks FROM word_posting WHERE word = 'pump'")
            }
            #expect(counts == [3])
        }
    }
}
