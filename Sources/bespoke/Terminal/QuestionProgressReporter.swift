internal import Foundation
internal import Synchronization

/// Tells how many questions of an evaluation or a test are answered: people by a bar on a terminal, programs that asked for JSON by
/// lines `{"event": "progress", "phase": "asking", "questionsDone", "questionsTotal"}` on standard error, at most two a second.
final class QuestionProgressReporter: Sendable {
    private struct Event: Encodable {
        let event = "progress"
        let phase = "asking"
        let questionsDone: Int
        let questionsTotal: Int
    }

    private struct State {
        var done = 0
        var last: ContinuousClock.Instant?
    }

    private let bar: ProgressBar
    private let channel: Channel
    private let writesEvents: Bool
    private let state = Mutex(State())

    init(console: Console) {
        bar = ProgressBar(console: console)
        channel = console.diagnostics
        writesEvents = console.isJSON && !console.isQuiet
    }

    /// Counts one more.
    func show(total: Int) {
        let now = ContinuousClock.now
        let (done, isDue) = state.withLock { state in
            state.done += 1
            let isDue = state.last.map { now - $0 >= .milliseconds(500) } ?? true || state.done == total
            if isDue { state.last = now }
            return (state.done, isDue)
        }
        guard writesEvents else {
            return bar.show(
                ProgressBar.State(
                    activity: "asking", subject: "\(done) of \(total)", done: done, total: total,
                    rate: { "\(Quantity.decimal($0, 1)) questions/s" }))
        }
        // A reader that is gone is found by the result, too.
        if isDue {
            try? channel.writeBytes(JSONText.line(of: Event(questionsDone: done, questionsTotal: total)) + "\n")
        }
    }

    /// Takes the bar away.
    func clear() { bar.clear() }
}
