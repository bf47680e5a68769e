internal import Foundation

/// The user's text editor.
enum Editor {
    /// Opens `file` in `$VISUAL`, else `$EDITOR`, else `vi`, and returns when the editor ends.
    ///
    /// - Throws: a ``Failure`` where it cannot be started or ends with an error.
    static func open(_ file: URL) async throws {
        let environment = ProcessInfo.processInfo.environment
        let command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            // The variables may hold arguments ("code --wait"), which is why the shell runs them.
            process.arguments = ["-c", "\(command) \"$1\"", "sh", file.path]
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            throw Failure(
                "the editor “\(command)” ended with \(status) and the profile is unchanged; "
                    + "set EDITOR to another one, or change the profile by options (bespoke edit --help)")
        }
    }
}
