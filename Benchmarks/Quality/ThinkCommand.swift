import ArgumentParser
import Assistants
import Evaluation
import Foundation
import Inference

/// Accuracy against time: the same questions, thought about for longer and longer.
struct ThinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "think", abstract: "Asks the questions of a set with several --think, and shows accuracy and time."
    )

    @Argument(help: "Folder of a set with questions.jsonl.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The most questions, drawn by the seed.")
    var questions = 200

    @Option(help: "What questions are drawn by.")
    var seed: UInt64 = 0

    @Option(help: "Which questions: held-out, tune or all.")
    var part = "held-out"

    @Option(parsing: .upToNextOption, help: "How many candidate answers.")
    var counts = [1, 2, 4, 8, 16]

    @Flag(help: "Leave every second document out, and ask only what those would have answered.")
    var unanswerable = false

    @Option(help: "A file for each answer, as JSON lines.")
    var output: String?

    func run() async throws {
        guard let part = EvaluationSet.Part(rawValue: part) else {
            throw ValidationError("\(part) is no part of a set.")
        }
        let store = ModelStore(folder: URL(filePath: models))
        let engine = try await EngineFactory(store: store, environment: [:]).engine(for: nil)
        let embedder = try await NativeEmbedder.named(store.catalogue.defaultEmbedder, in: store)
        var choice = AnswerEvaluation.Choice()
        choice.part = part
        choice.count = questions
        choice.seed = seed
        choice.unanswerable = unanswerable
        let options = counts.map { count in
            var options = AskOptions()
            options.thinking = count
            return options
        }
        let file = try output.map { path in
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let file = FileHandle(forWritingAtPath: path)
            else { throw ValidationError("\(path) cannot be written.") }
            return file
        }
        let results = try await AnswerEvaluation(embedder: embedder, engine: engine).run(
            EvaluationSet(folder: URL(filePath: set)), choice, by: options,
            onAnswer: { answer, evaluated, _ in
                let row = Row(
                    think: answer.settings.thinking ?? 1, question: answer.question,
                    answers: evaluated.question.answers,
                    text: answer.text, short: answer.short, refused: answer.refused,
                    drafts: answer.trace.thinking?.drafts ?? [], total: answer.timings.total)
                try file?.write(contentsOf: JSONEncoder().encode(row) + Data("\n".utf8))
            })
        let rows = zip(counts, results).map { count, result in
            let measures = AnswerMeasures(name: "answers", of: result.answers)
            return ["\(count)"]
                + [measures.contains, measures.shortF1, measures.shortExact, measures.refused, measures.citationRecall]
                .map {
                    $0.map { "\($0.mean.rounded(to: 3)) (\($0.low.rounded(to: 3))–\($0.high.rounded(to: 3)))" } ?? "-"
                } + [measures.words.rounded(to: 1), (measures.total.median / 1000).rounded(to: 2)]
        }
        printTable(
            [
                "think", "contains", "F1, short form", "exact, short form", "refused", "right document", "words",
                "seconds",
            ], rows)
    }

    private struct Row: Encodable {
        var think: Int
        var question: String
        var answers: [String]
        var text: String
        var short: String?
        var refused: Bool
        var drafts: [Draft]
        var total: Double
    }
}
