internal import Documents
internal import Foundation
internal import Library

/// Keeps a profile up to date with its sources until its task is cancelled.
///
/// On Linux a change in a folder starts a sync at once; between changes nothing is looked at. Where that is not possible the disk is
/// looked at every half minute. Web addresses are asked at an interval.
public struct ProfileWatch: Sendable {
    /// What a round found.
    public struct Round: Sendable {
        /// What the sync did.
        public var report: IngestReport
        /// The files that it changed, in order of their names.
        public var changes: [FileChange]
        /// Something that a user should know about how is watched; said once.
        public var warning: String?
    }

    /// Seconds without another change before a sync begins. The default is 1.
    public var debounce = 1.0
    /// Seconds between two rounds over everything, web addresses included. The default is an hour.
    public var interval = 3_600.0
    /// Seconds between two looks at the disk where it cannot be watched. The default is 30.
    package var pollingInterval = 30.0

    private let sources: ProfileSources
    private let profile: String

    /// Creates a watch over a profile.
    public init(_ sources: ProfileSources, profile: String) {
        self.sources = sources
        self.profile = profile
    }

    /// Syncs, waits for a change, syncs again.
    ///
    /// - Parameter report: takes each round.
    /// - Throws: `CancellationError` at the end; `LibraryError`, `InferenceError`, and what `report` throws. A library that is in use or
    ///   full is a failure of the round.
    public func run(_ report: (Round) throws -> Void) async throws {
        let signal = Signal()
        #if os(Linux)
            var monitor = try? FolderMonitor(signal)
            defer { monitor?.stop() }
        #endif
        var scope = SyncScope.everything
        var isTold = false
        var nextRound = ContinuousClock.now + .seconds(interval)
        while true {
            var warning: String?
            #if os(Linux)
                do {
                    if monitor == nil { monitor = try FolderMonitor(signal) }
                    try monitor?.watch(try await folders())
                } catch let limit as FolderMonitor.Limit {
                    monitor?.stop()
                    monitor = nil
                    warning = isTold ? nil : limit.message
                    isTold = true
                }
                let isWatching = monitor != nil
            #else
                let isWatching = false
            #endif
            var round = try await sync(scope)
            round.warning = warning
            try report(round)
            let start = ContinuousClock.now
            let poll = isWatching ? nextRound : min(nextRound, start + .seconds(pollingInterval))
            let isChange = try await wait(for: signal, until: poll)
            if isChange { try await settle(signal) }
            scope = .disk
            if ContinuousClock.now >= nextRound {
                scope = .everything
                nextRound = .now + .seconds(interval)
            }
        }
    }

    private func folders() async throws -> WatchedFolders {
        let known = try await sources.library.sources(ofProfile: profile).map(\.source)
        let files = try await sources.library.files(ofProfile: profile)
        let rules = sources.pipeline.rules
        return try await Background.run { _ in WatchedFolders(of: known, files: files, rules: rules) }
    }

    private func sync(_ scope: SyncScope) async throws -> Round {
        let before = try await sources.library.files(ofProfile: profile)
        var report = IngestReport()
        do {
            report = try await sources.sync(profile: profile, scope: scope)
        } catch let error as LibraryError where [.busy, .diskFull].contains(error.code) {
            report.failed.append(IngestFailure(source: profile, code: error.code.rawValue, message: error.message))
        }
        let after = try await sources.library.files(ofProfile: profile)
        return Round(report: report, changes: FileChange.between(before, after))
    }

    /// Whether the signal came before the time.
    private func wait(for signal: Signal, until time: ContinuousClock.Instant) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await signal.wait()
                return true
            }
            group.addTask {
                try await Task.sleep(until: time, clock: .continuous)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    /// Waits until nothing has changed for a moment, but not without end.
    private func settle(_ signal: Signal) async throws {
        for _ in 0..<10 {
            try await Task.sleep(for: .seconds(debounce))
            guard signal.lower() else { return }
        }
    }
}
