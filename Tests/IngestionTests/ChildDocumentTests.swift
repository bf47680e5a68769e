import Documents
import Foundation
import Ingestion
import Library
import TestSupport
import Testing

/// Archives and messages, whose files become documents of their own.
struct ChildDocumentTests {
    /// Packs files as an archive in the workshop's folder.
    private func pack(_ name: String, _ files: [String: String], in shop: Workshop) throws {
        let inside = shop.folder.appending(path: ".packing")
        try? FileManager.default.removeItem(at: inside)
        for (file, text) in files {
            let url = inside.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let archive = shop.folder.appending(path: name).path
        let result = try Command.run(["tar", "czf", archive, "--sort=name", "-C", inside.path, "."])
        #expect(result.status == 0, "\(result.output)")
    }

    private func message(_ attachments: [(name: String, text: String)]) -> String {
        let parts = attachments.map { name, text in
            """
            --x
            Content-Type: application/octet-stream; name="\(name)"
            Content-Disposition: attachment; filename="\(name)"
            Content-Transfer-Encoding: base64

            \(Data(text.utf8).base64EncodedString())

            """
        }
        return """
            From: a@x.y
            Subject: The lease
            Content-Type: multipart/mixed; boundary=x

            --x

            See the attached lease.

            \(parts.joined())--x--

            """
    }

    @Test("The files of an archive are found by their words, under the archive's name, and go with it")
    func archive() async throws {
        try await Workshop.run { shop in
            try pack("papers.tar.gz", ["guide/leave.md": "Leave is long.", "pay.txt": "Pay is monthly."], in: shop)
            let report = try await shop.add("papers.tar.gz")
            #expect(report.added == 3 && report.failed.isEmpty)
            #expect(
                try await shop.names() == ["papers.tar.gz", "papers.tar.gz/guide/leave.md", "papers.tar.gz/pay.txt"])
            #expect(try await shop.found("monthly") == ["Pay is monthly."])
            let again = try await shop.add("papers.tar.gz")
            #expect(again.added == 0 && again.updated == 0 && again.removed == 0)
            try await shop.library.remove(files: ["papers.tar.gz"], fromProfile: "p")
            #expect(try await shop.names().isEmpty)
        }
    }

    @Test("An archive that changed replaces, adds and removes what is in it")
    func changedArchive() async throws {
        try await Workshop.run { shop in
            try pack("a.tgz", ["one.txt": "Alpha", "two.txt": "Bravo", "three.txt": "Charlie"], in: shop)
            try await shop.add("a.tgz")
            try pack("a.tgz", ["one.txt": "Alpha", "two.txt": "Delta", "four.txt": "Echo"], in: shop)
            let report = try await shop.add("a.tgz")
            #expect(report.added == 1 && report.updated == 2 && report.unchanged == 1 && report.removed == 1)
            #expect(try await shop.names() == ["a.tgz", "a.tgz/four.txt", "a.tgz/one.txt", "a.tgz/two.txt"])
            #expect(try await shop.found("Bravo").isEmpty)
            #expect(try await shop.found("Charlie").isEmpty)
        }
    }

    @Test("Archives in archives are read, and what is no document in them is passed over")
    func nested() async throws {
        try await Workshop.run { shop in
            try pack("inner.tgz", ["deep.txt": "Foxtrot"], in: shop)
            let inner = try Data(contentsOf: shop.folder.appending(path: "inner.tgz"))
            let folder = shop.folder.appending(path: "outer")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try inner.write(to: folder.appending(path: "inner.tgz"))
            try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0, 1]).write(to: folder.appending(path: "program"))
            try Data("%PDF-1.4\nnothing".utf8).write(to: folder.appending(path: "broken.pdf"))
            let archive = shop.folder.appending(path: "outer.tgz").path
            _ = try Command.run(["tar", "czf", archive, "-C", folder.path, "."])
            let report = try await shop.add("outer.tgz")
            #expect(report.skipped == 1, "the program")
            #expect(report.failed.map(\.source) == ["outer.tgz/broken.pdf"])
            #expect(
                try await shop.names() == ["outer.tgz", "outer.tgz/inner.tgz", "outer.tgz/inner.tgz/deep.txt"])
            #expect(try await shop.found("Foxtrot") == ["Foxtrot"])
            let again = try await shop.add("outer.tgz")
            #expect(again.added == 0 && again.updated == 0 && again.removed == 0)
        }
    }

    @Test("All that is unpacked of one source is bounded, and the next source is read again")
    func unpackingLimit() async throws {
        try await Workshop.run { shop in
            try pack("large.tgz", ["one.txt": String(repeating: "Golf ", count: 40)], in: shop)
            try pack("small.tgz", ["two.txt": "Hotel"], in: shop)
            var pipeline = shop.pipeline()
            pipeline.maximumUnpackedBytes = 100
            let report = try await pipeline.add(["large.tgz", "small.tgz"], toProfile: "p", base: shop.folder)
            #expect(report.failed.map(\.code) == ["limitExceeded"])
            #expect(report.failed.first?.message.contains("what is in large.tgz was not added") == true)
            #expect(try await shop.names() == ["large.tgz", "small.tgz", "small.tgz/two.txt"])
        }
    }

    @Test("What is attached to a message is a document of its own")
    func attachments() async throws {
        try await Workshop.run { shop in
            try shop.folder.write([
                "mail.eml": message([("lease.txt", "The lease ends in May."), ("x.bin", "\0\u{1}\0")])
            ])
            let report = try await shop.add("mail.eml")
            #expect(report.added == 2 && report.skipped == 1)
            #expect(try await shop.names() == ["mail.eml", "mail.eml/lease.txt"])
            #expect(try await shop.found("May") == ["The lease ends in May."])
            let text = try await shop.found("attached").joined()
            #expect(text.contains("See the attached lease."))
        }
    }

    @Test("A second profile gets the files of an archive that the library has, without reading them twice")
    func secondProfile() async throws {
        try await Workshop.run { shop in
            try pack("a.tgz", ["one.txt": "Alpha"], in: shop)
            try await shop.add("a.tgz")
            _ = try await shop.library.create(Profile(name: "q"))
            let report = try await shop.pipeline().add(["a.tgz"], toProfile: "q", base: shop.folder)
            #expect(report.added == 2 && report.embedded == 0)
            let names = try await shop.library.files(ofProfile: "q").map(\.file.name)
            #expect(names == ["a.tgz", "a.tgz/one.txt"])
        }
    }
}
