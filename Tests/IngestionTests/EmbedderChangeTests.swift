import Foundation
import Inference
import Ingestion
import Library
import Testing

@Suite struct EmbedderChangeTests {
    /// A library with vectors of the embedder "counting" for 300 chunks.
    private func withLibrary(_ body: (Workshop) async throws -> Void) async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": Workshop.longText("pump", paragraphs: 300)])
            #expect(try await shop.add("a.md").embedded == 300)
            try await body(shop)
        }
    }

    private func change(_ shop: Workshop, to embedder: CountingEmbedder, from former: String = "counting")
        -> EmbedderChange
    {
        EmbedderChange(library: shop.library, to: embedder, from: former)
    }

    private func pending(_ shop: Workshop, _ name: String) async throws -> Int {
        try await shop.library.pendingVectors(in: VectorSpace(name: name, dimension: 8), profile: nil)
    }

    @Test("All chunks get vectors of the new embedder, the former ones stay, and the way back costs nothing")
    func changes() async throws {
        try await withLibrary { shop async throws in
            #expect(try await shop.library.embedderChoice() == EmbedderChoice(current: "counting"))
            #expect(try await change(shop, to: CountingEmbedder(name: "new")).run() == 300)
            #expect(try await shop.library.embedderChoice() == EmbedderChoice(current: "new", former: "counting"))
            #expect(try await pending(shop, "counting") == 0)
            #expect(try await pending(shop, "new") == 0)
            let back = CountingEmbedder()
            #expect(try await change(shop, to: back, from: "new").run() == 0)
            #expect(back.texts.isEmpty)
            #expect(try await shop.library.embedderChoice() == EmbedderChoice(current: "counting", former: "new"))
            #expect(try await shop.library.verify().isEmpty)
        }
    }

    @Test("An interrupted change leaves the old embedder in use, and goes on where it was")
    func resumes() async throws {
        try await withLibrary { shop async throws in
            await #expect(throws: InferenceError.self) {
                try await change(shop, to: CountingEmbedder(name: "new", failingAfter: 2)).run()
            }
            #expect(try await shop.library.embedderChoice() == EmbedderChoice(current: "counting"))
            let left = try await pending(shop, "new")
            #expect(left > 0 && left < 300)
            #expect(try await change(shop, to: CountingEmbedder(name: "new")).run() == left)
            #expect(try await shop.library.embedderChoice().current == "new")
        }
    }

    @Test("Of three embedders the vectors of the oldest are gone, and the file shrinks by them")
    func forgets() async throws {
        try await withLibrary { shop async throws in
            _ = try await change(shop, to: CountingEmbedder(name: "new")).run()
            let two = try await shop.library.statistics()
            _ = try await change(shop, to: CountingEmbedder(name: "newest"), from: "new").run()
            #expect(try await pending(shop, "counting") == 300)
            #expect(try await pending(shop, "new") == 0)
            let three = try await shop.library.statistics()
            #expect(three.vectors == two.vectors && three.bytes <= two.bytes + 8_192)
        }
    }

    @Test("A library that got a chunk meanwhile is not changed over")
    func incomplete() async throws {
        try await withLibrary { shop async throws in
            let new = VectorSpace(name: "new", dimension: 8)
            #expect(try await shop.library.use(embedder: new, insteadOf: "counting") == false)
            #expect(try await shop.library.embedderChoice() == EmbedderChoice(current: "counting"))
        }
    }
}
