import Foundation
import Library
import TestSupport
import Testing

struct VectorSearchTests {
    private let space = VectorSpace(name: "model", dimension: 24)

    /// Adds `count` chunks as `file` and returns their ids.
    private func add(_ count: Int, as file: String, to library: SQLiteLibrary) async throws -> [Int64] {
        guard count > 0 else { return [] }
        let id = try await library.add((0..<count).map { "\(file) \($0)" }, as: file)
        return try await library.chunks(of: id, ordinals: 0...count - 1, profile: "p").map(\.id)
    }

    private func cosine(_ a: [Float], _ b: [Float]) -> Double {
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
    }

    /// The library's search must find what comparing with every vector finds.
    private func expectExact(
        _ library: SQLiteLibrary, _ vectors: [Int64: [Float]], query: [Float], limit: Int = 10
    ) async throws {
        let expected = vectors.map { (id: $0.key, score: cosine($0.value, query)) }
            .sorted { $0.score > $1.score }.prefix(limit)
        let hits = try await library.vectorSearch(query, in: space, profile: "p", limit: limit)
        #expect(hits.map(\.id) == expected.map(\.id))
        for (hit, wanted) in zip(hits, expected) { #expect(abs(hit.score - wanted.score) < 1e-5) }
    }

    @Test("Search finds what comparing with every vector finds, whatever the vectors' lengths")
    func exact() async throws {
        try await withLibrary { library async throws in
            var random = SplitMix64(state: 7)
            var vectors: [Int64: [Float]] = [:]
            for (number, count) in [300, 1, 37, 500].enumerated() {
                for id in try await add(count, as: "\(number)", to: library) {
                    let length = Float.random(in: 0.01...100, using: &random)
                    vectors[id] = random.vector(24).map { $0 * length }
                }
            }
            var batch = vectors.map { (chunk: $0.key, vector: $0.value) }
            batch.shuffle(using: &random)
            for start in stride(from: 0, to: batch.count, by: 50) {
                try await library.store(Array(batch[start..<min(start + 50, batch.count)]), in: space)
            }
            for _ in 0..<5 { try await expectExact(library, vectors, query: random.vector(24)) }
            #expect(try await library.vectors(of: Array(vectors.keys) + [9999], in: space) == vectors)
            #expect(try await library.pendingVectors(in: space, profile: nil) == 0)
            #expect(try await library.statistics().vectors == 838)

            try await library.remove(files: ["0", "2"], fromProfile: "p")
            let left = vectors.filter { $0.key == 301 || $0.key > 338 }
            #expect(left.count == 501)
            for _ in 0..<5 { try await expectExact(library, left, query: random.vector(24)) }
            #expect(try await library.vectors(of: Array(vectors.keys), in: space) == left)
            #expect(try await library.statistics().vectors == 501)
            #expect(try await library.verify() == [])
        }
    }

    @Test("A second vector for a chunk replaces the first")
    func replaces() async throws {
        try await withLibrary { library async throws in
            let ids = try await add(20, as: "a", to: library)
            var random = SplitMix64(state: 8)
            try await library.store(ids.map { ($0, random.vector(24)) }, in: space)
            _ = try await library.vectorSearch(random.vector(24), in: space, profile: "p", limit: 3)
            let vectors = Dictionary(uniqueKeysWithValues: ids.map { ($0, random.vector(24)) })
            try await library.store(vectors.map { ($0.key, $0.value) }, in: space)
            try await expectExact(library, vectors, query: random.vector(24), limit: 20)
            #expect(try await library.statistics().vectors == 20)
        }
    }

    @Test("Chunks that wait for a vector are found in order, page by page")
    func pending() async throws {
        try await withLibrary { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let ids = try await add(600, as: "a", to: library)
            try await library.add(NewDocument.sample(["elsewhere"]), as: .sample("b"), toProfile: "q")
            let stored = ids.filter { $0 % 3 == 0 }
            try await library.store(stored.map { ($0, [Float](repeating: 1, count: 24)) }, in: space)
            let waiting = ids.filter { $0 % 3 != 0 }
            #expect(try await library.pendingVectors(in: space, profile: "p") == waiting.count)
            #expect(try await library.pendingVectors(in: space, profile: nil) == waiting.count + 1)
            var found: [Int64] = []
            while true {
                let page = try await library.chunksWithoutVector(
                    in: space, profile: "p", after: found.last ?? 0, limit: 64)
                #expect(page.allSatisfy { $0.file == "a" && $0.content.text.hasPrefix("a ") })
                guard !page.isEmpty else { break }
                found += page.map(\.id)
            }
            #expect(found == waiting)
            let all = try await library.chunksWithoutVector(in: space, profile: nil, after: 600, limit: 9)
            #expect(all.map(\.content.text) == ["elsewhere"])
            #expect(all.map(\.file) == [""])
            let other = VectorSpace(name: "other", dimension: 24)
            #expect(try await library.pendingVectors(in: other, profile: "p") == 600)
        }
    }

    @Test("Vectors for chunks that are gone are passed over, and numbers are never used twice")
    func passesOver() async throws {
        try await withLibrary { library async throws in
            let old = try await add(5, as: "a", to: library)
            try await library.remove(files: ["a"], fromProfile: "p")
            let new = try await add(5, as: "b", to: library)
            #expect(Set(old).isDisjoint(with: new))
            let one = [Float](repeating: 1, count: 24)
            try await library.store((old + [new[0], -1, .max]).map { ($0, one) }, in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 9).map(\.id) == [new[0]])
            #expect(try await library.verify() == [])
        }
    }

