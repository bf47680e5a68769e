internal import Foundation
internal import Synchronization

/// Runs a program of the system without a shell.
struct ChildProcess: Sendable {
    /// The program, found by `PATH`.
    var program: String
    var arguments: [String]
    /// Added to the environment of this process.
    var environment: [String: String] = [:]
    /// Where it runs.
    var folder: URL

    /// How a program ended.
    struct Outcome: Sendable {
        /// Its exit code; 127 where there is no such program.
        var status: Int32
        /// The last kilobytes of what it wrote to standard error.
        var messages: String
    }

    /// Waits for the end of the program, and ends it when the task is cancelled.
    ///
    /// - Parameter log: a file for its messages, which is overwritten.
    func run(log: URL) async throws -> Outcome {
        guard FileManager.default.createFile(atPath: log.path, contents: nil) else {
            throw SystemFailure.error("writing \(log.path)", number: errno)
        }
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        let process = Running(Process())
        let status: Int32 = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                process.start(self, output) { continuation.resume(with: $0) }
            }
        } onCancel: {
            process.end()
        }
        try Task.checkCancellation()
        let messages = (try? Data(contentsOf: log)) ?? Data()
        return Outcome(status: status, messages: String(decoding: messages.suffix(8192), as: UTF8.self))
    }

    /// `@unchecked Sendable`: the process is touched under the lock only.
    private final class Running: @unchecked Sendable {
        private let process: Process
        private let isEnded = Mutex(false)

        init(_ process: Process) { self.process = process }

        func start(
            _ child: ChildProcess, _ output: FileHandle,
            _ completion: @escaping @Sendable (Result<Int32, any Error>) -> Void
        ) {
            isEnded.withLock { wasEnded in
                guard !wasEnded else { return completion(.failure(CancellationError())) }
                // `env` finds the program, and says 127 where there is none.
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = [child.program] + child.arguments
                process.environment = ProcessInfo.processInfo.environment.merging(child.environment) { $1 }
                process.currentDirectoryURL = child.folder
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = FileHandle.nullDevice
                process.standardError = output
                process.terminationHandler = { completion(.success($0.terminationStatus)) }
                do {
                    try process.run()
                } catch {
                    process.terminationHandler = nil
                    completion(.failure(SystemFailure.error("starting \(child.program)", error)))
                }
            }
        }

        /// Kills it: a child of a thread of the cooperative pool has that thread's signal mask and may not see anything milder.
        func end() {
            isEnded.withLock { wasEnded in
                wasEnded = true
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            }
        }
    }
}
