internal import Assistants
internal import Documents
internal import Inference
internal import Ingestion
internal import Library

/// Why a command did not do what it was asked.
struct Failure: Error, CustomStringConvertible {
    /// What failed, with which value, why, and what to do.
    let message: String
    /// The exit code.
    let code: ExitStatus

    init(_ message: String, code: ExitStatus = .failed) {
        self.message = message
        self.code = code
    }

    var description: String { message }
}

/// How the program ends.
enum ExitStatus: Int32 {
    /// Done.
    case done = 0
    /// Failed.
    case failed = 1
    /// Some inputs failed and were listed; the rest is done.
    case partlyDone = 2
    /// Wrong usage, as in `sysexits.h`.
    case wrongUsage = 64
    /// Interrupted by Ctrl-C.
    case interrupted = 130

    /// The status that an error ends the program with.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure.code
        case is CancellationError: self = .interrupted
        case let error as LibraryError where error.code == .invalidName || error.code == .invalidSetting:
            self = .wrongUsage
        case let error as AssistantError where error.code == .emptyQuestion || error.code == .unknownVariable:
            self = .wrongUsage
        case let error as InferenceError where error.code == .invalidEngine: self = .wrongUsage
        case let failure as IngestFailure where failure.code == "invalidAddress": self = .wrongUsage
        default: self = .failed
        }
    }
}
