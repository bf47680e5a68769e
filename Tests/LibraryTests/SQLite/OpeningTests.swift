import Foundation
import GRDB
import Library
import Testing

struct OpeningTests {
    private func openingError(_ folder: URL) -> LibraryError? {
        do { _ = try SQLiteLibrary(at: folder) } catch { return error as? LibraryError }
        return nil
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A new library is readable by its owner only, and marked with application id and version")
    func makes() async throws {
        try await withFolder { folder async throws in
            let home = folder.appending(path: "deep/home")
            let library = try SQLiteLibrary(at: home)
            _ = try await library.create(Profile(name: "p"))
            #expect(try permissions(home.path) == 0o700)
            for suffix in ["", "-wal", "-shm"] { #expect(try permissions(library.file.path + suffix) == 0o600) }
            #expect(try await library.statistics().schemaVersion == 9)
            let queue = try DatabaseQueue(path: library.file.path)
            #expect(try await queue.read { try Int.fetchOne($0, sql: "PRAGMA application_id") } == 0x4253_504B)
            #expect(try await queue.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") } == 2)
        }
    }

    @Test("What was written is there when the library is opened again")
    func reopens() async throws {
        try await withFolder { folder async throws in
            let created = try await SQLiteLibrary(at: folder).create(Profile(name: "p"))
            #expect(try await SQLiteLibrary(at: folder).profile(named: "p") == created)
        }
    }

    @Test("A library of a newer Bespoke is refused and left as it is")
    func refusesNewer() async throws {
        try await withFolder { folder async throws in
            let file = try SQLiteLibrary(at: folder).file
            try damage(file, "PRAGMA user_version = 99")
            let error = openingError(folder)
            #expect(error?.code == .newerSchema)
            #expect(error?.message.contains("has schema version 99, made by a newer Bespoke") == true)
        }
    }

    @Test("A file that is no database, or another program's, is refused and left as it is")
    func refusesForeign() async throws {
        try await withFolder { folder async throws in
            let file = folder.appending(path: "library.sqlite")
            let text = Data("This is a shopping list, not a database.".utf8)
            try text.write(to: file)
            let error = openingError(folder)
            #expect(error?.code == .damaged)
            #expect(
                error?.message.contains("it is not an SQLite file; run `bespoke verify`, or move the file away") == true
            )
            #expect(try Data(contentsOf: file) == text)

            try FileManager.default.removeItem(at: file)
            try damage(file, "CREATE TABLE recipes (name TEXT)")
            #expect(openingError(folder)?.code == .damaged)
            #expect(openingError(folder)?.message.contains("another program") == true)
        }
    }

    @Test("A file cut short is reported as damaged")
    func refusesTruncated() async throws {
        try await withFolder { folder async throws in
            let file = folder.appending(path: "library.sqlite")
            _ = try SQLiteLibrary(at: folder)
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
            for count in [50, 4096 * 3 + 100] {
                let bytes = try Data(contentsOf: file)
                try Data(bytes.prefix(count)).write(to: file)
                var error = openingError(folder)
                if error == nil {
                    let library = try SQLiteLibrary(at: folder)
                    error = await libraryError { _ = try await library.create(Profile(name: "p")) }
                }
                #expect(error?.code == .damaged)
                try bytes.write(to: file)
            }
        }
    }

    @Test("A folder that cannot be made or written is reported with its path")
    func refusesFolder() async throws {
        try await withFolder { folder async throws in
            let blocked = folder.appending(path: "file")
            try Data().write(to: blocked)
            let error = openingError(blocked.appending(path: "home"))
            #expect(error?.code == .permissionDenied)
            #expect(error?.message.contains("\(blocked.path)/home") == true)
            #expect(error?.message.contains("--home") == true)

            let taken = folder.appending(path: "taken/library.sqlite")
            try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
            #expect(openingError(folder.appending(path: "taken"))?.code == .permissionDenied)
        }
    }

    @Test("A full disk is reported, and nothing of the document stays")
    func fullDisk() async throws {
        try await withLibrary(maximumPageCount: 120) { library async throws in
            try await library.add(["Small."], as: "a")
            let large = (0..<3000).map { "Words and more words, number \($0)." }
            let error = await libraryError { try await library.add(large, as: "b") }
            #expect(error?.code == .diskFull)
            #expect(error?.message.contains("stays; free some space and repeat") == true)
            #expect(try await library.files(ofProfile: "p").map(\.file.name) == ["a"])
            #expect(try await library.verify() == [])
            try await library.add(["Still works."], as: "c")
        }
    }

    @Test("A library that another process holds locked is reported as busy")
    func busy() async throws {
        try await withFolder { folder async throws in
            let library = try SQLiteLibrary(at: folder, maximumPageCount: nil, busyTimeout: 0.1)
            _ = try await library.create(Profile(name: "p"))
            try await locking(library.file) { () async throws in
                let error = await libraryError { try await library.add(["x"], as: "a") }
                #expect(error?.code == .busy)
                #expect(try await library.profiles().map(\.name) == ["p"])
            }
            try await library.add(["x"], as: "a")
        }
    }
}
