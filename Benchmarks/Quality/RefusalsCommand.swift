import ArgumentParser
import Evaluation
import Foundation
import Inference

/// How often a person's questions are refused, by the usual thresholds and by those learnt from the documents.
struct RefusalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refusals", abstract: "Measures what calibration changes about refusals.")

    @Argument(help: "Folder of a set.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The embedder. (default: the default one)")
    var embedder: String?

    @Option(help: "How many held-out questions.")
    var questions = 200

    @Option(help: "How many questions are made to learn from.")
    var made = 200

    func run() async throws {
        let store = ModelStore(folder: URL(filePath: models))
        let engine = try await EngineFactory(store: store, environment: [:]).engine(for: nil)
        let embedder = try await NativeEmbedder.named(embedder ?? store.catalogue.defaultEmbedder, in: store)
        let set = EvaluationSet(folder: URL(filePath: set))
        let result = try await RefusalEvaluation(embedder: embedder, engine: engine)
            .run(set, part: .heldOut, count: questions, made: made)
        func cell(_ estimate: Estimate) -> String {
            "\(estimate.mean.rounded(to: 3)) (\(estimate.low.rounded(to: 3))–\(estimate.high.rounded(to: 3)))"
        }
        printTable(
            ["refused (\(set.name), \(embedder.name))", "usual", "learnt"],
            [
                ["\(result.questions) answerable", cell(result.answerable.usual), cell(result.answerable.learnt)],
                ["the same, unanswerable", cell(result.unanswerable.usual), cell(result.unanswerable.learnt)],
            ])
        printTable(
            ["made questions", "count", "threshold", "answerable refused", "unanswerable refused"],
            result.lessons.map { lesson in
                func change(_ from: Double, _ to: Double) -> String {
                    "\(from.rounded(to: 3)) → \(to.rounded(to: 3))"
                }
                return [
                    lesson.kind, "\(lesson.questions)", change(lesson.usual, lesson.learnt ?? lesson.usual),
                    change(lesson.lost.usual, lesson.lost.now), change(lesson.refused.usual, lesson.refused.now),
                ]
            })
    }
}
