internal import ArgumentParser

/// What the argument parser has to say: help that was asked for, or what is wrong with the command line.
struct ParserMessage {
    /// Whether it is help or a version, and not a complaint.
    let isSuccess: Bool
    /// The message, as the program's other errors begin.
    let text: String

    init(_ error: any Error) {
        isSuccess = BespokeCommand.exitCode(for: error).isSuccess
        let message = BespokeCommand.fullMessage(for: error)
        let complaint = "Error: "
        text = message.hasPrefix(complaint) ? "bespoke: " + message.dropFirst(complaint.count) : message
    }

    /// Whether an error came from parsing, or from the commands that the parser brings along.
    ///
    /// The parser's own error type is not public; all errors of ours are `CustomStringConvertible` structs.
    static func isFromParser(_ error: any Error) -> Bool {
        error is ValidationError || error is CleanExit || error is ExitCode
            || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}
