import Foundation
import Library
import TestSupport
import Testing

struct ErasureTests {
    /// Everything that the library has on disk.
    private func bytesOnDisk(_ library: SQLiteLibrary) throws -> Data {
        try ["", "-wal"].reduce(into: Data()) { data, suffix in
            let file = URL(filePath: library.file.path + suffix)
            if FileManager.default.fileExists(atPath: file.path) { data += try Data(contentsOf: file) }
        }
    }

    private func contains(_ words: [String], _ library: SQLiteLibrary) throws -> [String] {
        let bytes = try bytesOnDisk(library)
        return words.filter { bytes.range(of: Data($0.utf8)) != nil }
    }

    private let secrets = ["xylophonist", "quetzalcoatlus"]

    /// Adds documents around one with the secrets as text and heading, and a vector for it.
    private func fill(_ library: SQLiteLibrary) async throws {
        for number in 0..<20 {
            try await library.add((0..<10).map { "Plain words number \(number) \($0)." }, as: "\(number).txt")
        }
        try await library.add(["A \(secrets[0]) plays."], headings: [secrets[1]], as: "secret.txt")
        #expect(try contains(secrets, library) == secrets)
    }

    @Test("No byte of a removed file's text remains on disk, in no index and not in the log")
    func removes() async throws {
        try await withLibrary { library async throws in
            try await fill(library)
            try await library.remove(files: ["secret.txt"], fromProfile: "p")
            #expect(try contains(secrets, library) == [])
            #expect(try contains(["Plain words number 7 3"], library).count == 1)
            #expect(try await library.verify() == [])
        }
    }

    @Test("No byte of a deleted profile's text remains on disk")
    func deletes() async throws {
        try await withLibrary { library async throws in
            try await fill(library)
            _ = try await library.update(profile: "p") { $0.instructions = "Talk like a coelacanth." }
            try await library.delete(profile: "p")
            #expect(try contains(secrets + ["coelacanth", "Plain words"], library) == [])
            #expect(try await library.verify() == [])
        }
    }

    @Test("What a replaced file leaves in the index is erased by compact")
    func compacts() async throws {
        try await withLibrary { library async throws in
            try await fill(library)
            try await library.add(["Nothing to see."], as: "secret.txt")
            #expect(try await library.found(secrets[0]) == [])
            try await library.compact()
            #expect(try contains(secrets, library) == [])
            #expect(try await library.found("nothing see") == ["Nothing to see."])
        }
    }

    @Test("The file shrinks when most of it is removed")
    func shrinks() async throws {
        try await withLibrary { library async throws in
            var random = SplitMix64(state: 1)
            let empty = try await library.statistics().bytes
            let texts = (0..<200).map { _ in
                (0..<200).map { _ in String(random.next() % 100_000, radix: 36) }.joined(separator: " ")
            }
            let id = try await library.add(texts, as: "large.txt")
            let space = VectorSpace(name: "s", dimension: 64)
            let chunks = try await library.chunks(of: id, ordinals: 0...199, profile: "p")
            try await library.store(chunks.map { ($0.id, random.vector(64)) }, in: space)
            #expect(try await library.statistics().bytes > empty + 400_000)
            try await library.remove(files: ["large.txt"], fromProfile: "p")
            #expect(try await library.statistics().bytes <= empty + 20_000)
        }
    }
}
