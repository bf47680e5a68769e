internal import Foundation
internal import Testing

/// A program that is running.
final class Running: Sendable {
    private let process: Process
    private let output: URL
    private let diagnostics: URL
    private let ending: Task<Int32, Never>

    init(_ command: [String], folder: URL, input: String?, environment: [String: String]) throws {
        let id = UUID().uuidString
        output = folder.appending(path: "stdout-\(id)")
        diagnostics = folder.appending(path: "stderr-\(id)")
        let stdin = folder.appending(path: "stdin-\(id)")
        try Data((input ?? "").utf8).write(to: stdin)
        for url in [output, diagnostics] { try Data().write(to: url) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: stdin)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: diagnostics)
        let (statuses, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            // As a shell reports it: 128 and the number of the signal that ended the program.
            continuation.yield(
                $0.terminationReason == .uncaughtSignal ? 128 + $0.terminationStatus : $0.terminationStatus)
            continuation.finish()
        }
        try process.run()
        self.process = process
        ending = Task { await statuses.first { _ in true } ?? -1 }
    }

    /// Sends a signal; nothing where the program has ended.
    func signal(_ number: Int32) {
        if process.isRunning { kill(process.processIdentifier, number) }
    }

    /// What the program has written to standard output so far.
    var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Waits until the program has written `text` to standard error; a minute at most.
    func says(_ text: String) async throws {
        for _ in 0..<1_200 where isRunning {
            if try String(contentsOf: diagnostics, encoding: .utf8).contains(text) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the program did not say “\(text)” but “\(try String(contentsOf: diagnostics, encoding: .utf8))”")
    }

    #if os(Linux)
        /// The processor time that the program has used, in ticks of 10 ms.
        func processorTicks() throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
            let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
            return fields[12...13].reduce(0) { $0 + (Int($1) ?? 0) }
        }
    #endif

    /// Whether the program has not ended.
    var isRunning: Bool { process.isRunning }

    /// Waits for the end; kills the program after `seconds`.
    func outcome(within seconds: Double = 60) async throws -> Program.Outcome {
        let watchdog = Task {
            try await Task.sleep(for: .seconds(seconds))
            signal(SIGKILL)
        }
        let status = await ending.value
        watchdog.cancel()
        return Program.Outcome(
            status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            diagnostics: String(decoding: try Data(contentsOf: diagnostics), as: UTF8.self))
    }
}
