public import Foundation

/// A command that a test runs to its end.
public enum Command {
    /// What a command prints, errors included, and the status that it ends with.
    ///
    /// - Parameter folder: where it runs; the default is the test's own folder.
    public static func run(_ command: [String], in folder: URL? = nil) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
