internal import Foundation
internal import Testing

/// A program on a terminal that a test types to, having waited for what it shows.
final class TerminalDialogue: Sendable {
    private let master: Int32
    private let process: Process
    private let shown = Shown()

    /// What the terminal has shown so far, with all control sequences.
    private final class Shown: @unchecked Sendable {
        private let lock = NSLock()
        private var bytes = Data()
        func add(_ new: some Sequence<UInt8>) { lock.withLock { bytes.append(contentsOf: new) } }
        var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }
    }

    init(
        _ arguments: [String], of program: Program, columns: UInt16 = 80, environment: [String: String] = [:]
    ) throws {
        let end: Int32
        (master, end) = try PseudoTerminal.pair()
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(end, UInt(TIOCSWINSZ), &size)
        process = Process()
        process.executableURL = Program.executable
        process.arguments = arguments
        process.environment = program.environment(with: ["TERM": "xterm"].merging(environment) { _, new in new })
        process.currentDirectoryURL = program.folder
        let handle = FileHandle(fileDescriptor: end)
        (process.standardInput, process.standardOutput, process.standardError) = (handle, handle, handle)
        try process.run()
        close(end)
        Thread.detachNewThread { [master, shown] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &buffer, buffer.count)
                guard count > 0 else { break }
                shown.add(buffer.prefix(count))
            }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(master)
    }

    /// All that was shown.
    var screen: String { shown.text }

    /// What was shown, without control sequences and line ends.
    var words: String {
        screen.replacing(/\u{1B}\[[0-9;?]*[a-zA-Z]/, with: "").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    /// Types.
    func type(_ text: String) {
        _ = text.withCString { write(master, $0, strlen($0)) }
    }

    /// Sends a signal; that of Ctrl-C the terminal cannot send, since it is nobody's controlling terminal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until `text` is among ``words``, `times` times; half a minute at most.
    func shows(_ text: String, times: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<600 {
            if words.components(separatedBy: text).count > times { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the terminal did not show “\(text)” but “\(words.suffix(800))”", sourceLocation: sourceLocation)
    }

    /// Waits for the end of the program, and gives its exit code; ten seconds at most.
    func ending() async throws -> Int32? {
        for _ in 0..<200 where process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        return process.isRunning ? nil : process.terminationStatus
    }
}
