internal import Foundation

/// A lock between processes. The system opens it when its holder ends, however it ends.
enum FileLock {
    /// Waits until no other process holds the lock of the file at `url`, which is created where it is missing, and runs `body`.
    ///
    /// - Throws: `permissionDenied`, `diskFull`, `CancellationError` while it waits; what `body` throws.
    static func with<Value: Sendable>(_ url: URL, _ body: () async throws -> Value) async throws -> Value {
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(url.path)", number: errno) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw SystemFailure.error("locking \(url.path)", number: errno)
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return try await body()
    }
}
