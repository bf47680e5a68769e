import Documents
import Foundation
import Library
import Testing

struct FileTests {
    @Test("An added file comes back whole: record, bytes, chunks")
    func adds() async throws {
        try await withStore { library async throws in
            let diagnostic = Diagnostic(
                severity: .warning, code: "encoding", message: "odd bytes", location: Location(page: 3))
            var document = NewDocument.sample(
                ["One.", "Two 二."], headings: ["A", "B"], title: "Title", diagnostics: [diagnostic])
            document.type = .pdf
            document.pageCount = 9
            try await library.add(document, as: .sample("sub/a.pdf"), toProfile: "p")
            #expect(try await library.hasDocument(document.id))
            #expect(try await library.bytes(of: document.id) == document.bytes)
            let file = try #require(try await library.files(ofProfile: "p").first)
            #expect(file.file == .sample("sub/a.pdf"))
            #expect(file.document == document.id)
            #expect(file.type == .pdf)
            #expect(file.chunkCount == 2)
            #expect(file.pageCount == 9)
            #expect(file.diagnostics == [diagnostic])
            #expect(file.addedAt > Date(timeIntervalSinceNow: -60))
            let chunks = try await library.chunks(of: document.id, ordinals: 0...9, profile: "p")
            #expect(chunks.map(\.content) == document.chunks)
            #expect(chunks.map(\.ordinal) == [0, 1])
            #expect(chunks.allSatisfy { $0.file == "sub/a.pdf" && $0.title == "Title" && $0.document == document.id })
            #expect(chunks[0].embeddingText == "Title > A > B\nOne.")
            let summary = try #require(try await library.profiles().first)
            #expect(summary.fileCount == 1)
            #expect(summary.chunkCount == 2)
        }
    }

    @Test("A file of the same name replaces the old one, of which nothing remains")
    func replaces() async throws {
        try await withStore { library async throws in
            let old = try await library.add(["The old gearbox."], as: "a.txt")
            let new = try await library.add(["The new turbine."], as: "a.txt")
            #expect(try await library.files(ofProfile: "p").map(\.document) == [new])
            #expect(try await library.hasDocument(old) == false)
            #expect(try await library.found("gearbox") == [])
            #expect(try await library.found("turbine") == ["The new turbine."])
            #expect(try await library.verify() == [])
        }
    }

