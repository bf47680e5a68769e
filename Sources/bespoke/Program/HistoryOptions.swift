internal import ArgumentParser
internal import Foundation

/// Whether questions and answers are kept.
struct HistoryOptions: ParsableArguments {
    @Flag(help: "Keep nothing of question and answer; $BESPOKE_NO_HISTORY does so always.")
    var noHistory = false

    /// Whether they are.
    var isKept: Bool {
        !noHistory && (ProcessInfo.processInfo.environment["BESPOKE_NO_HISTORY"] ?? "").isEmpty
    }
}
