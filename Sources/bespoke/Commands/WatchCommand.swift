internal import ArgumentParser
internal import Ingestion

/// `watch NAME`
struct WatchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Keep a profile up to date with its sources.",
        discussion: """
            Does what "bespoke sync" does, now and after each change, until Ctrl-C ends it. On Linux a change on the disk is seen \
            at once and nothing is done between changes; elsewhere the disk is looked at every 30 seconds. Web addresses are \
            asked at an interval. Writes a line for each file that changes.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Option(help: ArgumentHelp("Wait until nothing has changed for so long.", valueName: "seconds"))
    var debounce = 1.0

    @Option(help: ArgumentHelp("Ask web addresses so often.", valueName: "seconds"))
    var interval = 3_600.0

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (0.01...3_600).check(debounce, of: "--debounce", in: "seconds")
        guard (1...1e8).contains(interval) else {
            throw ValidationError("--interval is \(interval); it must be 1 second at least.")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let sources = try await FileAdder(console: console, workspace: global.workspace()).sources(of: name)
        var watch = ProfileWatch(sources, profile: name)
        watch.debounce = debounce
        watch.interval = interval
        var failures: [IngestFailure] = []
        var isFirst = true
        try await watch.run { round in
            if let warning = round.warning {
                try console.warn("\(warning). Until then the disk is looked at every 30 seconds")
            }
            for change in round.changes { try console.note(change.description) }
            for failure in round.report.failed where !failures.contains(failure) {
                try console.explain("\(failure.source): \(failure.message)")
            }
            if console.isJSON, !round.changes.isEmpty || round.report.failed != failures {
                try console.json(AddReport(round.report))
            }
            failures = round.report.failed
            if isFirst { try console.note("Watching the sources of “\(name)”; Ctrl-C ends it.") }
            isFirst = false
        }
        return .done
    }
}

extension FileChange {
    /// A line for a person.
    fileprivate var description: String {
        switch self {
        case .added(let name): "added \(name)"
        case .updated(let name): "updated \(name)"
        case .removed(let name): "removed \(name)"
        case .moved(let old, let new): "moved \(old) to \(new)"
        }
    }
}
