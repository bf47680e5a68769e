import Documents
import Foundation
import Inference
import Ingestion
import Library
import Synchronization
import Testing

@Suite struct IngestPipelineTests {
    @Test("Files are added with their chunks, words and vectors")
    func adding() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["docs/leave.md": "# Leave\n\nAsk early.", "docs/zh/假期.txt": "请提前申请假期。"])
            let embedder = CountingEmbedder()
            let report = try await shop.add("docs", with: embedder)
            #expect(report.added == 2 && report.failed.isEmpty && report.chunks == 2 && report.embedded == 2)
            #expect(report.bytes == 19 + 24)
            #expect(try await shop.names() == ["leave.md", "zh/假期.txt"])
            #expect(try await shop.found("early") == ["Ask early."])
            #expect(try await shop.found("假期") == ["请提前申请假期。"])
            #expect(Set(embedder.texts) == ["Leave\nAsk early.", "请提前申请假期。"])
            #expect(try await shop.library.pendingVectors(in: shop.space, profile: "p") == 0)
            #expect(try await shop.library.verify().isEmpty)
        }
    }

    @Test("Vectors may be left to the next ingest: files are found by their words at once")
    func laterVectors() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": "Alpha", "b.md": "Beta"])
            let embedder = CountingEmbedder()
            var pipeline = shop.pipeline(embedder)
            pipeline.computesVectors = false
            let report = try await pipeline.add(["a.md", "b.md"], toProfile: "p", base: shop.folder)
            #expect(report.added == 2 && report.embedded == 0 && report.pending == 2)
            #expect(embedder.texts.isEmpty)
            #expect(try await shop.found("beta") == ["Beta"])
            let next = try await shop.pipeline(embedder).add([], toProfile: "p", base: shop.folder)
            #expect(next.embedded == 2 && next.pending == 0)
        }
    }

    @Test("Many files at a time are stored in their order, a bad one and a large one among them")
    func order() async throws {
        try await Workshop.run { shop in
            for number in 100..<160 { try shop.folder.write(["\(number).md": "Number \(number)"]) }
            try shop.folder.write(["110.md": "", "120.md": String(repeating: "Many words. ", count: 20_000)])
            let shown = Mutex<[String]>([])
            let report = try await shop.pipeline().add(["."], toProfile: "p", base: shop.folder) { progress in
                shown.withLock {
                    if progress.phase == .reading, $0.last != progress.current { $0.append(progress.current) }
                }
            }
            #expect(report.added == 59 && report.failed.map(\.source) == ["110.md"])
            #expect(shown.withLock { $0 } == (100..<160).map { "\($0).md" })
        }
    }

    @Test("What did not change is not read, and what was only touched is not embedded")
    func unchanged() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": "Alpha", "b.md": "Beta"])
            try await Task.sleep(for: .milliseconds(30))
            try await shop.add("a.md", "b.md")
            let embedder = CountingEmbedder()
            var pipeline = shop.pipeline(embedder)
            let read = Mutex<[String]>([])
            pipeline.sourceReader.afterReading = { path in read.withLock { $0.append(path) } }
            var report = try await pipeline.add(["a.md", "b.md"], toProfile: "p", base: shop.folder)
            #expect(report.unchanged == 2 && report.added == 0 && report.chunks == 0)
            #expect(read.withLock { $0 }.isEmpty)
            let touched = shop.folder.appending(path: "b.md")
            try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: touched.path)
            report = try await pipeline.add(["a.md", "b.md"], toProfile: "p", base: shop.folder)
            #expect(report.unchanged == 2)
            #expect(read.withLock { $0 } == [touched.path])
            #expect(embedder.texts.isEmpty)
        }
    }

    @Test("A changed file replaces its old version, whatever its size and however soon")
    func changed() async throws {
        try await Workshop.run { shop in
            for (version, text) in ["The colour is red.", "The colour is tan.", "The colour is sky."].enumerated() {
                try shop.folder.write(["a.md": text])
                let report = try await shop.add("a.md")
                #expect(version == 0 ? report.added == 1 : report.updated == 1)
                #expect(try await shop.found("colour") == [text])
            }
            #expect(try await shop.names() == ["a.md"])
            let statistics = try await shop.library.statistics()
            #expect(statistics.documents == 1 && statistics.chunks == 1 && statistics.vectors == 1)
            #expect(try await shop.library.verify().isEmpty)
        }
    }

    @Test("The same bytes under another name, or in another profile, are not embedded again")
    func sameBytes() async throws {
        try await Workshop.run { shop in
            _ = try await shop.library.create(Profile(name: "q"))
            try shop.folder.write(["a.md": "Alpha", "copy.md": "Alpha"])
            let embedder = CountingEmbedder()
            let report = try await shop.add("a.md", "copy.md", with: embedder)
            #expect(report.added == 2)
            try FileManager.default.moveItem(
                at: shop.folder.appending(path: "a.md"), to: shop.folder.appending(path: "renamed.md"))
            try await shop.add("renamed.md", with: embedder)
            let other = try await shop.pipeline(embedder).add(["renamed.md"], toProfile: "q", base: shop.folder)
            #expect(other.added == 1 && other.chunks == 1 && other.embedded == 0)
            #expect(embedder.texts == ["Alpha"])
            #expect(try await shop.names() == ["a.md", "copy.md", "renamed.md"])
            #expect(try await shop.library.statistics().documents == 1)
        }
    }

    @Test("Files of the same name in different folders do not replace each other")
    func sameNames() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["x/readme.md": "X", "y/readme.md": "Y"])
            try await shop.add("x", "y")
            #expect(try await shop.names() == ["readme.md", "y/readme.md"])
            let again = try await shop.add("y")
            #expect(again.unchanged == 1 && again.added == 0)
            try shop.folder.write(["z/readme.md": "Z"])
            try await shop.add("z")
            #expect(try await shop.names() == ["readme.md", "y/readme.md", "z/readme.md"])
            // A folder that moved is the same folder: its files are replaced.
            try FileManager.default.moveItem(
                at: shop.folder.appending(path: "x"), to: shop.folder.appending(path: "moved"))
            #expect(try await shop.add("moved").unchanged == 1)
            #expect(try await shop.names() == ["readme.md", "y/readme.md", "z/readme.md"])
        }
    }

    @Test("Bad files are listed and stop nothing")
    func badFiles() async throws {
        try await Workshop.run { shop in
            try shop.folder.write([
                "good.md": "Good", "empty.md": "", "blank.txt": " \n\n",
                "hidden.html": "<!doctype html><p hidden>Nobody sees this.</p>",
            ])
            try shop.folder.write(Data("%PDF-1.4\nnothing".utf8), to: "broken.pdf")
            try shop.folder.write(Data([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 60)), to: "archive.zip")
            try shop.folder.write(["big.txt": ""])
            truncate(shop.folder.appending(path: "big.txt").path, 1 << 30)
            mkfifo(shop.folder.appending(path: "pipe").path, 0o600)
            let report = try await shop.add(".", "archive.zip", "pipe", "godo.md")
            let codes = Dictionary(report.failed.map { ($0.source, $0.code) }, uniquingKeysWith: { $1 })
            #expect(report.added == 1)
            #expect(report.skipped == 1, "the pipe, in the folder")
            #expect(
                codes["empty.md"] == "empty" && codes["blank.txt"] == "empty" && codes["big.txt"] == "limitExceeded")
            #expect(codes["archive.zip"] == "damaged" && codes["pipe"] == "unreadable")
            #expect(codes["godo.md"] == "notFound" && codes["broken.pdf"] != nil && codes["hidden.html"] != nil)
            #expect(codes.count == 8)
            #expect(try await shop.names() == ["good.md"])
        }
    }

    @Test("Bytes and an empty list of arguments are inputs too")
    func otherInputs() async throws {
        try await Workshop.run { shop in
            let source = Source(name: "stdin", content: .bytes(Data("From a pipe.".utf8)))
            let failing = CountingEmbedder(failingAfter: 0)
            await #expect(throws: InferenceError(.brokenOff, "the embedder broke off")) {
                _ = try await shop.pipeline(failing).add([source], toProfile: "p")
            }
            #expect(try await shop.found("pipe") == ["From a pipe."], "words are searchable without vectors")
            let report = try await shop.add()
            #expect(report.embedded == 1 && report.added == 0)
            let file = try #require(try await shop.library.files(ofProfile: "p").first)
            #expect(file.file == NewFile(name: "stdin", path: nil, size: 12, modified: nil))
        }
    }

    @Test("An unknown profile is an error, and nothing is read")
    func unknownProfile() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": "Alpha"])
            await #expect(throws: LibraryError.self) {
                _ = try await shop.pipeline().add(["a.md"], toProfile: "none", base: shop.folder)
            }
            #expect(try await shop.library.statistics().documents == 0)
        }
    }

    @Test("Progress counts files, then chunks")
    func progress() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["a.md": Workshop.longText("apple", paragraphs: 150), "b.md": "Beta", "c.md": ""])
            let states = Mutex<[IngestProgress]>([])
            let report = try await shop.pipeline().add(["."], toProfile: "p", base: shop.folder) { state in
                states.withLock { $0.append(state) }
            }
            let all = states.withLock { $0 }
            let reading = all.filter { $0.phase == .reading }
            #expect(reading.map(\.filesDone) == [0, 1, 2, 3])
            #expect(reading.map(\.current) == ["a.md", "b.md", "c.md", "c.md"])
            #expect(reading.allSatisfy { $0.filesTotal == 3 && $0.chunksTotal == 0 })
            let embedding = all.filter { $0.phase == .embedding }
            #expect(embedding.allSatisfy { $0.chunksTotal == report.chunks && $0.filesDone == 3 })
            #expect(embedding.first?.chunksDone == 0 && embedding.last?.chunksDone == report.chunks)
            #expect(report.chunks == 151)
        }
    }

    @Test("Five hundred unchanged files take a moment, and none of them is read")
    func manyUnchanged() async throws {
        try await Workshop.run { shop in
            for number in 0..<500 { try shop.folder.write(["\(number).md": "File number \(number)."]) }
            try await Task.sleep(for: .milliseconds(30))
            #expect(try await shop.add(".").added == 500)
            var pipeline = shop.pipeline()
            let wasRead = Mutex(false)
            pipeline.sourceReader.afterReading = { _ in wasRead.withLock { $0 = true } }
            let report = try await pipeline.add(["."], toProfile: "p", base: shop.folder)
            #expect(report.unchanged == 500)
            #expect(report.seconds < 5)
            #expect(!wasRead.withLock { $0 })
        }
    }
}
