import Documents
import Foundation
import Ingestion
import Library
import Testing

/// Texts that are read and stored in parts.
@Suite("Long texts") struct LongTextTests {
    /// A pipeline that divides texts of more than 2,000 bytes into parts of 1,000.
    private func pipeline(_ workshop: Workshop) -> IngestPipeline {
        var pipeline = workshop.pipeline()
        pipeline.longTexts.wholeBytes = 2_000
        pipeline.longTexts.partBytes = 1_000
        return pipeline
    }

    /// 200 paragraphs of two lines.
    private let text = (1...200).map { "Otter \($0) lives in the river.\nIts den has the number \($0 * 7)." }
        .joined(separator: "\n\n")

    private func chunks(_ workshop: Workshop) async throws -> [StoredChunk] {
        let file = try #require(try await workshop.library.files(ofProfile: "p").first)
        return try await workshop.library.chunks(of: file.document, ordinals: 0...10_000, profile: "p")
    }

    @Test("A text in parts is stored as one document, with its bytes, every line of it at its place")
    func whole() async throws {
        try await Workshop.run { workshop in
            try await workshop.write(text, to: "otters.txt")
            let report = try await pipeline(workshop).add(["otters.txt"], toProfile: "p", base: workshop.folder)
            let chunks = try await chunks(workshop)
            #expect(report.failed.isEmpty)
            #expect(report.added == 1)
            #expect(report.chunks == chunks.count && report.embedded == chunks.count)
            #expect(chunks.map(\.ordinal) == Array(chunks.indices))
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            var shown = 0
            for piece in chunks.flatMap({ chunk in chunk.content.pieces.map { (chunk.content.text, $0) } }) {
                let range = try #require(piece.1.location.lines)
                let expected = lines[(range.lowerBound - 1)..<range.upperBound].joined(separator: "\n")
                #expect(String(decoding: Array(piece.0.utf8)[piece.1.range], as: UTF8.self) == expected)
                shown += range.count
            }
            #expect(shown == 400)
            let file = try #require(try await workshop.library.files(ofProfile: "p").first)
            #expect(try await workshop.library.bytes(of: file.document) == Data(text.utf8))
            #expect(file.ledger?.characters == text.unicodeScalars.count - 199 * 2)
            #expect(try await workshop.library.verify().isEmpty)
            #expect(try await workshop.found("otter 177").first?.contains("Otter 177 lives") == true)
        }
    }

    @Test("It is known again by its bytes, and replaced and removed like any other")
    func lifecycle() async throws {
        try await Workshop.run { workshop in
            let pipeline = pipeline(workshop)
            try await workshop.write(text, to: "otters.txt")
            _ = try await pipeline.add(["otters.txt"], toProfile: "p", base: workshop.folder)
            try await workshop.write(text, to: "copy.txt")
            let copy = try await pipeline.add(["copy.txt"], toProfile: "p", base: workshop.folder)
            #expect(copy.added == 1 && copy.embedded == 0)
            #expect(try await workshop.library.statistics().documents == 1)
            try await workshop.write(text + "\n\nThe last badger.", to: "otters.txt")
            let changed = try await pipeline.add(["otters.txt"], toProfile: "p", base: workshop.folder)
            #expect(changed.updated == 1)
            #expect(try await workshop.found("badger").count == 1)
            try await workshop.library.remove(files: ["otters.txt", "copy.txt"], fromProfile: "p")
            #expect(try await workshop.library.statistics().documents == 0)
            #expect(try await workshop.library.verify().isEmpty)
        }
    }

    @Test("Lines without end, other encodings and Windows line ends are read in parts too")
    func kinds() async throws {
        try await Workshop.run { workshop in
            let words = (1...2_000).map { "word\($0)" }.joined(separator: " ")
            try await workshop.write(words, to: "line.txt")
            try Data(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
                .write(to: workshop.folder.appending(path: "windows.txt"))
            let umlauts = (1...300).map { "Der Fluß \($0) ist schön." }.joined(separator: "\n")
            try #require(umlauts.data(using: .windowsCP1252)).write(to: workshop.folder.appending(path: "latin.txt"))
            try await workshop.write((1...400).map { "第\($0)条规定" }.joined(), to: "chinese.txt")
            let report = try await pipeline(workshop).add(
                ["line.txt", "windows.txt", "latin.txt", "chinese.txt"], toProfile: "p", base: workshop.folder)
            #expect(report.failed.isEmpty)
            #expect(report.added == 4)
            for word in ["word1", "word1000", "word2000", "177", "第399条"] {
                #expect(try await workshop.found(word).isEmpty == false, "\(word) is found")
            }
            #expect(try await workshop.found("Fluß 299").first?.contains("schön") == true)
            let chunks = try await workshop.library.chunks(Array(1...2_000), profile: "p")
            #expect(!chunks.contains { $0.content.text.contains("\u{FFFD}") })
            #expect(try await workshop.library.verify().isEmpty)
        }
    }

    @Test("A text without words is a failure, and nothing of it stays") func empty() async throws {
        try await Workshop.run { workshop in
            try await workshop.write(String(repeating: " \n", count: 3_000), to: "blank.txt")
            let report = try await pipeline(workshop).add(["blank.txt"], toProfile: "p", base: workshop.folder)
            #expect(report.failed.map(\.code) == ["noText"])
            #expect(try await workshop.library.statistics().documents == 0)
            #expect(try await workshop.library.verify().isEmpty)
        }
    }

    @Test("A text that changes while it is stored is a failure, and nothing of it stays") func changed() async throws {
        try await Workshop.run { workshop in
            try await workshop.write(text, to: "otters.txt")
            let path = workshop.folder.appending(path: "otters.txt")
            var limits = LongText.Limits()
            limits.wholeBytes = 2_000
            limits.partBytes = 1_000
            let long = try #require(try LongText(path: path.path, name: "otters.txt", limits: limits))
            let document = long.document(chunker: pipeline(workshop).chunker)
            try await workshop.write(text + "x", to: "otters.txt")
            let error = await #expect(throws: DocumentError.self) {
                try await workshop.library.add(
                    document, as: NewFile(name: "otters.txt", path: path.path, size: 1, modified: nil), toProfile: "p")
            }
            #expect(error?.code == .changedWhileReading)
            #expect(try await workshop.library.statistics().documents == 0)
            #expect(try await workshop.found("otter").isEmpty)
        }
    }

    @Test("A disk that fills up while it is stored leaves nothing of it") func fullDisk() async throws {
        try await withFolder { root in
            let library = try SQLiteLibrary(at: root.appending(path: "home"), maximumPageCount: 160)
            _ = try await library.create(Profile(name: "p"))
            try root.write(["long.txt": Workshop.longText("otter", paragraphs: 4_000), "short.txt": "Small."])
            var pipeline = IngestPipeline(library: library, embedder: CountingEmbedder())
            pipeline.longTexts.wholeBytes = 2_000
            pipeline.longTexts.partBytes = 10_000
            let report = try await pipeline.add(["short.txt", "long.txt"], toProfile: "p", base: root)
            #expect(report.failed.map(\.source) == ["long.txt"])
            #expect(report.failed.map(\.code) == ["diskFull"])
            #expect(try await library.files(ofProfile: "p").map(\.file.name) == ["short.txt"])
            #expect(try await library.verify().isEmpty)
        }
    }
}
