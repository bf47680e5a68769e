internal import Documents
package import Foundation

/// Reads the bytes of a source whole, within a limit, and makes sure that they belong together.
package struct SourceReader: Sendable {
    /// The most bytes of a file.
    package var maximumBytes: Int
    /// Called with the path between reading a file and the check that it did not change; for tests.
    package var afterReading: (@Sendable (String) -> Void)?

    private static let pollMilliseconds: Int32 = 100

    package init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Size and time of a file.
    ///
    /// - Throws: a ``DocumentError``.
    func stamp(of path: String, named name: String) throws -> FileStamp {
        let status = try FileStatus(of: path, named: name)
        guard status.kind == .file else { throw DocumentError.special(status.kind, name) }
        return status.stamp
    }

    /// The bytes of a file, and its size and time when they were read.
    ///
    /// - Throws: a ``DocumentError``: `changedWhileReading` if it changed during both of two attempts; or
    ///   `CancellationError`.
    package func read(_ path: String, named name: String) async throws -> (bytes: Data, stamp: FileStamp) {
        try await Background.run { cancellation in
            for _ in 0..<2 {
                if let result = try readOnce(path, name, cancellation) { return result }
            }
            throw DocumentError.changed(name)
        }
    }

    /// The rest of an open file, such as standard input, up to the limit.
    ///
    /// - Throws: a ``DocumentError`` or `CancellationError`.
    func readToEnd(of descriptor: Int32, named name: String) async throws -> Data {
        try await Background.run { cancellation in
            try bytes(of: descriptor, expected: 0, name, cancellation)
        }
    }

    /// The bytes; nil if they changed meanwhile.
    func readOnce(
        _ path: String, _ name: String, _ cancellation: Cancellation = Cancellation()
    ) throws -> (bytes: Data, stamp: FileStamp)? {
        // Without O_NONBLOCK the call would wait for the writer of a pipe that took the file's place.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw DocumentError.system(errno, reading: name) }
        defer { close(descriptor) }
        let before = try FileStatus(descriptor: descriptor, named: name)
        guard before.kind == .file else { throw DocumentError.special(before.kind, name) }
        guard before.stamp.size <= maximumBytes else {
            throw DocumentError.tooLarge(name, size: before.stamp.size, limit: maximumBytes)
        }
        let bytes = try bytes(of: descriptor, expected: before.stamp.size, name, cancellation)
        afterReading?(path)
        // The path is looked at again, not the open file: an editor that saves puts a new file in its place.
        let after = try FileStatus(of: path, named: name)
        guard after.stamp == before.stamp, bytes.count == before.stamp.size else { return nil }
        return (bytes, before.stamp)
    }

    /// Up to `count` bytes from the start of a file; nil if it cannot be read.
    static func head(of path: String, count: Int) -> Data? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: count)
        let length = Foundation.read(descriptor, &buffer, count)
        return length < 0 ? nil : Data(buffer[..<length])
    }

    private func bytes(
        of descriptor: Int32, expected: Int, _ name: String, _ cancellation: Cancellation
    ) throws -> Data {
        var data = Data()
        data.reserveCapacity(expected + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            try cancellation.check()
            // Standard input may wait for a person; a cancelled ingest does not.
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Self.pollMilliseconds) != 0 else { continue }
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DocumentError.system(errno, reading: name) }
            guard count > 0 else { return data }
            guard data.count + count <= maximumBytes else {
                throw DocumentError.tooLarge(name, size: nil, limit: maximumBytes)
            }
            data.append(contentsOf: buffer[..<count])
        }
    }
}
