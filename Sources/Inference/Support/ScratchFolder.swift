internal import Foundation

/// A folder for what is needed for a moment only.
enum ScratchFolder {
    /// Runs `body` while there is an empty folder at `url`.
    ///
    /// - Throws: what `body` throws; `diskFull`, `permissionDenied` or another error with the path.
    static func with<Value: Sendable>(_ url: URL, _ body: () async throws -> Value) async throws -> Value {
        defer { try? FileManager.default.removeItem(at: url) }
        do {
            try? FileManager.default.removeItem(at: url)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw SystemFailure.error("making the folder \(url.path)", error)
        }
        return try await body()
    }
}
