import Foundation
import Library
import Testing

struct ConcurrencyTests {
    @Test("Two connections that add at once lose nothing and mix nothing up")
    func addsAtOnce() async throws {
        try await withFolder { folder async throws in
            let libraries = try [SQLiteLibrary(at: folder), SQLiteLibrary(at: folder)]
            _ = try await libraries[0].create(Profile(name: "p"))
            let space = VectorSpace(name: "model", dimension: 4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, library) in libraries.enumerated() {
                    group.addTask {
                        for file in 0..<15 {
                            let texts = (0..<5).map { "unit \(number) \(file) \($0)" } + ["shared \(file)"]
                            let id = try await library.add(texts, as: "\(number)-\(file)")
                            let chunks = try await library.chunks(of: id, ordinals: 0...5, profile: "p")
                            try await library.store(chunks.map { ($0.id, [1, 2, 3, Float(file)]) }, in: space)
                            if file % 3 == 0 {
                                try await library.remove(files: ["\(number)-\(file)"], fromProfile: "p")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            for library in libraries {
                #expect(try await library.files(ofProfile: "p").count == 20)
                #expect(try await library.fullTextSearch("unit", profile: "p", limit: 999).count == 100)
                #expect(try await library.statistics().vectors == 120)
                #expect(try await library.verify() == [])
            }
        }
    }

    @Test("Many tasks may open a new library at once")
    func opensAtOnce() async throws {
        try await withFolder { folder async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask { _ = try await SQLiteLibrary(at: folder).create(Profile(name: "\(number)")) }
                }
                try await group.waitForAll()
            }
            #expect(try await SQLiteLibrary(at: folder).profiles().count == 6)
        }
    }

    @Test("The same document added twice at once is stored once")
    func sameDocument() async throws {
        try await withFolder { folder async throws in
            let libraries = try [SQLiteLibrary(at: folder), SQLiteLibrary(at: folder)]
            _ = try await libraries[0].create(Profile(name: "p"))
            async let first = libraries[0].add(["Same."], as: "a")
            async let second = libraries[1].add(["Same."], as: "b")
            #expect(try await first == second)
            #expect(try await libraries[0].statistics().documents == 1)
        }
    }
}
