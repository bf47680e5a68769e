package import Foundation

/// A file that only this user may read and that is gone when the work on it ends.
package enum ScratchFile {
    /// Writes `bytes` to a new file, runs `body` with its path and removes the file, whatever happens.
    ///
    /// - Throws: `DocumentError` with the code `unreadable` if the file cannot be written, for instance on a full disk.
    package static func with<Value>(
        _ bytes: Data, body: (_ path: String) async throws -> Value
    ) async throws -> Value {
        let url = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString).pdf")
        defer { try? FileManager.default.removeItem(at: url) }
        guard FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw failure(url, "it cannot be created")
        }
        do {
            let handle = try FileHandle(forWritingTo: url)
            defer { try? handle.close() }
            try handle.write(contentsOf: bytes)
        } catch {
            throw failure(url, error.localizedDescription)
        }
        return try await body(url.path)
    }

    private static func failure(_ url: URL, _ reason: String) -> DocumentError {
        let folder = url.deletingLastPathComponent().path
        return DocumentError(
            .unreadable, "no temporary file in \(folder): \(reason); make room there or set TMPDIR to another folder")
    }
}
