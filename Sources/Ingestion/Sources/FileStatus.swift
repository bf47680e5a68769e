internal import Documents
internal import Foundation

/// What the file system says about a path.
struct FileStatus {
    enum Kind {
        case file, folder, link, pipe, socket, device
    }

    var kind: Kind
    var stamp: FileStamp

    /// - Parameter followsLinks: whether a symbolic link stands for its target.
    /// - Throws: a ``DocumentError``.
    init(of path: String, named name: String, followsLinks: Bool = true) throws {
        guard !path.utf8.contains(0) else {
            throw DocumentError(.notFound, "\(name.debugDescription) is no path: it holds a NUL")
        }
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
            throw DocumentError.system(errno, reading: name)
        }
        self.init(status)
    }

    /// The status of an open file.
    init(descriptor: Int32, named name: String) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DocumentError.system(errno, reading: name) }
        self.init(status)
    }

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        case S_IFIFO: kind = .pipe
        case S_IFSOCK: kind = .socket
        default: kind = .device
        }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        stamp = FileStamp(size: Int(status.st_size), modified: overflow ? 0 : seconds &+ Int64(time.tv_nsec))
    }
}

/// Size and time of a file: while they stay the same, so do its bytes.
package struct FileStamp: Sendable, Hashable {
    /// Bytes.
    package var size: Int
    /// Nanoseconds since 1970.
    package var modified: Int64

    /// File systems count time in ticks of up to 10 ms, so a file may change once more within the tick of its time.
    private static let tick: Int64 = 20_000_000

    /// Whether a later change would show.
    var isSettled: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - modified > Self.tick
    }
}

extension DocumentError {
    /// The error for a failed system call.
    static func system(_ code: Int32, reading name: String) -> DocumentError {
        switch code {
        case ENOENT, ENOTDIR: DocumentError(.notFound, "\(name) does not exist; check the path")
        case EACCES, EPERM:
            DocumentError(.permissionDenied, "\(name) may not be read by this user; change its permissions")
        case ELOOP: DocumentError(.unreadable, "\(name) is a symbolic link that leads in a circle")
        case ENAMETOOLONG: DocumentError(.notFound, "the path is too long: \(name.prefix(80))…")
        default: DocumentError(.unreadable, "\(name) cannot be read: \(String(cString: strerror(code)))")
        }
    }

    /// The error for something that is not a file.
    static func special(_ kind: FileStatus.Kind, _ name: String) -> DocumentError {
        let what =
            switch kind {
            case .pipe: "a pipe; use - and redirect it to standard input"
            case .socket: "a socket, not a file"
            case .folder: "a folder, not a file"
            default: "a device, not a file"
            }
        return DocumentError(.unreadable, "\(name) is \(what)")
    }

    static func changed(_ name: String) -> DocumentError {
        DocumentError(
            .changedWhileReading, "\(name) changed while it was read; add it again when nothing writes to it")
    }

    static func tooLarge(_ name: String, size: Int?, limit: Int) -> DocumentError {
        DocumentError(
            .limitExceeded,
            "\(name) has \(size.map { "\($0)" } ?? "too many") bytes; a file may have \(limit) at most. "
                + "Divide it into smaller files")
    }
}
