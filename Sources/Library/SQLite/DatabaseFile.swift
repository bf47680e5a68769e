internal import Foundation
internal import GRDB

/// How the database file is made and how connections to it are set up.
enum DatabaseFile {
    /// Makes the folder (mode 700) and an empty file (mode 600) where there are none, and refuses a file that is not
    /// SQLite's.
    static func prepare(_ file: URL) throws {
        let folder = file.deletingLastPathComponent()
        do {
            if !FileManager.default.fileExists(atPath: folder.path) {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw LibraryError(
                .permissionDenied,
                "cannot make the library's folder \(folder.path): \(reason(error)); choose another with --home")
        }
        // The permissions must be right before the first byte is written; SQLite gives its log the same ones.
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LibraryError(
                .permissionDenied,
                "cannot open the library \(file.path): \(String(cString: strerror(errno))); check who owns it, "
                    + "or choose another folder with --home")
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &header, header.count, 0)
        guard count == 0 || (count == 16 && header == Array("SQLite format 3\0".utf8)) else {
            throw LibraryFailure.damaged(file, "it is not an SQLite file")
        }
    }

    /// Settings of every connection.
    static func configuration(maximumPageCount: Int?, busyTimeout: Double) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -16000")
            if !database.configuration.readonly {
                // Only an empty file takes this setting; it lets the file shrink without being rewritten.
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
                if let maximumPageCount { try database.execute(sql: "PRAGMA max_page_count = \(maximumPageCount)") }
            }
        }
        return configuration
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return error.localizedDescription
    }
}