    @Test("The same bytes are stored once, however many profiles and names use them")
    func shares() async throws {
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let id = try await library.add(["Shared words."], as: "a.txt")
            try await library.attach(id, as: .sample("b.txt"), toProfile: "p")
            try await library.add(NewDocument.sample(["Shared words."]), as: .sample("c.txt"), toProfile: "q")
            let statistics = try await library.statistics()
            #expect(statistics.documents == 1)
            #expect(statistics.chunks == 1)
            #expect(try await library.found("shared") == ["Shared words."])
            try await library.remove(files: ["a.txt", "b.txt"], fromProfile: "p")
            #expect(try await library.found("shared") == [])
            #expect(try await library.fullTextSearch("shared", profile: "q", limit: 5).count == 1)
            try await library.remove(files: ["c.txt"], fromProfile: "q")
            #expect(try await library.hasDocument(id) == false)
        }
    }

    @Test("Adding the same file again changes its record only")
    func addsAgain() async throws {
        try await withStore { library async throws in
            let id = try await library.add(["Words."], as: "a.txt")
            let before = try await library.fullTextSearch("words", profile: "p", limit: 1)
            var file = NewFile.sample("a.txt")
            file.modified = 5
            try await library.attach(id, as: file, toProfile: "p")
            #expect(try await library.files(ofProfile: "p").map(\.file) == [file])
            #expect(try await library.fullTextSearch("words", profile: "p", limit: 1) == before)
        }
    }

    @Test("Removing files removes all or, where one is not there, none")
    func removesAllOrNone() async throws {
        try await withStore { library async throws in
            try await library.add(["One."], as: "reports/one.txt")
            try await library.add(["Two."], as: "two.txt")
            let error = await libraryError {
                try await library.remove(files: ["two.txt", "reports/on.txt"], fromProfile: "p")
            }
            #expect(
                error
                    == LibraryError(
                        .fileNotFound,
                        "the profile \"p\" has no file \"reports/on.txt\"; did you mean \"reports/one.txt\"?"))
            #expect(try await library.files(ofProfile: "p").map(\.file.name) == ["reports/one.txt", "two.txt"])
            try await library.remove(files: ["two.txt", "two.txt", "reports/one.txt"], fromProfile: "p")
            #expect(try await library.files(ofProfile: "p") == [])
        }
    }

    @Test("With a file goes what was inside it, and nothing that only has a name like it")
    func removesChildren() async throws {
        try await withStore { library async throws in
            func add(_ name: String, path: String?) async throws {
                let document = NewDocument.sample(["Text of \(name)."])
                try await library.add(
                    document, as: NewFile(name: name, path: path, size: 1, modified: nil), toProfile: "p")
            }
            try await add("a.zip", path: "/files/a.zip")
            try await add("a.zip/one.txt", path: nil)
            try await add("a.zip/two%_.txt", path: nil)
            try await add("a.zip/on-disk.txt", path: "/other/a.zip/on-disk.txt")
            try await add("a_zip/three.txt", path: nil)
            try await add("a.zipped", path: nil)
            let removed = try await library.remove(files: ["a.zip", "a.zip/one.txt"], fromProfile: "p")
            #expect(removed == ["a.zip", "a.zip/one.txt", "a.zip/two%_.txt"])
            let left = try await library.files(ofProfile: "p").map(\.file.name)
            #expect(left == ["a.zip/on-disk.txt", "a.zipped", "a_zip/three.txt"])
        }
    }

    @Test("What is not there is reported as such")
    func reportsMissing() async throws {
        try await withStore { library async throws in
            let id = DocumentID(rawValue: String(repeating: "0", count: 64))
            let message = "the library has no document \(id); add its file again"
            let attach = await libraryError { try await library.attach(id, as: .sample("a"), toProfile: "p") }
            #expect(attach == LibraryError(.documentNotFound, message))
            let bytes = await libraryError { _ = try await library.bytes(of: id) }
            #expect(bytes == LibraryError(.documentNotFound, message))
            let add = await libraryError {
                try await library.add(NewDocument.sample(["x"]), as: .sample("a"), toProfile: "nobody")
            }
            #expect(add?.code == .profileNotFound)
            #expect(try await library.statistics().documents == 0)
        }
    }

    @Test("A document without chunks is a file like any other")
    func addsEmpty() async throws {
        try await withStore { library async throws in
            let id = try await library.add([], as: "empty.txt")
            #expect(try await library.chunks(of: id, ordinals: 0...5, profile: "p") == [])
            #expect(try await library.verify() == [])
            try await library.remove(files: ["empty.txt"], fromProfile: "p")
            #expect(try await library.statistics().documents == 0)
        }
    }

    @Test("Chunks are seen only by the profiles that have their document")
    func separatesProfiles() async throws {
        try await withStore { library async throws in
            _ = try await library.create(Profile(name: "q"))
            let id = try await library.add(["Secret."], as: "a.txt")
            let chunk = try #require(try await library.fullTextSearch("secret", profile: "p", limit: 1).first)
            #expect(try await library.chunks([chunk.id], profile: "q") == [])
            #expect(try await library.chunks(of: id, ordinals: 0...0, profile: "q") == [])
            #expect(try await library.fullTextSearch("secret", profile: "q", limit: 5) == [])
            #expect(
                try await library.chunks([99, chunk.id, chunk.id], profile: "p").map(\.id) == [chunk.id, chunk.id])
        }
    }
}
