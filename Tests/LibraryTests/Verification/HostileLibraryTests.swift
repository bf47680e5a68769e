import Foundation
import Library
import TestSupport
import Testing

struct HostileLibraryTests {
    @Test("A library with random bytes in it gives errors or answers, never a crash", arguments: 0..<8)
    func survives(seed: Int) async throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/library-v9.sqlite")
        let sound = try Data(contentsOf: fixture)
        var random = SplitMix64(state: UInt64(seed))
        for _ in 0..<12 {
            var bytes = sound
            // The first page holds the schema, which SQLite itself must check; most damage should get past it.
            let start = random.next() % 4 == 0 ? 100 : 4096
            for _ in 0..<(1 + random.next() % 40) {
                bytes[Int.random(in: start..<bytes.count, using: &random)] = UInt8(truncatingIfNeeded: random.next())
            }
            try await withFolder { folder async throws in
                try bytes.write(to: folder.appending(path: "library.sqlite"))
                _ = await libraryError { try await use(SQLiteLibrary(at: folder)) }
            }
        }
    }

    @Test(
        "Values that cannot be right give errors or answers, never a crash",
        arguments: [
            "UPDATE document SET first_chunk = -5, chunk_count = 9", "UPDATE document SET chunk_count = -1",
            "UPDATE document SET first_chunk = 9223372036854775807", "UPDATE document SET first_chunk = 1",
            "UPDATE document SET lengths = zeroblob(3)", "UPDATE document SET type = 'papyrus'",
            "UPDATE document SET diagnostics = 'x'", "UPDATE file SET document = 1",
            "UPDATE vector_space SET dimension = -4", "UPDATE vector_space SET dimension = 9223372036854775807",
            "UPDATE vector_block SET id = 9223372036854775807", "UPDATE vector_block SET id = -1",
            "UPDATE vector_block SET id = id + 17592186044415",
            "UPDATE vector_block SET slots = x'0101010101'", "UPDATE vector_block SET slots = x'0504030201'",
            "UPDATE vector_rest SET id = id + 1", "UPDATE vector_rest SET bytes = x'01'",
            "UPDATE vector_rest SET bytes = randomblob(length(bytes))",
            "UPDATE vector_block SET codes = randomblob(length(codes))",
            "UPDATE chunk SET pieces = replace(pieces, '\"range\":[0,', '\"range\":[-9,')",
            "UPDATE chunk SET id = id + 9223372036854770000", "UPDATE library SET next_chunk = 9223372036854775807",
            "UPDATE library SET generation = 9223372036854775807", "UPDATE profile_version SET updated_at = 1 << 62",
            "UPDATE file SET added_at = -9223372036854775807, size = -1", "DROP TABLE chunk", "DROP TABLE library",
            "DROP TABLE word_posting", "DROP TABLE recent_words",
            "UPDATE word_posting SET postings = x'FFFFFFFFFFFFFFFFFF'",
            "UPDATE word_posting SET postings = zeroblob(9000)", "UPDATE word_posting SET block = 9223372036854775807",
            "UPDATE word_posting SET block = -block - 1", "UPDATE word_posting SET chunks = -9223372036854775807",
            "INSERT INTO recent_words VALUES (1, 1, x'FFFFFFFF7F')",
            "INSERT INTO recent_words VALUES (-9, 1, x'0170010101')",
        ])
    func survivesValues(sql: String) async throws {
        try await withFolder { folder async throws in
            let fixture = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fixtures/library-v9.sqlite")
            let file = folder.appending(path: "library.sqlite")
            try FileManager.default.copyItem(at: fixture, to: file)
            try damage(file, sql)
            let library = try SQLiteLibrary(at: folder)
            let problems = try? await library.verify()
            #expect(problems != [] || sql.contains("_at"))
            try await use(library)
        }
    }

    /// Calls everything; what fails must fail with a library's error.
    private func use(_ library: SQLiteLibrary) async throws {
        let space = VectorSpace(name: "fixture", dimension: 4)
        let calls: [() async throws -> Void] = [
            { _ = try await library.profiles() },
            { _ = try await library.versions(ofProfile: "handbook") },
            {
                for file in try await library.files(ofProfile: "handbook") {
                    _ = try await library.bytes(of: file.document)
                }
            },
            { _ = try await library.chunks(Array(1...9), profile: "handbook") },
            {
                for file in try await library.files(ofProfile: "handbook") {
                    _ = try await library.chunks(of: file.document, ordinals: 0...Int.max, profile: "handbook")
                }
            },
            { _ = try await library.fullTextSearch("pump 取水许可 the", profile: "handbook", limit: 9) },
            { _ = try await library.vectorSearch([1, 2, 3, 4], in: space, profile: "handbook", limit: 9) },
            { _ = try await library.vectors(of: Array(1...9), in: space) },
            { _ = try await library.pendingVectors(in: space, profile: nil) },
            { _ = try await library.chunksWithoutVector(in: space, profile: nil, after: 0, limit: 9) },
            { _ = try await library.statistics() },
            { _ = try await library.verify() },
            { try await library.store([(1, [4, 3, 2, 1]), (4, [1, 1, 1, 1])], in: space) },
            { try await library.add(NewDocument.sample(["New."]), as: .sample("pump.md"), toProfile: "handbook") },
            { try await library.remove(files: ["old.txt"], fromProfile: "notes") },
            { try await library.delete(profile: "handbook") },
            { try await library.compact() },
        ]
        for call in calls {
            do { try await call() } catch { #expect(error is LibraryError, "\(error)") }
        }
    }
}
