internal import Documents
internal import Foundation

/// The bytes of a file that is only looked at.
enum DocumentBytes {
    /// The most that is read, in bytes: what the readers accept.
    private static var limit: Int { DocumentReaders.standard.maximumBytes }

    /// Reads the file at `path`, or standard input for `-`.
    ///
    /// - Throws: a ``Failure`` that says why it cannot be read.
    static func read(_ path: String) throws -> Data {
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
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
}
