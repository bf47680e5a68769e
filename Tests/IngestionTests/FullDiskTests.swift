import Foundation
import Ingestion
import Library
import Testing

/// An ingest into a library that has no room for all of it.
struct FullDiskTests {
    @Test("What was added before the disk was full stays and is reported, and so is what was not")
    func partial() async throws {
        try await withFolder { root in
            let library = try SQLiteLibrary(at: root.appending(path: "home"), maximumPageCount: 160)
            _ = try await library.create(Profile(name: "p"))
            try root.write(["docs/a.md": "Small.", "docs/b.md": Workshop.longText("otter", paragraphs: 4_000)])
            try root.write(["docs/c.md": "Small too."])
            let report = try await IngestPipeline(library: library, embedder: CountingEmbedder())
                .add(["docs"], toProfile: "p", base: root)
            #expect(report.added == 1 && report.embedded == 0)
            #expect(report.failed.map(\.source) == ["b.md", "c.md"])
            #expect(
                report.failed.allSatisfy { $0.code == "diskFull" && $0.message.contains("was not added: no space") })
            #expect(try await library.files(ofProfile: "p").map(\.file.name) == ["a.md"])
            #expect(try await library.verify().isEmpty)
        }
    }
}
