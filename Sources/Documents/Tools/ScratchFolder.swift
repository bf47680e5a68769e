package import Foundation

/// A folder that only this user may look into and that is gone when the work in it ends.
package enum ScratchFolder {
    /// Makes a folder, runs `body` with it and removes it, whatever happens.
    ///
    /// - Throws: `DocumentError` with the code `unreadable` if it cannot be made, for instance on a full disk.
    package static func with<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "bespoke-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw failure(folder.deletingLastPathComponent(), error)
        }
        return try await body(folder)
    }

    /// The same with a file of `bytes` in the folder, whose path `body` gets.
    package static func with<Value>(_ bytes: Data, body: (_ path: String) async throws -> Value) async throws -> Value {
        try await with { folder in
            let file = folder.appending(path: "file", directoryHint: .notDirectory)
            do {
                try bytes.write(to: file)
            } catch {
                throw failure(folder.deletingLastPathComponent(), error)
            }
            return try await body(file.path)
        }
    }

    private static func failure(_ folder: URL, _ error: any Error) -> DocumentError {
        DocumentError(
            .unreadable,
            "no temporary file in \(folder.path): \(error.localizedDescription); make room there or set TMPDIR to another "
                + "folder")
    }
}
