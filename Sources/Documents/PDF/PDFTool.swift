internal import Foundation
internal import Subprocess

/// Runs one of poppler's programs on a hostile file: in a process of its own, with limits on time, memory and output.
struct PDFTool: Sendable {
    /// What a run gave.
    struct Outcome: Sendable {
        var status: TerminationStatus
        var output: [UInt8]
        var messages: String
    }

    /// Where the shell looks for the program.
    var searchPath: String
    var limits: PDFReader.Limits

    /// Sets the limits, then becomes the program. What a system cannot limit stays unlimited there.
    private static let script = """
        ulimit -c 0; ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; PATH="$3"; shift 3; exec "$@"
        """

    /// Runs `program` with `arguments`.
    ///
    /// - Throws: `DocumentError` with `toolMissing` or `limitExceeded`; `CancellationError`.
    func run(_ program: String, _ arguments: [String], file: String) async throws -> Outcome {
        let seconds = max(1, limits.time.components.seconds)
        let settings = [String(limits.memoryBytes / 1_024), String(seconds + 1), searchPath]
        let command = ["-c", Self.script, "sh"] + settings + [program] + arguments
        let outcome = try await withTimeLimit(file: file) { try await execute(command, file: file) }
        if outcome.status == .exited(127) {
            throw DocumentError(
                .toolMissing,
                "\(program) is missing, which reads PDF files such as \(file); install it with `apt-get install poppler-utils`"
                    + " or `brew install poppler`")
        }
        return outcome
    }

    private func execute(_ command: [String], file: String) async throws -> Outcome {
        do {
            let result = try await Subprocess.run(
                .name("sh"), arguments: Arguments(command),
                environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]),
                output: .bytes(limit: limits.textBytes), error: .string(limit: 4_194_304))
            return Outcome(
                status: result.terminationStatus, output: result.standardOutput, messages: result.standardError)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw DocumentError(
                .limitExceeded,
                "\(file) gives more than \(limits.textBytes) bytes of text; divide it into smaller files")
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw DocumentError(.unreadable, "\(file) cannot be read: no process could be started for it (\(error))")
        }
    }

    private func withTimeLimit(
        file: String, _ work: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: limits.time)
                throw DocumentError(
                    .limitExceeded,
                    "\(file) takes longer than \(limits.time.components.seconds) seconds to read; it may be damaged")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
