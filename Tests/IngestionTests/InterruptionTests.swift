import Foundation
import Ingestion
import Library
import Synchronization
import TestSupport
import Testing

@Suite struct InterruptionTests {
    @Test("An ingest that is cancelled again and again ends complete, with nothing embedded twice", arguments: 0..<4)
    func cancelling(seed: UInt64) async throws {
        try await Workshop.run { shop in
            var random = SplitMix64(state: seed)
            for number in 0..<12 {
                try shop.folder.write(["\(number).md": Workshop.longText("topic\(number)", paragraphs: 40)])
            }
            let embedder = CountingEmbedder(delay: 0.005)
            let pipeline = shop.pipeline(embedder)
            for _ in 0..<8 {
                let files = shop.folder
                let task = Task { try await pipeline.add(["."], toProfile: "p", base: files) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...60, using: &random)))
                task.cancel()
                _ = await task.result
                #expect(try await shop.library.verify().isEmpty)
            }
            let report = try await pipeline.add(["."], toProfile: "p", base: shop.folder)
            #expect(report.failed.isEmpty)
            #expect(try await shop.names().count == 12)
            #expect(try await shop.library.pendingVectors(in: shop.space, profile: "p") == 0)
            #expect(embedder.texts.count == Set(embedder.texts).count)
            #expect(Set(embedder.texts).count == 480)
            #expect(try await shop.library.statistics().vectors == 480)
        }
    }

    @Test("A cancelled ingest throws CancellationError and keeps what it had stored")
    func cancelledEmbedding() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": Workshop.longText("apple", paragraphs: 300)])
            let embedder = CountingEmbedder(delay: 0.02)
            let pipeline = shop.pipeline(embedder)
            let files = shop.folder
            let running = Mutex<Task<IngestReport, any Error>?>(nil)
            let task = Task {
                try await pipeline.add(["a.md"], toProfile: "p", base: files) { state in
                    if state.chunksDone >= 128 { running.withLock { $0?.cancel() } }
                }
            }
            running.withLock { $0 = task }
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            #expect(try await shop.library.pendingVectors(in: shop.space, profile: "p") == 300 - embedder.texts.count)
            #expect(embedder.texts.count >= 128 && embedder.texts.count < 300)
        }
    }

    @Test("Two ingests at once on one library add everything once")
    func twoAtOnce() async throws {
        try await Workshop.run { shop in
            for number in 0..<30 {
                try shop.folder.write(["\(number).md": Workshop.longText("topic\(number)", paragraphs: 80)])
            }
            let second = try SQLiteLibrary(at: shop.library.file.deletingLastPathComponent())
            let embedder = CountingEmbedder(delay: 0.01)
            let files = shop.folder
            async let one = shop.pipeline(embedder).add(["."], toProfile: "p", base: files)
            async let two = IngestPipeline(library: second, embedder: embedder).add(["."], toProfile: "p", base: files)
            let reports = try await [one, two]
            #expect(reports.allSatisfy { $0.failed.isEmpty })
            let statistics = try await shop.library.statistics()
            #expect(statistics.documents == 30 && statistics.chunks == 2_400 && statistics.vectors == 2_400)
            #expect(try await shop.library.verify().isEmpty)
            #expect(embedder.texts.count < 3_600, "few batches are computed by both")
        }
    }
}
