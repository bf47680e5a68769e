import Documents
import Foundation
import Ingestion
import Library
import TestSupport
import Testing

/// Bringing a profile up to date with files and folders.
struct SyncTests {
    @Test("What is new, changed or gone is added, updated or removed")
    func changes() async throws {
        try await Workshop.run { shop in
            try shop.folder.write([
                "docs/a.md": "Apple.", "docs/b.md": "Bread.", "docs/sub/c.md": "Cheese.", "d.md": "Dates.",
            ])
            try await shop.addSources("docs", "d.md")
            #expect(try await shop.sync().counts == [0, 0, 4, 0, 0, 0])
            try shop.folder.write(["docs/b.md": "Brown bread.", "docs/e.md": "Eggs."])
            try FileManager.default.removeItem(at: shop.folder.appending(path: "docs/a.md"))
            try FileManager.default.removeItem(at: shop.folder.appending(path: "d.md"))
            #expect(try await shop.sync().counts == [1, 1, 1, 0, 2, 0])
            #expect(try await shop.names() == ["b.md", "e.md", "sub/c.md"])
            #expect(try await shop.found("brown") == ["Brown bread."])
            #expect(try await shop.library.verify() == [])
        }
    }

    @Test("Patterns are looked for again where they were written, and new files are named as the first ones")
    func patterns() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["notes/a.md": "A.", "notes/b.txt": "B."])
            try await shop.addSources("notes/*.md")
            try shop.folder.write(["notes/c.md": "C.", "notes/d.txt": "D."])
            #expect(try await shop.sync().counts == [1, 0, 1, 0, 0, 0])
            #expect(try await shop.names() == ["notes/a.md", "notes/c.md"])
        }
    }

    @Test("A file that moved within a folder is renamed without being read or embedded again")
    func moves() async throws {
        try await Workshop.run { shop in
            let text = Workshop.longText("otter", paragraphs: 5)
            try shop.folder.write(["docs/old.md": text, "docs/other.md": "Other."])
            try await Task.sleep(for: .milliseconds(30))  // Times of files count from a tick of the clock on.
            try await shop.addSources("docs")
            let before = try await shop.library.files(ofProfile: "p").first { $0.file.name == "old.md" }
            try FileManager.default.createDirectory(
                at: shop.folder.appending(path: "docs/deep"), withIntermediateDirectories: true)
            try FileManager.default.moveItem(
                at: shop.folder.appending(path: "docs/old.md"), to: shop.folder.appending(path: "docs/deep/new.md"))
            let embedder = CountingEmbedder()
            let report = try await shop.sync(embedder)
            #expect(report.counts == [0, 0, 1, 1, 0, 0])
            #expect(embedder.texts.isEmpty && report.bytes == 0)
            let after = try await shop.library.files(ofProfile: "p").first { $0.file.name == "deep/new.md" }
            #expect(after?.document == before?.document && after?.addedAt == before?.addedAt)
            #expect(try await shop.names() == ["deep/new.md", "other.md"])
            #expect(try await shop.sync().counts == [0, 0, 2, 0, 0, 0])
        }
    }

    @Test("What is inside an archive moves and goes with it")
    func archives() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["pack/a.md": "Inside."])
            #expect(try Command.run(["tar", "cf", "docs.tar", "pack/a.md"], in: shop.folder).status == 0)
            try shop.folder.write(["docs/b.md": "Beside."])
            let tar = shop.folder.appending(path: "docs.tar")
            try FileManager.default.moveItem(at: tar, to: shop.folder.appending(path: "docs/old.tar"))
            try await shop.addSources("docs")
            #expect(try await shop.names() == ["b.md", "old.tar", "old.tar/pack/a.md"])
            try FileManager.default.moveItem(
                at: shop.folder.appending(path: "docs/old.tar"), to: shop.folder.appending(path: "docs/new.tar"))
            #expect(try await shop.sync().moved == 1)
            #expect(try await shop.names() == ["b.md", "new.tar", "new.tar/pack/a.md"])
            try FileManager.default.removeItem(at: shop.folder.appending(path: "docs/new.tar"))
            #expect(try await shop.sync().removed == 2)
            #expect(try await shop.names() == ["b.md"])
            #expect(try await shop.library.verify() == [])
        }
    }

    @Test("A folder that is missing or empty loses nothing, and is said to be", arguments: [true, false])
    func unreachable(isMissing: Bool) async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["usb/a.md": "A.", "usb/b.md": "B.", "usb2/c.md": "C.", "here.md": "Here."])
            try await shop.addSources("usb", "usb2/c.md", "here.md")
            for folder in ["usb", "usb2"] {
                try FileManager.default.removeItem(at: shop.folder.appending(path: folder))
                guard !isMissing else { continue }
                try FileManager.default.createDirectory(
                    at: shop.folder.appending(path: folder), withIntermediateDirectories: true)
            }
            let report = try await shop.sync()
            #expect(report.counts == [0, 0, 1, 0, 0, 2])
            #expect(report.failed.map(\.code) == ["unreachable", "unreachable"])
            #expect(try await shop.names() == ["a.md", "b.md", "here.md", "usb2/c.md"])
            try shop.folder.write(["usb/a.md": "A.", "usb2/c.md": "C."])
            #expect(try await shop.sync().removed == 1)
            #expect(try await shop.names() == ["a.md", "here.md", "usb2/c.md"])
        }
    }

    @Test("What a folder below cannot be looked into has stays", .enabled(if: getuid() != 0))
    func unreadableFolder() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["docs/a.md": "A.", "docs/locked/b.md": "B."])
            try await shop.addSources("docs")
            let locked = shop.folder.appending(path: "docs/locked").path
            chmod(locked, 0)
            defer { chmod(locked, 0o700) }
            let report = try await shop.sync()
            #expect(report.removed == 0 && report.failed.map(\.code) == ["permissionDenied"])
        }
    }

    @Test("What the user removed does not come back by itself, and comes back when it is added again")
    func removedByUser() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["docs/a.md": "A.", "docs/b.md": "B.", "c.md": "C."])
            try await shop.addSources("docs", "c.md")
            try await shop.library.withdraw(["a.md", "c.md"], fromProfile: "p")
            #expect(try await shop.sync().counts == [0, 0, 1, 0, 0, 0])
            #expect(try await shop.names() == ["b.md"])
            #expect(try await shop.library.sources(ofProfile: "p").map(\.source.kind) == [.folder])
            try await shop.addSources("docs/a.md")
            #expect(try await shop.sync().counts == [0, 0, 2, 0, 0, 0])
        }
    }

    @Test("Removing a source removes its files, and nothing brings them back")
    func removedSource() async throws {
        let server = try WebServer(["/": .init("<html><body><p>Page.</p></body></html>")])
        try await Workshop.run { shop in
            try shop.folder.write(["docs/a.md": "A.", "docs/b.md": "B.", "c.md": "C."])
            try await shop.addSources("docs", "c.md", server.url("/"))
            let folder = SourceArgument.absolute("docs", base: shop.folder)
            let removed = try await shop.library.withdraw([folder, server.url("/")], fromProfile: "p")
            #expect(removed == ["a.md", "b.md", server.url("/")])
            #expect(try await shop.sync().counts == [0, 0, 1, 0, 0, 0])
            #expect(try await shop.names() == ["c.md"])
        }
    }

    @Test("Files of a library that does not know its sources are their own sources")
    func withoutSources() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["docs/a.md": "A.", "docs/b.md": "B.", "docs/c.md": "C."])
            try await shop.add("docs")
            #expect(try await shop.library.sources(ofProfile: "p").isEmpty)
            try shop.folder.write(["docs/b.md": "Better.", "docs/d.md": "D."])
            try FileManager.default.removeItem(at: shop.folder.appending(path: "docs/c.md"))
            #expect(try await shop.sync().counts == [0, 1, 1, 0, 1, 0])
            #expect(try await shop.names() == ["a.md", "b.md"])
        }
    }

    @Test("A page that is gone is removed; one that cannot be had stays")
    func pages() async throws {
        let server = try WebServer([
            "/1": .init("<html><body><p>One.</p></body></html>"), "/2": .init("Two.", type: "text/plain"),
        ])
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/1"), server.url("/2"))
            server["/1"] = nil
            server["/2"] = .init(status: 500)
            let again = try await shop.addSources(server.url("/1"))
            #expect(again.removed == 0 && again.failed.map(\.code) == ["notFound"], "only a sync removes")
            #expect(try await shop.sync().counts == [0, 0, 0, 0, 1, 1])
            #expect(try await shop.names() == [server.url("/2")])
            server["/2"] = .init("Two again.", type: "text/plain")
            #expect(try await shop.sync().counts == [0, 1, 0, 0, 0, 0])
        }
    }

    @Test("A file of two sources goes when neither has it, and a copy of a profile is brought up to date by itself")
    func twoSources() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["docs/a.md": "A.", "docs/b.md": "B."])
            try await shop.addSources("docs", "docs/*.md")
            _ = try await shop.library.clone(profile: "p", as: "copy")
            try FileManager.default.removeItem(at: shop.folder.appending(path: "docs/a.md"))
            #expect(try await shop.sync().counts == [0, 0, 1, 0, 1, 0])
            #expect(try await shop.library.files(ofProfile: "copy").count == 2)
            #expect(try await shop.sources().sync(profile: "copy").counts == [0, 0, 1, 0, 1, 0])
            try await shop.library.delete(profile: "p")
            #expect(try await shop.sources().sync(profile: "copy").counts == [0, 0, 1, 0, 0, 0])
        }
    }
}
