import Foundation
import Ingestion
import Testing

/// Arguments that lead to nothing, and names that cannot be read.
struct MissingFileTests {
    @Test("A pattern that matches nothing says so, whatever else is in the folder")
    func noMatch() async throws {
        try await withFolder { folder in
            try folder.write(["a.md": "A"])
            let list = SourceList.expand(["zzz*.md", "["], base: folder)
            #expect(list.failures.map(\.code) == ["noReadableFiles", "noReadableFiles"])
            #expect(list.failures.allSatisfy { $0.message.hasPrefix("no file matches \($0.source);") })
        }
    }

    @Test("A link that leads nowhere is called one")
    func dangling() async throws {
        try await withFolder { folder in
            try folder.link("dangling.md", to: "gone.md")
            let list = SourceList.expand(["dangling.md"], base: folder)
            #expect(
                list.failures.map(\.message) == [
                    "dangling.md is a symbolic link to gone.md, which does not exist; mend or remove the link"
                ])
        }
    }

    @Test("A name is found however its characters are composed")
    func composition() async throws {
        try await withFolder { folder in
            try folder.write(["cafe\u{301}.md": "A"])
            let list = SourceList.expand(["caf\u{E9}.md"], base: folder)
            #expect(list.failures.isEmpty)
            #expect(list.sources.count == 1)
        }
    }

    #if os(Linux)
        @Test("A name that is not UTF-8 is a failure only where it was asked for, once, and is shown escaped")
        func strangeName() async throws {
            try await withFolder { folder in
                try folder.write(["a.md": "A"])
                let descriptor = open(folder.path + "/caf", O_CREAT | O_WRONLY, 0o600)
                close(descriptor)
                let path = Array((folder.path + "/caf").utf8CString)
                let strange = path.dropLast() + [CChar(bitPattern: 0xE9)] + Array(".txt".utf8CString)
                #expect(rename(path, Array(strange)) == 0)
                #expect(SourceList.expand(["*.md"], base: folder).failures.isEmpty)
                let list = SourceList.expand(["{a,caf?}.{md,txt}", "{c*,*t}"], base: folder)
                #expect(
                    list.failures.map(\.message) == ["./caf\\xE9.txt has a name that is not UTF-8; rename that file"])
                let named = SourceList.expand(["caf\u{FFFD}.txt"], base: folder)
                #expect(
                    named.failures.map(\.message) == ["caf\\xE9.txt has a name that is not UTF-8; rename that file"])
            }
        }
    #endif

    @Test("Pipes and links that lead nowhere are counted among what a folder's walk left out")
    func leftOut() async throws {
        try await withFolder { folder in
            try folder.write(["docs/a.md": "A"])
            try folder.link("docs/gone.md", to: "nowhere.md")
            #expect(mkfifo(folder.path + "/docs/pipe.md", 0o600) == 0)
            let list = SourceList.expand(["docs"], base: folder)
            #expect(list.sources.count == 1 && list.failures.isEmpty && list.leftOut == 2)
        }
    }
}
