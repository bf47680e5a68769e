internal import ArgumentParser
internal import Assistants
internal import Documents
internal import Evaluation
internal import Foundation
internal import Inference
internal import Ingestion
internal import Library

/// Parses the command line, runs the command and ends with its exit code.
@main
enum Program {
    /// The version of the product.
    static let version = "0.1.0"

    static func main() async {
        // A closed pipe is an error of `write`, not the end of the process in the middle of a change.
        signal(SIGPIPE, SIG_IGN)
        let arguments = CommandLineArguments.globalOptionsLast(Array(CommandLine.arguments.dropFirst()))
        let status = await Interruption.cancellable { await run(arguments) }
        exit(status.rawValue)
    }

    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            try UnknownCommand.check(arguments)
            if let argument = CommandLineArguments.mistakenOption(in: arguments) {
                throw Failure(
                    "there is no option “\(argument)”; before a file or name that begins with a hyphen put --, as in: "
                        + "bespoke \(arguments.first ?? "add") … -- \(argument)", code: .wrongUsage)
            }
            var command = try BespokeCommand.parseAsRoot(arguments)
            if let command = command as? any ReportingCommand { return try await command.report() }
            // What does not report is the parser's own: help, and the scripts for shells' completion.
            try command.run()
            return .done
        } catch is Channel.Closed {
            return .done
        } catch {
            return report(error)
        }
    }

    /// What an error says to the user.
    static func message(of error: any Error) -> String {
        switch error {
        case is Failure, is LibraryError, is InferenceError, is DocumentError, is AssistantError, is EvaluationError:
            "\(error)"
        case let failure as IngestFailure: failure.message
        default: error.localizedDescription
        }
    }

    /// Says what failed, on standard error; help that was asked for goes to standard output.
    private static func report(_ error: any Error) -> ExitStatus {
        let environment = ProcessInfo.processInfo.environment
        let diagnostics = Channel(descriptor: 2, environment: environment)
        // Where a channel is closed there is nobody left to tell.
        if Task.isCancelled || error is CancellationError {
            try? diagnostics.write("bespoke: interrupted; what was done until now is kept\n")
            return .interrupted
        }
        guard ParserMessage.isFromParser(error) else {
            var wrapper = LineWrapper(width: diagnostics.width)
            try? diagnostics.write(wrapper.push("bespoke: \(message(of: error))") + wrapper.finish() + "\n", as: .red)
            return ExitStatus(error)
        }
        let message = ParserMessage(error)
        let channel = message.isSuccess ? Channel(descriptor: 1, environment: environment) : diagnostics
        try? channel.write(message.text + "\n")
        return message.isSuccess ? .done : .wrongUsage
    }
}

/// A command that does its work as a task and says how it ended.
protocol ReportingCommand: AsyncParsableCommand, Sendable {
    /// Does the work and writes the result.
    func report() async throws -> ExitStatus
}
