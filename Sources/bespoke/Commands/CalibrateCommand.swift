internal import ArgumentParser
internal import Assistants
internal import Evaluation
internal import Foundation
internal import Inference
internal import Library

/// `calibrate NAME`
struct CalibrateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Let a profile learn from its files when to say that they do not answer.",
        discussion: """
            Questions are made of sentences of the files, and each is asked with its file and without it. Learnt is how sure the \
            evidence has to be, so that most of those without are refused and few of those with; never less than what is usual. Where \
            fewer than 40 questions can be made of a kind, the usual threshold stays. It holds for small engines, and is a version of \
            the profile; do it again when the files have become others.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Option(help: ArgumentHelp("The most questions, 40 to 10000.", valueName: "count"))
    var questions = 200

    @Flag(help: "Go back to the usual thresholds.")
    var reset = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (40...10_000).check(questions, of: "--questions")
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let before = try await library.profile(named: name)
        let (learnt, lessons) =
            reset ? (nil, []) : try await lessons(about: before, in: library, workspace, console)
        let after = try await library.update(profile: name) { $0.settings.leastConfidence = learnt }
        if console.isJSON {
            try console.json(CalibrationReport(after, lessons))
        } else if !lessons.isEmpty {
            try write(lessons, to: console)
        }
        try console.note(
            after.version == before.version
                ? "“\(after.name)” is unchanged." : "“\(after.name)” is now version \(after.version).")
        return .done
    }

    private func lessons(
        about profile: Profile, in library: SQLiteLibrary, _ workspace: Workspace, _ console: Console
    ) async throws -> (LeastConfidence?, [RefusalCalibration.Lesson]) {
        let embedder = try await workspace.embedder(of: library)
        let assistant = Assistant(
            profile: profile, library: library, embedder: embedder,
            engine: try await workspace.engines.engine(for: profile.settings.engine))
        guard assistant.isGuidedByConfidence else {
            throw Failure(
                "the engine of “\(profile.name)” is large enough to judge by itself what the files answer; there is nothing to learn"
            )
        }
        let progress = QuestionProgressReporter(console: console)
        defer { progress.clear() }
        return try await RefusalCalibration(of: assistant, library: library, embedder: embedder).run(
            profile: profile.name, count: questions, onQuestion: { progress.show(total: $0) })
    }

    private func write(_ lessons: [RefusalCalibration.Lesson], to console: Console) throws {
        var table = Table([
            ("QUESTIONS", .left), ("MADE", .right), ("LEAST CONFIDENCE", .right), ("REFUSED WITH THEIR FILE", .right),
            ("WITHOUT", .right),
        ])
        func change(_ pair: (usual: Double, now: Double)) -> String {
            let (usual, now) = (Quantity.decimal(pair.usual, 2), Quantity.decimal(pair.now, 2))
            return usual == now ? usual : "\(usual) → \(now)"
        }
        for lesson in lessons {
            let kind =
                switch lesson.kind {
                case "chinese": "Chinese"
                case "words": "found by words alone"
                default: "all others"
                }
            table.add([
                kind, "\(lesson.questions)", change((lesson.usual, lesson.learnt ?? lesson.usual)),
                change(lesson.lost), change(lesson.refused),
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
    }
}
