import Foundation
import Library
import TestSupport
import Testing

struct VectorSearchTests {
    private let space = VectorSpace(name: "model", dimension: 24)

    /// Adds `count` chunks as `file` and returns their ids.
    private func add(_ count: Int, as file: String, to library: any LibraryStore) async throws -> [Int64] {
        guard count > 0 else { return [] }
        let id = try await library.add((0..<count).map { "\(file) \($0)" }, as: file)
        return try await library.chunks(of: id, ordinals: 0...count - 1, profile: "p").map(\.id)
    }

    private func cosine(_ a: [Float], _ b: [Float]) -> Double {
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
    }

    /// What is stored is off by at most about this much of a vector's length.
    private let tolerance = 2e-3

    /// The library's search must find what comparing with every vector finds, but for those that are as near as makes no odds.
    private func expectExact(
        _ library: any LibraryStore, _ vectors: [Int64: [Float]], query: [Float], limit: Int = 10
    ) async throws {
        let expected = vectors.map { (id: $0.key, score: cosine($0.value, query)) }
            .sorted { $0.score > $1.score }.prefix(limit)
        let hits = try await library.vectorSearch(query, in: space, profile: "p", limit: limit)
        #expect(hits.count == expected.count)
        for (hit, wanted) in zip(hits, expected) {
            #expect(abs(hit.score - wanted.score) < tolerance)
            let own = try #require(vectors[hit.id])
            #expect(abs(hit.score - cosine(own, query)) < tolerance)
        }
    }

    private func expectKept(_ library: any LibraryStore, _ vectors: [Int64: [Float]], of chunks: [Int64]) async throws {
        let kept = try await library.vectors(of: chunks, in: space)
        #expect(Set(kept.keys) == Set(vectors.keys))
        for (chunk, vector) in vectors {
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let other = try #require(kept[chunk])
            #expect(zip(vector, other).allSatisfy { abs($0 - $1) < Float(tolerance) * length })
        }
    }

    @Test("Search finds what comparing with every vector finds, whatever the vectors' lengths")
    func exact() async throws {
        try await withStore { library async throws in
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
            try await expectKept(library, vectors, of: Array(vectors.keys) + [9999])
            #expect(try await library.pendingVectors(in: space, profile: nil) == 0)
            #expect(try await library.statistics().vectors == 838)

            try await library.remove(files: ["0", "2"], fromProfile: "p")
            let left = vectors.filter { $0.key == 301 || $0.key > 338 }
            #expect(left.count == 501)
            for _ in 0..<5 { try await expectExact(library, left, query: random.vector(24)) }
            try await expectKept(library, left, of: Array(vectors.keys))
            #expect(try await library.statistics().vectors == 501)
            #expect(try await library.verify() == [])
        }
    }

    @Test("A second vector for a chunk replaces the first")
    func replaces() async throws {
        try await withStore { library async throws in
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
        try await withStore { library async throws in
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
        try await withStore { library async throws in
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
        try await withStore { library async throws in
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

    @Test("Of equal vectors those of the earliest chunks are found, however many there are")
    func equal() async throws {
        try await withStore { library async throws in
            var ids: [Int64] = []
            for file in 0..<20 { ids += try await add(1_000, as: "\(file)", to: library) }
            let one = [Float](repeating: 1, count: 24)
            try await library.store(ids.map { ($0, one) }, in: space)
            for _ in 0..<5 {
                let hits = try await library.vectorSearch(one, in: space, profile: "p", limit: 30)
                #expect(hits.map(\.id) == Array(ids.prefix(30)))
            }
        }
    }

    @Test("A vector of the wrong length or with a value that is no number is refused")
    func refuses() async throws {
        try await withStore { library async throws in
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
        try await withStore { library async throws in
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
        try await withStores { library, other async throws in
            let ids = try await add(2, as: "a", to: library)
            let one = [Float](repeating: 1, count: 24)
            try await library.store([(ids[0], one)], in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5).count == 1)
            try await other.store([(ids[1], one)], in: space)
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5).count == 2)
            try await other.remove(files: ["a"], fromProfile: "p")
            #expect(try await library.vectorSearch(one, in: space, profile: "p", limit: 5) == [])
        }
    }

    @Test(
        "Among 40,000 clustered vectors the nearest ten are found as by comparing with all, whatever the profile's share"
    )
    func large() async throws {
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let space = VectorSpace(name: "large", dimension: 130)
            var random = SplitMix64(state: 3)
            let centres = (0..<200).map { _ in random.vector(130) }
            var ids: [Int64] = []
            for file in 0..<40 {
                ids += try await add(1_000, as: "\(file)", to: library)
                if file % 4 == 0 {
                    let document = try #require(
                        try await library.files(ofProfile: "p").first { $0.file.name == "\(file)" })
                    try await library.attach(document.document, as: .sample("\(file)"), toProfile: "q")
                }
            }
            let vectors = ids.map { _ in
                zip(centres[Int.random(in: 0..<200, using: &random)], random.vector(130)).map { $0 + 0.6 * $1 }
            }
            try await library.store(zip(ids, vectors).map { ($0, $1) }, in: space)
            for profile in ["p", "q"] {
                let inScope = ids.indices.filter { profile == "p" || $0 / 1_000 % 4 == 0 }
                var found = 0
                for _ in 0..<20 {
                    let query = zip(centres[Int.random(in: 0..<200, using: &random)], random.vector(130))
                        .map { $0 + 0.6 * $1 }
                    let nearest = inScope.map { (id: ids[$0], score: cosine(vectors[$0], query)) }
                        .sorted { $0.score > $1.score }.prefix(10).map(\.id)
                    let hits = try await library.vectorSearch(query, in: space, profile: profile, limit: 10)
                    found += Set(hits.map(\.id)).intersection(nearest).count
                }
                #expect(found >= 198, "\(found) of 200 in profile \(profile)")
            }
            let query = vectors[7]
            let once = try await library.vectorSearch(query, in: space, profile: "p", limit: 50)
            #expect(try await library.vectorSearch(query, in: space, profile: "p", limit: 50) == once)
            #expect(try await library.verify().filter { $0.code.hasSuffix("Vectors") } == [])
        }
    }
}
