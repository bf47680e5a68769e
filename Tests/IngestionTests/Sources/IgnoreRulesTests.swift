import Foundation
import Ingestion
import Testing

@Suite struct IgnoreRulesTests {
    struct Case: Decodable {
        var rules: [String: String]
        var paths: [String]
        var taken: [String]
    }

    @Test("Ignore rules mean what they mean to git")
    func likeGit() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/gitignore.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 250)
        for line in lines {
            let example = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
            try await withFolder { folder in
                try folder.write(example.rules)
                for path in example.paths { try folder.write([path: "text"]) }
                let list = SourceList.expand(["."], base: folder)
                #expect(list.sources.map(\.name) == example.taken, "\(example.rules)")
            }
        }
    }

    @Test("Rules of the folders above count up to the repository's root, and .bespokeignore is the stronger")
    func parents() async throws {
        try await withFolder { folder in
            try folder.write([
                ".gitignore": "*", "repository/.git/HEAD": "",
                "repository/.gitignore": "*.log\n*.tmp\n/docs/private.md\n",
                "repository/docs/.bespokeignore": "!kept.log\ndraft*\n", "repository/docs/a.md": "A",
                "repository/docs/b.log": "B", "repository/docs/kept.log": "K", "repository/docs/private.md": "P",
                "repository/docs/draft1.md": "D", "repository/docs/sub/private.md": "S",
                "repository/docs/node_modules/x.md": "X", "repository/docs/.hidden.md": "H",
            ])
            let list = SourceList.expand(["repository/docs"], base: folder)
            #expect(list.sources.map(\.name) == ["a.md", "kept.log", "sub/private.md"])
            #expect(list.failures.isEmpty)
        }
    }

    @Test("A file that is named is taken though a rule excludes it")
    func explicit() async throws {
        try await withFolder { folder in
            try folder.write([".gitignore": "*.md", "a.md": "A"])
            #expect(SourceList.expand(["a.md"], base: folder).sources.map(\.name) == ["a.md"])
            let failure = try #require(SourceList.expand(["."], base: folder).failures.first)
            #expect(failure.code == "noReadableFiles")
            #expect(failure.message.contains("1 hidden, 1 by ignore rules"))
        }
    }

    @Test("Hostile patterns take no time")
    func hostile() async throws {
        try await withFolder { folder in
            let stars = String(repeating: "*a", count: 500) + "*b"
            let folders = String(repeating: "**/a/", count: 300) + "b"
            try folder.write([
                ".gitignore": ([stars, folders] + Array(repeating: "[", count: 100)).joined(separator: "\n"),
                String(repeating: "a", count: 200): "text",
                String(repeating: "a/", count: 60) + "c": "text",
            ])
            let clock = ContinuousClock()
            let time = clock.measure { #expect(SourceList.expand(["."], base: folder).sources.count == 2) }
            #expect(time < .seconds(2))
        }
    }
}
