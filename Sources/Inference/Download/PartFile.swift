internal import Foundation

/// A file that grows as its bytes arrive, and that a later attempt goes on with. Every call blocks.
///
/// `@unchecked Sendable`: the descriptor is set once; callers write from one serial queue.
final class PartFile: @unchecked Sendable {
    private let url: URL
    private let descriptor: Int32

    /// Opens the file, and creates it where it is missing.
    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(url.path)", number: errno) }
    }

    deinit { close(descriptor) }

    /// The file's size in bytes.
    var size: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }

    /// Cuts the file.
    func truncate(to size: Int64) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure() }
    }

    /// Writes at the end.
    func append(_ bytes: [UInt8]) throws {
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw failure() }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            written += count
        }
    }

    /// Waits until the bytes are on the disk.
    func sync() throws {
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> InferenceError { SystemFailure.error("writing \(url.path)", number: errno) }
}
