import Documents
import Foundation
import Ingestion
import Synchronization
import Testing

@Suite struct SourceReaderTests {
    private func error(_ body: () async throws -> Void) async -> DocumentError? {
        do { try await body() } catch { return error as? DocumentError }
        return nil
    }

    @Test("A file that changes once while it is read is read again")
    func changedOnce() async throws {
        try await withFolder { folder in
            try folder.write(["a.md": "old"])
            let changes = Mutex(0)
            var reader = SourceReader(maximumBytes: 100)
            reader.afterReading = { path in
                guard
                    changes.withLock({
                        $0 += 1; return $0
                    }) == 1
                else { return }
                try? Data("newer".utf8).write(to: URL(filePath: path))
            }
            let result = try await reader.read(folder.appending(path: "a.md").path, named: "a.md")
            #expect(String(decoding: result.bytes, as: UTF8.self) == "newer")
            #expect(result.stamp.size == 5)
        }
    }

    @Test("A file that keeps changing is refused")
    func changing() async throws {
        try await withFolder { folder in
            try folder.write(["a.log": ""])
            var reader = SourceReader(maximumBytes: 100)
            reader.afterReading = { path in
                guard let handle = FileHandle(forWritingAtPath: path) else { return }
                _ = try? handle.seekToEnd()
                try? handle.write(contentsOf: Data("more".utf8))
            }
            let error = await error { _ = try await reader.read(folder.appending(path: "a.log").path, named: "a.log") }
            #expect(error?.code == .changedWhileReading)
        }
    }

    @Test("A file of a gigabyte is refused before it is read")
    func large() async throws {
        try await withFolder { folder in
            try folder.write(["big.txt": ""])
            let path = folder.appending(path: "big.txt").path
            truncate(path, 1 << 30)
            let wasRead = Mutex(false)
            var reader = SourceReader(maximumBytes: 1 << 28)
            reader.afterReading = { _ in wasRead.withLock { $0 = true } }
            let found = await error { [reader] in _ = try await reader.read(path, named: "big.txt") }
            #expect(found?.code == .limitExceeded)
            #expect(found?.message.contains("1073741824 bytes") == true)
            #expect(!wasRead.withLock { $0 })
        }
    }

    @Test("What cannot be read says why")
    func unreadable() async throws {
        try await withFolder { folder in
            try folder.write(["a.md": "A"])
            mkfifo(folder.appending(path: "pipe").path, 0o600)
            let reader = SourceReader(maximumBytes: 100)
            for (path, code) in [
                ("missing.md", DocumentError.Code.notFound), ("a.md/under", .notFound), ("pipe", .unreadable),
                ("", .unreadable),
            ] {
                let error = await error {
                    _ = try await reader.read(folder.appending(path: path).path, named: "the file")
                }
                #expect(error?.code == code)
                #expect(error?.message.hasPrefix("the file ") == true)
            }
            guard getuid() != 0 else { return }
            chmod(folder.appending(path: "a.md").path, 0)
            let error = await error { _ = try await reader.read(folder.appending(path: "a.md").path, named: "a.md") }
            #expect(error?.code == .permissionDenied)
        }
    }
}
