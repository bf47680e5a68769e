import Foundation
import Library
import Testing

/// The codes of a large library are read by two connections at once.
struct VectorReadingTests {
    private let space = VectorSpace(name: "model", dimension: 4)
    private let vectors: [[Float]] = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]

    /// A library with a vector at its beginning, one in the middle and one at the end of as many chunks as a large library has.
    private func withFarChunks(_ body: (_ folder: URL, _ file: URL, _ chunks: [Int64]) async throws -> Void)
        async throws
    {
        try await withFolder { folder in
            let library = try SQLiteLibrary(at: folder)
            _ = try await library.create(Profile(name: "p"))
            var chunks: [Int64] = []
            for (number, vector) in vectors.enumerated() {
                try damage(library.file, "UPDATE library SET next_chunk = \(1 + number * 500_000)")
                let id = try await library.add(["text \(number)"], as: "\(number)")
                chunks += try await library.chunks(of: id, ordinals: 0...0, profile: "p").map(\.id)
                try await library.store([(chunks[number], vector)], in: space)
            }
            try await body(folder, library.file, chunks)
        }
    }

    @Test("Both halves are found, in order, and what another process adds to either afterwards")
    func bothHalves() async throws {
        try await withFarChunks { folder, _, chunks in
            #expect(chunks == [1, 500_001, 1_000_001])
            let library = try SQLiteLibrary(at: folder)
            for (vector, chunk) in zip(vectors, chunks) {
                let hits = try await library.vectorSearch(vector, in: space, profile: "p", limit: 3)
                #expect(hits.count == 3)
                #expect(hits.first?.id == chunk)
            }
            let other = try SQLiteLibrary(at: folder)
            try await other.store([(chunks[0], [0, 0, 0, 1]), (chunks[2], [0, 0, 0, 1])], in: space)
            let hits = try await library.vectorSearch([0, 0, 0, 1], in: space, profile: "p", limit: 2)
            #expect(hits.map(\.id) == [chunks[0], chunks[2]])
        }
    }

    @Test("A damaged row is named, in whichever half it is", arguments: [0, 1, 2])
    func damaged(_ number: Int) async throws {
        try await withFarChunks { folder, file, chunks in
            try damage(
                file, "UPDATE vector_block SET codes = x'00' WHERE id % 16777216 = \(chunks[number] / 256)")
            let library = try SQLiteLibrary(at: folder)
            let error = await libraryError {
                _ = try await library.vectorSearch([1, 0, 0, 0], in: space, profile: "p", limit: 3)
            }
            #expect(error?.code == .damaged)
            #expect(error?.message.contains("vector block \(chunks[number] / 256) ") == true)
        }
    }
}
