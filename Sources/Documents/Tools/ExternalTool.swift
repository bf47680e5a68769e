internal import Foundation
internal import Subprocess

/// Runs a program on a hostile file: in a process of its own, with limits on time, memory and output, and without the network.
struct ExternalTool: Sendable {
    /// A program that reads files for us.
    enum Program: String, Sendable {
        case pdftotext, pdftohtml, pdfinfo, pdftoppm, qpdf, tesseract

        /// What it is for, and what the packages of Debian and Homebrew that have it are called.
        fileprivate var origin: (use: String, debian: String, homebrew: String) {
            switch self {
            case .pdftotext, .pdftohtml, .pdfinfo, .pdftoppm: ("PDF files", "poppler-utils", "poppler")
            case .qpdf: ("the page labels of PDF files", "qpdf", "qpdf")
            case .tesseract: ("images of text", "tesseract-ocr", "tesseract")
            }
        }
    }

    /// How much one run may cost.
    struct Limits: Sendable {
        /// The size of what it prints.
        var outputBytes: Int
        /// The memory of the process.
        var memoryBytes: Int
        /// The time that the process may take.
        var time: Duration
    }

    /// What a run gave.
    struct Outcome: Sendable {
        var status: TerminationStatus
        var output: [UInt8]
        var messages: String
    }

    /// Where the shell looks for programs, divided by colons.
    var searchPath: String
    var limits: Limits

    /// Where programs are looked for by default: `$PATH`.
    static let defaultSearchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

    /// Sets the limits, then becomes the program. What a system cannot limit stays unlimited there.
    private static let script = """
        ulimit -c 0; ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; PATH="$3"; shift 3; exec "$@"
        """

    /// Runs `program` with `arguments`.
    ///
    /// - Throws: `DocumentError` with `toolMissing` or `limitExceeded`; `CancellationError`.
    func run(_ program: Program, _ arguments: [String], file: String) async throws -> Outcome {
        let seconds = max(1, limits.time.components.seconds)
        let settings = [String(limits.memoryBytes / 1_024), String(seconds + 1), searchPath]
        let command =
            ["-c", Self.script, "sh"] + settings + (await ToolIsolation.command) + [program.rawValue] + arguments
        let outcome = try await ToolSlots.shared.withSlot {
            try await withTimeLimit(file: file) { try await execute(command, file: file) }
        }
        if outcome.status == .exited(127) {
            let origin = program.origin
            throw DocumentError(
                .toolMissing,
                "\(program.rawValue) is missing, which reads \(origin.use) such as \(file); install it with "
                    + "`apt-get install \(origin.debian)` or `brew install \(origin.homebrew)`")
        }
        return outcome
    }

    /// The error for a file with more text than is read.
    static func tooMuchText(of file: String, limit: Int) -> DocumentError {
        DocumentError(
            .limitExceeded, "\(file) gives more than \(limit) bytes of text; divide it into smaller files")
    }

    private func execute(_ command: [String], file: String) async throws -> Outcome {
        do {
            // One thread a process: several pages are read at the same time.
            let result = try await Subprocess.run(
                .name("sh"), arguments: Arguments(command),
                environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"]),
                output: .bytes(limit: limits.outputBytes), error: .string(limit: 4_194_304))
            return Outcome(
                status: result.terminationStatus, output: result.standardOutput, messages: result.standardError)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw Self.tooMuchText(of: file, limit: limits.outputBytes)
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
