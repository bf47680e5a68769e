internal import Foundation

/// A terminal for a program that a test runs.
struct PseudoTerminal {
    /// What happened on it.
    struct Outcome {
        let status: Int32
        let screen: String
    }

    /// Runs `arguments` on a terminal and types `input`.
    static func run(
        _ arguments: [String], of program: Program, typing input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        let (master, end) = try pair()
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(end, UInt(TIOCSWINSZ), &size)

        let process = Process()
        process.executableURL = Program.executable
        process.arguments = arguments
        process.environment = program.environment(with: environment)
        process.currentDirectoryURL = program.folder
        let handle = FileHandle(fileDescriptor: end)
        (process.standardInput, process.standardOutput, process.standardError) = (handle, handle, handle)
        try process.run()
        close(end)
        _ = input.withCString { write(master, $0, strlen($0)) }

        // Reading fails with EIO when the program has closed its end.
        let screen: Data = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var data = Data()
                var buffer = [UInt8](repeating: 0, count: 4096)
                while true {
                    let count = read(master, &buffer, buffer.count)
                    guard count > 0 else { break }
                    data.append(contentsOf: buffer.prefix(count))
                }
                process.waitUntilExit()
                close(master)
                continuation.resume(returning: data)
            }
        }
        return Outcome(status: process.terminationStatus, screen: String(decoding: screen, as: UTF8.self))
    }

    /// Both ends of a new terminal. Glibc's module does not show `openpty`, so that it is looked up by name.
    static func pair() throws -> (master: Int32, end: Int32) {
        typealias OpenPTY =
            @convention(c) (
                UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, UnsafeMutableRawPointer?, UnsafeRawPointer?,
                UnsafeRawPointer?
            ) -> Int32
        var (master, end): (Int32, Int32) = (-1, -1)
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "openpty"),
            unsafeBitCast(symbol, to: OpenPTY.self)(&master, &end, nil, nil, nil) == 0
        else { throw CocoaError(.fileReadUnknown) }
        // The program must not inherit our end, or it would never see that the terminal is gone.
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        return (master, end)
    }
}
