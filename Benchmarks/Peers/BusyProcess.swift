import Foundation

/// Another process that keeps one processor busy.
enum BusyProcess {
    /// Runs `body` beside it.
    static func during<Value>(_ body: () throws -> Value) throws -> Value {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // It ends with this process, however that ends.
        process.arguments = ["-c", "while kill -0 $PPID; do :; done"]
        try process.run()
        // It has inherited that requests to end are ignored.
        defer { kill(process.processIdentifier, SIGKILL) }
        return try body()
    }
}
