internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file's bytes, mapped into memory read-only until the last reference goes.
///
/// `@unchecked Sendable`: the mapping is never written and never moves.
final class MappedFile: @unchecked Sendable {
    /// The whole file.
    let bytes: UnsafeRawBufferPointer
    /// When the file was last changed, in nanoseconds since 1970.
    let modificationTime: Int

    /// - Throws: `unreadable` with the system's reason.
    init(contentsOf url: URL) throws {
        // A pipe must not make the reader wait for somebody who writes.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(url) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(url) }
        guard (status.st_mode & S_IFMT) == S_IFREG else {
            throw ModelFileError(.unreadable, "\(url.path) is not a file; give the path of a model file")
        }
        let count = Int(status.st_size)
        guard count > 0 else { throw ModelFileError(.damaged, "\(url.path) is empty; fetch the model again") }
        guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw Self.failure(url)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: count)
        #if canImport(Glibc)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        modificationTime = time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// Lets the system take back the memory of pages that were read and are not needed again soon.
    func releasePages() {
        _ = madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_DONTNEED)
    }

    private static func failure(_ url: URL) -> ModelFileError {
        ModelFileError(.unreadable, "\(url.path) cannot be read: \(String(cString: strerror(errno)))")
    }
}
