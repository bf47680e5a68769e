import ArgumentParser
import Assistants
import Evaluation
import Foundation
import Inference
import Retrieval

/// Every sentence that was considered as evidence, with its signs, for fitting the weights of the answers.
struct SignsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signs", abstract: "Writes the signs of every sentence that was considered, as JSON lines.")

    @Argument(help: "Folder of a set with questions.jsonl.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The file to write.")
    var output: String

    @Option(help: "How many questions of those that weights are fitted on.")
    var questions = 700

    @Flag(help: "Leave every second document out, and ask only what those would have answered.")
    var unanswerable = false

    func run() async throws {
        let store = ModelStore(folder: URL(filePath: models))
        let engine = try await EngineFactory(store: store, environment: [:]).engine(for: nil)
        let embedder = try await NativeEmbedder.named(store.catalogue.defaultEmbedder, in: store)
        var choice = AnswerEvaluation.Choice()
        choice.part = .tune
        choice.count = questions
        choice.unanswerable = unanswerable
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let file = FileHandle(forWritingAtPath: output)
        else { throw ValidationError("\(output) cannot be written.") }
        _ = try await AnswerEvaluation(embedder: embedder, engine: engine).run(
            EvaluationSet(folder: URL(filePath: set)), choice,
            onAnswer: { answer, evaluated, _ in
                let row = Row(
                    id: evaluated.question.id, question: answer.question, confidence: answer.confidence,
                    snippets: answer.snippets.map(\.document), candidates: answer.trace.evidence)
                try file.write(contentsOf: JSONEncoder().encode(row) + Data("\n".utf8))
            })
    }

    private struct Row: Encodable {
        var id: String
        var question: String
        var confidence: Double
        var snippets: [String]
        var candidates: [EvidenceCandidate]
    }
}
