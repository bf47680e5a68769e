internal import Documents
internal import Foundation
internal import Library

/// The bytes of a file that is only looked at.
enum DocumentBytes {
    /// The most that is read, in bytes: what the readers accept.
    private static var limit: Int { DocumentReaders.standard.maximumBytes }

    /// Reads the file at `path`, or standard input for `-`.
    ///
    /// - Throws: a ``Failure`` that says why it cannot be read, with the nearest name where there is no such file.
    static func read(_ path: String) throws -> Data {
        do {
            let handle = path == "-" ? FileHandle.standardInput : try open(path)
            guard let data = try handle.read(upToCount: limit + 1) else { return Data() }
            guard data.count <= limit else {
                throw Failure("\(path) is larger than \(Quantity.bytes(Int64(limit))), the most that is read")
            }
            return data
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(path) cannot be read: \(SystemReason.of(error)); check the path and its permissions")
        }
    }

    /// Opens a file. What is none is not opened at all: opening a pipe waits until somebody writes to it.
    private static func open(_ path: String) throws -> FileHandle {
        guard !path.isEmpty else {
            throw Failure("the path is empty; give a file, or - for standard input", code: .wrongUsage)
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            let hint = [ENOENT, ENOTDIR].contains(code) ? nearest(path).map { "did you mean “\($0)”?" } : nil
            throw Failure(
                "\(path) cannot be read: \(String(cString: strerror(code))); "
                    + (hint ?? "check the path and its permissions"))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return try FileHandle(forReadingFrom: URL(filePath: path))
        case S_IFDIR: throw Failure("\(path) is a folder; give one of its files")
        default:
            throw Failure(
                "\(path) is not a file but a pipe, a socket or a device; redirect it to standard input and give -")
        }
    }

    /// The path with its last name replaced by the nearest that is there.
    private static func nearest(_ path: String) -> String? {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard path.hasSuffix(url.lastPathComponent),
            let name = NearestName.suggestion(for: url.lastPathComponent, among: names.sorted())
        else { return nil }
        return path.dropLast(url.lastPathComponent.count) + name
    }
}
