internal import Foundation
internal import Ingestion
internal import Synchronization

/// Tells how far an ingest is: people by a bar on a terminal, programs that asked for JSON by events on standard error.
///
/// An event is a line `{"event": "progress", "phase", "filesDone", "filesTotal", "chunksDone", "chunksTotal", "document", "rate",
/// "secondsLeft"}`; the rate is in files or chunks a second. There are at most two a second, and one at the end of each phase.
final class IngestProgressReporter: Sendable {
    private struct Event: Encodable {
        let event = "progress"
        let phase: String
        let filesDone: Int
        let filesTotal: Int
        let chunksDone: Int
        let chunksTotal: Int
        let document: String
        let rate: Double?
        let secondsLeft: Double?
    }

    private struct State {
        var phase: IngestProgress.Phase?
        var phaseStart = ContinuousClock.now
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

    /// Shows how far it is.
    func show(_ progress: IngestProgress) {
        guard writesEvents else { return bar.show(Self.barState(of: progress)) }
        let (done, total) = Self.counts(of: progress)
        let now = ContinuousClock.now
        let elapsed: Double? = state.withLock { state in
            if state.phase != progress.phase {
                state.phase = progress.phase
                state.phaseStart = now
                state.last = nil
            }
            if let last = state.last, now - last < .milliseconds(500), done < total { return nil }
            state.last = now
            return (now - state.phaseStart) / .seconds(1)
        }
        guard let elapsed else { return }
        let rate = done > 0 && elapsed > 0 ? Double(done) / elapsed : nil
        let event = Event(
            phase: progress.phase.rawValue, filesDone: progress.filesDone, filesTotal: progress.filesTotal,
            chunksDone: progress.chunksDone, chunksTotal: progress.chunksTotal, document: progress.current,
            rate: rate.map { ($0 * 10).rounded() / 10 },
            secondsLeft: rate.map { (Double(total - done) / $0 * 10).rounded() / 10 })
        // A reader that is gone is found by the result, too.
        try? channel.writeBytes(JSONText.line(of: event) + "\n")
    }

    /// Takes the bar away.
    func clear() { bar.clear() }

    private static func counts(of progress: IngestProgress) -> (done: Int, total: Int) {
        switch progress.phase {
        case .reading: (progress.filesDone, progress.filesTotal)
        case .embedding: (progress.chunksDone, progress.chunksTotal)
        }
    }

    private static func barState(of progress: IngestProgress) -> ProgressBar.State {
        let (done, total) = counts(of: progress)
        let unit =
            switch progress.phase {
            case .reading: "files/s"
            case .embedding: "chunks/s"
            }
        return ProgressBar.State(
            activity: progress.phase.rawValue, subject: progress.current, done: done, total: total,
            rate: { "\(Quantity.grouped(Int($0.rounded()))) \(unit)" })
    }
}
