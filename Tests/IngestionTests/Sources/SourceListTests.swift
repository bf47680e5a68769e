import Foundation
import Ingestion
import TestSupport
import Testing

@Suite struct SourceListTests {
    private func names(_ arguments: [String], in folder: URL) -> [String] {
        SourceList.expand(arguments, base: folder).sources.map(\.name)
    }

    @Test("Names are relative to the folder given, or as the file was named; each file comes once")
    func naming() async throws {
        try await withFolder { folder in
            try folder.write(["docs/b.md": "B", "docs/a/x.txt": "X", "docs/B.md": "B", "top.md": "T"])
            #expect(names(["docs"], in: folder) == ["B.md", "a/x.txt", "b.md"])
            #expect(names(["docs/"], in: folder) == ["B.md", "a/x.txt", "b.md"])
            #expect(
                names(["./top.md", "docs/./b.md", "docs"], in: folder) == ["top.md", "docs/b.md", "B.md", "a/x.txt"])
            #expect(names([folder.appending(path: "docs/b.md").path], in: folder) == ["b.md"])
            #expect(names(["../docs/b.md"], in: folder.appending(path: "docs")) == ["../docs/b.md"])
            #expect(names(["-", "top.md", "-"], in: folder) == ["stdin", "top.md"])
            let source = SourceList.expand(["./docs/../top.md"], base: folder).sources[0]
            #expect(source.path == folder.appending(path: "top.md").path)
        }
    }

    @Test(
        "Patterns find files",
        arguments: [
            ("docs/*.md", ["docs/a.md"]), ("docs/**/*.md", ["docs/a.md", "docs/sub/b.md", "docs/sub/deep/c.md"]),
            ("**/*.txt", ["docs/sub/n.txt", "z.txt"]), ("docs/sub/?.{md,txt}", ["docs/sub/b.md", "docs/sub/n.txt"]),
            ("[x-z].txt", ["z.txt"]),
            ("docs/**", ["docs/a.md", "docs/sub/b.md", "docs/sub/deep/c.md", "docs/sub/n.txt"]),
            ("./docs/*", ["docs/a.md"]), ("docs/{sub,none}/*.md", ["docs/sub/b.md"]), ("{z,y}.txt", ["z.txt"]),
            ("doc?/a.md", ["docs/a.md"]),
        ])
    func patterns(pattern: String, expected: [String]) async throws {
        try await withFolder { folder in
            try folder.write([
                "docs/a.md": "A", "docs/sub/b.md": "B", "docs/sub/deep/c.md": "C", "docs/sub/n.txt": "N", "z.txt": "Z",
                "docs/.hidden.md": "H", "docs/node_modules/m.md": "M",
            ])
            let list = SourceList.expand([pattern], base: folder)
            #expect(list.sources.map(\.name) == expected)
            #expect(list.failures.isEmpty)
        }
    }

    @Test("A pattern without matches, or of endless alternatives, fails; a file of that very name is taken")
    func strangePatterns() async throws {
        try await withFolder { folder in
            try folder.write(["[draft].md": "D", "a.md": "A"])
            #expect(names(["[draft].md"], in: folder) == ["[draft].md"])
            #expect(SourceList.expand(["*.pdf"], base: folder).failures.map(\.code) == ["noReadableFiles"])
            let endless = String(repeating: "{a,b}", count: 40)
            #expect(SourceList.expand([endless], base: folder).failures.map(\.code) == ["limitExceeded"])
            #expect(SourceList.expand(["[a"], base: folder).failures.count == 1)
        }
    }

    @Test("What is no file fails, and says what to do")
    func failures() async throws {
        try await withFolder { folder in
            try folder.write(["handbook.md": "H", "file.md/": ""].filter { !$0.key.hasSuffix("/") })
            mkfifo(folder.appending(path: "pipe").path, 0o600)
            let list = SourceList.expand(
                ["hanbook.md", "handbook.md/below", "pipe", "", "/dev/null", "nothing/at/all", "a\0b"], base: folder)
            #expect(list.sources.isEmpty)
            #expect(
                list.failures.map(\.code) == [
                    "notFound", "notFound", "unreadable", "notFound", "unreadable", "notFound", "notFound",
                ])
            #expect(list.failures[0].message == "hanbook.md does not exist; did you mean \"handbook.md\"?")
            #expect(list.failures[2].message == "pipe is a pipe; use - and redirect it to standard input")
            #expect(list.failures[4].message == "/dev/null is a device, not a file")
        }
    }

    @Test("A bare Git repository is not taken for a folder of texts; a work tree is one, without what Git ignores")
    func repositories() async throws {
        try await withFolder { folder in
            try folder.write(["work/.gitignore": "*.log", "work/a.md": "A", "work/b.log": "B"])
            #expect(try Command.run(["git", "init", "-q", "work"], in: folder).status == 0)
            #expect(try Command.run(["git", "init", "-q", "--bare", "bare.git"], in: folder).status == 0)
            let list = SourceList.expand(["work", "bare.git"], base: folder)
            #expect(list.sources.map(\.name) == ["a.md"])
            #expect(list.failures.map(\.code) == ["unsupportedFormat"])
            #expect(list.failures.allSatisfy { $0.message.contains("git clone") })
        }
    }

    @Test("A folder without readable files says what was passed over")
    func nothingReadable() async throws {
        try await withFolder { folder in
            try folder.write(["empty/.keep": "", "mixed/.git/config": "", "mixed/node_modules/a.md": "A"])
            try folder.write(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]), to: "mixed/image.png")
            try folder.write(Data((0..<200).map { UInt8($0 % 32) }), to: "mixed/blob")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "bare"), withIntermediateDirectories: true)
            let list = SourceList.expand(["bare", "mixed"], base: folder)
            #expect(list.failures.map(\.code) == ["noReadableFiles", "noReadableFiles"])
            #expect(list.failures[0].message.contains("nothing is in it"))
            #expect(
                list.failures[1].message.contains(
                    "passed over: 1 hidden, 1 by name, such as node_modules, 2 of a type that is not read"))
            #expect(list.leftOut == 2)
            #expect(names(["mixed/blob"], in: folder) == ["mixed/blob"], "a file that is named is always tried")
        }
    }

    @Test("Links inside a folder lead to files in it only; links that are named are followed")
    func links() async throws {
        try await withFolder { folder in
            try folder.write(["in/a.md": "A", "in/sub/b.md": "B", "out/secret.md": "S"])
            try folder.link("in/alias.md", to: "sub/b.md")
            try folder.link("in/escape.md", to: "../out/secret.md")
            try folder.link("in/circle", to: "..")
            try folder.link("in/sub/up", to: "../../in")
            try folder.link("in/broken.md", to: "nowhere.md")
            try folder.link("in/loop.md", to: "loop.md")
            try folder.link("shortcut", to: "in")
            #expect(names(["in"], in: folder) == ["a.md", "alias.md", "sub/b.md"])
            #expect(names(["shortcut"], in: folder) == ["a.md", "alias.md", "sub/b.md"])
            #expect(names(["in/escape.md"], in: folder) == ["in/escape.md"])
            #expect(SourceList.expand(["in/loop.md"], base: folder).failures.map(\.code) == ["unreadable"])
            #expect(SourceList.expand(["in/broken.md"], base: folder).failures.map(\.code) == ["notFound"])
        }
    }

    @Test("A folder that may not be read is a failure, and so is one nested too deep")
    func unreadableFolders() async throws {
        try await withFolder { folder in
            try folder.write(["docs/a.md": "A", "docs/closed/b.md": "B", "deep/1/2/3/c.md": "C"])
            var rules = SourceRules()
            rules.maximumDepth = 2
            let deep = SourceList.expand(["deep"], base: folder, rules: rules)
            #expect(deep.failures.map(\.source) == ["deep/1/2/3"])
            #expect(deep.failures.map(\.code) == ["limitExceeded"])
            guard getuid() != 0 else { return }
            chmod(folder.appending(path: "docs/closed").path, 0)
            defer { chmod(folder.appending(path: "docs/closed").path, 0o700) }
            let list = SourceList.expand(["docs"], base: folder)
            #expect(list.sources.map(\.name) == ["a.md"])
            #expect(list.failures.map(\.code) == ["permissionDenied"])
        }
    }

    @Test("Two thousand files are listed in a moment")
    func manyFiles() async throws {
        try await withFolder { folder in
            for number in 0..<2_000 { try folder.write(["d\(number % 50)/\(number).md": "text"]) }
            let clock = ContinuousClock()
            let time = clock.measure { #expect(SourceList.expand(["."], base: folder).sources.count == 2_000) }
            #expect(time < .seconds(3))
        }
    }
}