    @Test("Spaces and profiles are separate")
    func separates() async throws {
        try await withLibrary { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let ids = try await add(3, as: "a", to: library)
            let one = [Float](repeating: 1, count: 24)
            try await library.store(ids.map { ($0, one) }, in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "q", limit: 5) == [])
            let other = VectorSpace(name: "model", dimension: 2)
            #expect(try await library.vectorSearch([1, 1], in: other, profile: "p", limit: 5) == [])
            try await library.store([(ids[1], [1, 1])], in: other)
            #expect(try await library.vectorSearch([1, 1], in: other, profile: "p", limit: 5).map(\.id) == [ids[1]])
        }
    }

    @Test("A vector of the wrong length or with a value that is no number is refused")
    func refuses() async throws {
        try await withLibrary { library async throws in
            let short = await libraryError { try await library.store([(1, [1, 2])], in: space) }
            #expect(short?.code == .dimensionMismatch)
            #expect(short?.message.hasPrefix("the vector of chunk 1 has 2 floats, but model has 24") == true)
            let query = await libraryError {
                _ = try await library.vectorSearch([1], in: space, profile: "p", limit: 1)
            }
            #expect(query?.code == .dimensionMismatch)
            var vector = [Float](repeating: 1, count: 24)
            vector[3] = .nan
            let number = await libraryError { try await library.store([(1, vector)], in: space) }
            #expect(number?.code == .failed)
        }
    }

    @Test("A vector of zeros is stored and matches nothing better than 0")
    func zeros() async throws {
        try await withLibrary { library async throws in
            let ids = try await add(2, as: "a", to: library)
            let one = [Float](repeating: 1, count: 24)
            try await library.store([(ids[0], [Float](repeating: 0, count: 24)), (ids[1], one)], in: space)
            let hits = try await library.vectorSearch(one, in: space, profile: "p", limit: 5)
            #expect(hits.map(\.id) == [ids[1], ids[0]])
            #expect(hits[1].score == 0)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Another process's changes are seen by the next search")
    func seesOthers() async throws {
        try await withLibrary { library async throws in
            let ids = try await add(2, as: "a", to: library)
            let one = [Float](repeating: 1, count: 24)
            try await library.store([(ids[0], one)], in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5).count == 1)
            let other = try SQLiteLibrary(at: library.file.deletingLastPathComponent())
            try await other.store([(ids[1], one)], in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5).count == 2)
            try await other.remove(files: ["a"], fromProfile: "p")
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5) == [])
        }
    }
}
