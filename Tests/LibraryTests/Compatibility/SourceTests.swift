import Documents
import Foundation
import Library
import Testing

/// What files come from.
struct SourceTests {
    private func source(_ argument: String, _ kind: NewSource.Kind = .folder) -> NewSource {
        NewSource(argument: argument, kind: kind)
    }

    private func add(_ name: String, to library: any LibraryStore, source: Int64? = nil) async throws {
        let document = NewDocument.sample(["Text of \(name)."])
        try await library.add(
            document,
            as: NewFile(name: name, path: "/docs/\(name)", size: document.bytes.count, modified: nil), toProfile: "p")
        if let source { try await library.assign([name], toSource: source, ofProfile: "p") }
    }

    @Test("A source is remembered once, with its newest options")
    func remembers() async throws {
        try await withStore { library in
            let id = try await library.remember(source("/docs"), ofProfile: "p")
            var site = source("https://example.com/", .web)
            #expect(try await library.remember(site, ofProfile: "p") != id)
            site.options.crawlDepth = 3
            site.options.allowsPrivateAddresses = true
            _ = try await library.remember(site, ofProfile: "p")
            #expect(try await library.sources(ofProfile: "p").map(\.source) == [source("/docs"), site])
        }
    }

    @Test("A page's validators are kept, and go when its new version has none")
    func validators() async throws {
        try await withStore { library in
            let document = NewDocument.sample(["A page."])
            var file = NewFile(
                name: "https://example.com/", path: "https://example.com/", size: 7, modified: nil,
                validators: WebValidators(etag: "\"1\"", lastModified: "Wed, 21 Oct 2015 07:28:00 GMT"))
            try await library.add(document, as: file, toProfile: "p")
            #expect(try await library.files(ofProfile: "p").map(\.file) == [file])
            file.validators = WebValidators()
            try await library.attach(document.id, as: file, toProfile: "p")
            #expect(try await library.files(ofProfile: "p").map(\.file) == [file])
        }
    }

    @Test(
        "A file keeps its source through a new version, and what the user removes is excluded until it is assigned again"
    )
    func excludes() async throws {
        try await withStore { library in
            let id = try await library.remember(source("/docs"), ofProfile: "p")
            try await add("a", to: library, source: id)
            try await add("b", to: library, source: id)
            try await add("a", to: library)
            #expect(try await library.files(ofProfile: "p").map(\.source) == [id, id])
            #expect(try await library.withdraw(["a"], fromProfile: "p") == ["a"])
            #expect(try await library.excludedPaths(ofProfile: "p") == ["/docs/a"])
            try await add("a", to: library, source: id)
            #expect(try await library.excludedPaths(ofProfile: "p").isEmpty)
        }
    }

    @Test("A source that is one file goes with it; a source goes with its files, and other profiles keep theirs")
    func withdraws() async throws {
        try await withStore { library in
            let single = try await library.remember(source("/docs/a", .file), ofProfile: "p")
            let folder = try await library.remember(source("/docs"), ofProfile: "p")
            try await add("a", to: library, source: single)
            for name in ["b", "c"] { try await add(name, to: library, source: folder) }
            _ = try await library.clone(profile: "p", as: "q")
            #expect(try await library.withdraw(["a"], fromProfile: "p") == ["a"])
            #expect(try await library.sources(ofProfile: "p").map(\.id) == [folder])
            #expect(try await library.withdraw(["/docs"], fromProfile: "p") == ["b", "c"])
            #expect(try await library.sources(ofProfile: "p").isEmpty)
            #expect(try await library.files(ofProfile: "q").compactMap(\.source).count == 3)
            #expect(try await library.sources(ofProfile: "q").map(\.source.argument) == ["/docs/a", "/docs"])
            #expect(try await library.verify() == [])
        }
    }

    @Test("A withdrawal that names what is not there removes nothing")
    func withdrawsAllOrNothing() async throws {
        try await withStore { library in
            let id = try await library.remember(source("/docs"), ofProfile: "p")
            try await add("pump.md", to: library, source: id)
            let error = await libraryError { try await library.withdraw(["/docs", "pumpe.md"], fromProfile: "p") }
            #expect(error?.code == .fileNotFound)
            #expect(try await library.files(ofProfile: "p").map(\.source) == [id])
        }
    }

    @Test("A move takes what is inside along, and does not replace another file")
    func moves() async throws {
        try await withStore { library in
            try await add("a.zip", to: library)
            let inside = NewFile(name: "a.zip/x", path: nil, size: 1, modified: nil)
            try await library.add(NewDocument.sample(["Inside."]), as: inside, toProfile: "p")
            try await add("other", to: library)
            let new = NewFile(name: "sub/b.zip", path: "/docs/sub/b.zip", size: 1, modified: 5)
            try await library.move(file: "a.zip", to: new, inProfile: "p")
            #expect(try await library.files(ofProfile: "p").map(\.file.name) == ["other", "sub/b.zip", "sub/b.zip/x"])
            #expect(try await library.files(ofProfile: "p")[1].file == new)
            let taken = await libraryError {
                try await library.move(
                    file: "sub/b.zip", to: NewFile(name: "other", path: nil, size: 1, modified: nil), inProfile: "p")
            }
            #expect(taken?.code == .fileExists)
            let missing = await libraryError { try await library.move(file: "no", to: new, inProfile: "p") }
            #expect(missing?.code == .fileNotFound)
        }
    }
}
