internal import ArgumentParser
internal import Assistants
internal import Evaluation
internal import Foundation
internal import Inference

/// `eval answers DIR`
struct EvalAnswersCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers", abstract: "Measure answers on a folder of documents and questions.",
        discussion: """
            The folder has questions.jsonl, lines such as {"id", "question", "answers", "doc_id"}, and documents.jsonl or \
            corpus.jsonl with lines {"_id", "title", "text"}. The documents are added to a temporary library as files would \
            be, and each question is asked. Measured are: whether an answer holds a right one, F1 and equality of the words (of \
            Chinese, Japanese and Korean the characters); whether the right document is cited, and how many citations are of it; \
            how many statements their quotations hold; how many questions are refused; and the time until the first text.
            """)

    /// The parts of a set, as they are written.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case heldOut = "held-out"
        case tune, all
    }

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The most questions, drawn by the seed.", valueName: "count"))
    var questions = 200

    @Option(help: ArgumentHelp("What questions are drawn by.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Which questions: held-out, the last three of each ten, tune, the others, or all.", valueName: "part"))
    var part = Part.heldOut

    @Flag(help: "Leave every second document out, and ask only what those would have answered.")
    var unanswerable = false

    @Flag(help: "Ask the engine alone, too.")
    var withoutDocuments = false

    @Flag(help: "Show the engine the same passages in a plain prompt, too.")
    var plainPrompt = false

    @Option(help: ArgumentHelp("Ask this engine. (default: the default engine)", valueName: "engine"))
    var engine: String?

    @Option(help: ArgumentHelp("Use this embedder. (default: the library's)", valueName: "model"))
    var embedder: String?

    @Option(
        name: .customLong("top-k"), help: ArgumentHelp("Snippets given to the engine, 1 to 50.", valueName: "count"))
    var snippetCount: Int?

    @OptionGroup var thinking: ThinkingOptions

    @Option(help: ArgumentHelp("Write each question with its answer to this file, as JSON lines.", valueName: "file"))
    var details: String?

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (1...1_000_000).check(questions, of: "--questions")
        try (1...50).check(snippetCount, of: "--top-k")
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let embedder = try await workspace.evaluationEmbedder(named: self.embedder)
        let engine = try await workspace.engines.engine(for: self.engine.flatMap(EngineSetting.named))
        for warning in AnswerWarning.of(engine) { try console.warn(warning.message) }
        var options = AskOptions()
        options.snippetCount = snippetCount
        options.thinking = thinking.thinking
        options.retrieval = try await retrieval.settings(in: workspace.models)
        var choice = AnswerEvaluation.Choice()
        choice.part = EvaluationSet.Part(rawValue: part.rawValue) ?? .heldOut
        choice.count = questions
        choice.seed = seed
        choice.unanswerable = unanswerable
        choice.withoutDocuments = withoutDocuments
        choice.plainPrompt = plainPrompt

        let set = EvaluationSet(folder: URL(filePath: folder, directoryHint: .isDirectory))
        let file = try details.map(DetailsFile.init)
        let adding = IngestProgressReporter(console: console)
        let asking = QuestionProgressReporter(console: console)
        defer {
            adding.clear()
            asking.clear()
        }
        let result = try await AnswerEvaluation(embedder: embedder, engine: engine, options: options).run(
            set, choice, adding: { adding.show($0) },
            onAnswer: { answer, evaluated, total in
                adding.clear()
                asking.show(total: total)
                try file?.write(AnswerDetail(answer, evaluated))
            })
        asking.clear()
        try AnswerMeasuresReport(
            set: set.name, engine: engine.name, embedder: embedder.name, part: part.rawValue,
            unanswerable: unanswerable,
            documents: result.documents, questions: result.answers.count, seed: seed,
            measures: result.measures.map(AnswerMeasuresReport.Row.init)
        ).write(to: console)
        return .done
    }
}
