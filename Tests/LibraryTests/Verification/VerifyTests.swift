import Foundation
import Library
import TestSupport
import Testing

struct VerifyTests {
    /// A way to damage a library, and what verify calls it.
    struct Damage: CustomTestStringConvertible, Sendable {
        var sql: String
        var code: String
        var testDescription: String { sql }

        init(_ code: String, _ sql: String) {
            self.sql = sql
            self.code = code
        }
    }

    private static let damages = [
        Damage("orphanDocument", "DELETE FROM file WHERE name = 'a'"),
        Damage("missingBytes", "DELETE FROM document_bytes WHERE document = 1"),
        Damage("damagedBytes", "UPDATE document_bytes SET bytes = x'00' WHERE document = 1"),
        Damage("orphanChunk", "DELETE FROM document WHERE id = 1"),
        Damage("orphanChunk", "UPDATE chunk SET ordinal = 40 WHERE id = 3"),
        Damage("missingChunk", "DELETE FROM chunk WHERE id = 3"),
        Damage("damagedChunk", "UPDATE chunk SET pieces = '[' WHERE id = 3"),
        Damage("damagedChunk", "UPDATE chunk SET pieces = '[]' WHERE id = 3"),
        Damage("damagedChunk", "UPDATE chunk SET tokens = 0 WHERE id = 3"),
        Damage("damagedFile", "UPDATE file SET size = 1 WHERE name = 'a'"),
        Damage("damagedProfile", "UPDATE profile SET key = 'q' WHERE id = 1"),
        Damage("damagedProfile", "UPDATE profile SET name = 'q', key = 'q' WHERE id = 1"),
        Damage("damagedChunk", "UPDATE chunk SET headings = '7' WHERE id = 3"),
        Damage("damagedChunk", "UPDATE chunk SET text = '' WHERE id = 3"),
        Damage("missingFullText", "DELETE FROM recent_words"),
        Damage("missingFullText", "DELETE FROM word_posting"),
        Damage("orphanFullText", "INSERT INTO word_posting VALUES ('ghost', 7, 1, x'00')"),
        Damage("orphanFullText", "DELETE FROM chunk WHERE id = 3"),
        Damage("damagedFullText", "UPDATE chunk SET text = text || ' more words' WHERE id = 3"),
        Damage("damagedFullText", "DELETE FROM word_posting WHERE word = 'word'"),
        Damage("damagedFullText", "INSERT INTO word_posting VALUES ('ghost', 0, 1, x'06')"),
        Damage("damagedFullText", "UPDATE word_posting SET postings = x'FFFFFF' WHERE word = 'word'"),
        Damage("damagedFullText", "UPDATE recent_words SET words = substr(words, 1, 20)"),
        Damage("damagedFullText", "UPDATE document SET lengths = x'' WHERE id = 1"),
        Damage("orphanVector", "DELETE FROM chunk WHERE id = 3"),
        Damage("orphanVector", "DELETE FROM vector_block"),
        Damage("damagedVectors", "DELETE FROM vector_rest WHERE id % 100 = (1 << 44) % 100"),
        Damage("damagedVectors", "UPDATE vector_rest SET bytes = substr(bytes, 1, 16)"),
        Damage("damagedVectors", "UPDATE vector_rest SET bytes = zeroblob(length(bytes))"),
        Damage("damagedVectors", "UPDATE vector_block SET codes = zeroblob(length(codes))"),
        Damage("damagedVectors", "UPDATE vector_block SET checksum = 0"),
        Damage("damagedVectors", "UPDATE vector_block SET slots = x'0201'"),
        Damage("damagedProfile", "DELETE FROM profile_version WHERE profile = 1"),
        Damage("damagedProfile", "UPDATE profile_version SET snapshot = '{}' WHERE profile = 1"),
        Damage("damagedCounters", "UPDATE library SET next_chunk = 1"),
        Damage("damagedCounters", "DELETE FROM library"),
        Damage("brokenReference", "UPDATE file SET document = 77 WHERE name = 'a'"),
        Damage(
            "damagedDatabase",
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'chunk'; PRAGMA "
                + "schema_version = 999"
        ),
    ]

    private func fill(_ library: SQLiteLibrary) async throws {
        let space = VectorSpace(name: "model", dimension: 8)
        var random = SplitMix64(state: 2)
        for name in ["a", "b"] {
            let texts = (0..<10).map { "\(name) word \($0)" }
            let id = try await library.add(texts, headings: ["head"], as: name)
            let chunks = try await library.chunks(of: id, ordinals: 0...9, profile: "p")
            try await library.store(chunks.map { ($0.id, random.vector(8)) }, in: space)
            // The words of one file are in their places, those of the other are recent.
            if name == "a" { try await library.compact() }
        }
        #expect(try await library.verify() == [])
    }

    @Test("Each kind of damage is found and named", arguments: damages)
    func finds(damaged: Damage) async throws {
        try await withLibrary { library async throws in
            try await fill(library)
            try damage(library.file, damaged.sql)
            let problems = try await library.verify()
            #expect(problems.map(\.code).contains(damaged.code), "\(problems)")
            #expect(problems.allSatisfy { !$0.message.isEmpty })
        }
    }

    @Test("A message counts, and names what is concerned and what to do")
    func message() async throws {
        try await withLibrary { library async throws in
            try await fill(library)
            try damage(library.file, "DELETE FROM document_bytes")
            #expect(
                try await library.verify() == [
                    LibraryProblem(
                        code: "missingBytes",
                        message:
                            "2 documents (\"a\" of \"p\", \"b\" of \"p\") have lost their bytes; remove the files and add them again"
                    )
                ])
        }
    }

    @Test("Pages full of noise are found by verify, and told apart from other failures by every other call")
    func noise() async throws {
        try await withFolder { folder async throws in
            let file = folder.appending(path: "library.sqlite")
            do {
                let library = try SQLiteLibrary(at: folder)
                _ = try await library.create(Profile(name: "p"))
                try await fill(library)
                try await library.remove(files: ["b"], fromProfile: "p")
            }
            var bytes = try Data(contentsOf: file)
            var random = SplitMix64(state: 4)
            for index in 8192..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
            try bytes.write(to: file)
            var codes: [String] = []
            do {
                codes = try await SQLiteLibrary(at: folder).verify().map(\.code)
            } catch let error as LibraryError {
                codes = [error.code.rawValue]
            }
            #expect(codes.contains("damagedDatabase") || codes == ["damaged"])
        }
    }
}
