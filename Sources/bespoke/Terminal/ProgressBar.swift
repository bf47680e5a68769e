internal import Foundation
internal import Synchronization

/// One line on a terminal that says how far a long task is, how fast, and how long it will still take.
///
/// Draws nothing where standard error is not a terminal, or with `--quiet`.
final class ProgressBar: Sendable {
    /// What the bar shows.
    struct State: Sendable {
        /// What is being done, for instance "embedding".
        var activity: String
        /// What it is being done to, for instance a file's name.
        var subject: String
        /// How much is done, and of how much.
        var done: Int
        var total: Int
        /// Says a rate in words, for instance "210 chunks/s"; the argument is what is done in a second.
        var rate: @Sendable (Double) -> String
    }

    private struct Drawing {
        var started: ContinuousClock.Instant?
        var startedAt = 0
        var activity = ""
        var last: ContinuousClock.Instant?
        var isVisible = false
    }

    private let channel: Channel
    private let isActive: Bool
    private let drawing = Mutex(Drawing())

    init(console: Console) {
        channel = console.diagnostics
        isActive = console.diagnostics.isTerminal && !console.isQuiet
    }

    /// Shows `state`, at most ten times a second.
    func show(_ state: State) {
        guard isActive else { return }
        let now = ContinuousClock.now
        drawing.withLock { drawing in
            if drawing.started == nil || drawing.activity != state.activity {
                drawing.started = now
                drawing.startedAt = state.done
                drawing.activity = state.activity
            }
            if let last = drawing.last, now - last < .milliseconds(100), state.done < state.total { return }
            drawing.last = now
            drawing.isVisible = true
            let elapsed = drawing.started.map { (now - $0) / .seconds(1) } ?? 0
            let line = Self.line(
                state, rate: elapsed > 0.5 ? Double(state.done - drawing.startedAt) / elapsed : nil,
                width: channel.width ?? 80)
            // A terminal that is gone is found by the next line of the result.
            try? channel.writeBytes("\r\(ControlCharacters.neutralized(line))\u{1B}[K")
        }
    }

    /// Takes the line away.
    func clear() {
        drawing.withLock { drawing in
            guard drawing.isVisible else { return }
            drawing.isVisible = false
            try? channel.writeBytes("\r\u{1B}[K")
        }
    }

    /// "embedding [#####-----] 52 %  210 chunks/s  8 s left  handbook.md"
    static func line(_ state: State, rate: Double?, width: Int) -> String {
        let share = state.total > 0 ? min(1, Double(state.done) / Double(state.total)) : 0
        let filled = Int(share * 20)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
        var parts = ["\(state.activity) [\(bar)] \(Int(share * 100)) %"]
        if let rate, rate > 0 {
            parts.append(state.rate(rate))
            parts.append(Quantity.duration(seconds: Double(state.total - state.done) / rate) + " left")
        }
        parts.append(state.subject.replacing("\n", with: " "))
        return DisplayWidth.truncate(parts.joined(separator: "  "), to: width - 1)
    }
}
