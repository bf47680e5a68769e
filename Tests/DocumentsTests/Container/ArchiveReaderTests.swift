import Documents
import Foundation
import TestSupport
import Testing

@Suite("Archives") struct ArchiveReaderTests {
    private let members = [
        (name: "handbook/leave.md", text: "# Leave"), (name: "notes.txt", text: "Notes"),
        (name: ".git/config", text: "hidden"), (name: "__MACOSX/notes.txt", text: "of the system"),
        (name: "logo.png", text: "a picture"), (name: "empty.txt", text: ""),
    ]

    private func names(_ document: Document) -> [String] { document.children.map(\.name) }

    @Test("The members of a zip archive are files inside it, and it is the list of them")
    func zip() async throws {
        let document = try await DocumentReaders.standard.read(ZipFixture.make(members), name: "a.zip")
        #expect(document.type == .zip)
        #expect(names(document) == ["handbook/leave.md", "notes.txt"])
        #expect(document.children[0].bytes == Data("# Leave".utf8))
        #expect(document.blocks.map(\.text) == ["handbook/leave.md", "notes.txt"])
    }

    @Test("tar archives are read, packed or not", arguments: ["cf a.tar", "czf a.tar.gz", "cjf a.tbz", "cJf a.tar.xz"])
    func tar(command: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in members {
            let file = folder.appending(path: "in/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let parts = command.split(separator: " ").map(String.init)
        let status = try Command.run(["tar", parts[0], parts[1], "-C", "in", "."], in: folder).status
        #expect(status == 0)
        let bytes = try Data(contentsOf: folder.appending(path: parts[1]))
        let document = try await DocumentReaders.standard.read(bytes, name: parts[1])
        #expect(document.type == .tar)
        #expect(names(document).sorted() == ["handbook/leave.md", "notes.txt"])
    }

    @Test("Names inside are safe and differ")
    func childNames() async throws {
        let twins = ZipFixture.make([(name: "a.txt", text: "1"), (name: "a.txt", text: "2"), (name: "../b", text: "3")])
        let document = try await DocumentReaders.standard.read(twins, name: "a.zip")
        #expect(names(document) == ["a.txt", "a (2).txt"])
    }

    @Test("An archive without a document, one that is protected, and one that is damaged are refused")
    func refusals() async throws {
        #expect(await failure(ZipFixture.make([(name: ".hidden", text: "x")]), "a.zip")?.code == .noText)
        let locked = ZipFixture.make([(name: "a.txt", data: Data("x".utf8))], isEncrypted: true)
        #expect(await failure(locked, "a.zip")?.code == .passwordNeeded)
        #expect(await failure(Data([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 60)), "a.zip")?.code == .damaged)
        let bomb = ZipFixture.bomb(name: "a.txt", count: 64 << 20)
        var reader = ArchiveReader(type: .zip)
        reader.limits.ratio = 100
        await #expect(throws: DocumentError.self) { try await reader.read(bomb, name: "a.zip") }
    }

    @Test("Of an archive that is cut off, the members before the cut are there, with the damage")
    func cut() async throws {
        let whole = ZipFixture.make(members)
        let document = try await DocumentReaders.standard.read(whole.prefix(whole.count / 2), name: "a.zip")
        #expect(names(document).first == "handbook/leave.md")
        #expect(document.diagnostics.contains { $0.code == "damaged" })
    }
}
