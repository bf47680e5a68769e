import ArgumentParser
import Assistants
import Evaluation
import Foundation
import Inference
import Library
import Retrieval

/// Answer quality: what the default offline answer holds, what it cites, and what it refuses, beside the engine's free answer.
struct AnswersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers", abstract: "Measures answers on a set with documents.jsonl and questions.jsonl.")

    @Argument(help: "Folder of the set.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "How many questions; evenly from the three tenths that no weight was fitted on.")
    var questions = 300

    @Option(help: "How many of them the engine also answers freely, from the same snippets.")
    var free = 60

    @Option(help: "Write every sentence considered, with its signs, to this file as JSON lines, for fitting weights.")
    var signs: String?

    @Option(help: "The embedder, instead of the default one.")
    var embedder: String?

    @Flag(help: "Take the other seven tenths, for fitting weights.")
    var fitting = false

    @Flag(help: "Leave every second document out, and ask only what those would have answered: all is to be refused.")
    var unanswerable = false

    func run() async throws {
        let set = EvaluationSet(folder: URL(filePath: set))
        let store = ModelStore(folder: URL(filePath: models))
        let engine = try await EngineFactory(store: store, environment: [:]).engine(for: nil)
        let documents = try set.documents()
        let leftOut = Set(unanswerable ? documents.indices.filter { $0 % 2 == 1 }.map { documents[$0].id } : [])
        let library = try await EvaluationLibrary(
            of: documents.filter { !leftOut.contains($0.id) },
            embedder: try await NativeEmbedder.named(embedder ?? store.catalogue.defaultEmbedder, in: store))
        defer { library.remove() }
        let profile = try await library.store.profile(named: EvaluationLibrary.profile)
        let assistant = Assistant(profile: profile, library: library.store, embedder: library.embedder, engine: engine)

        let asked = chosen(from: try set.questions().filter { !unanswerable || leftOut.contains($0.document) })
        var tally = AnswerTally()
        var freeTally = AnswerTally()
        for (index, question) in asked.enumerated() {
            let answer = try await answer(to: question.question, by: assistant)
            tally.add(
                answer.text, to: question,
                citing: answer.citations.first.flatMap { library.ids(ofDocument: $0.document).first },
                isRefused: answer.refused, answer.timings)
            try write(answer, to: question, in: library)
            if index < free {
                let text = try await freeAnswer(to: question.question, from: answer.snippets, by: engine)
                freeTally.add(text, to: question, citing: nil, isRefused: false, nil)
            }
        }
        printTable(AnswerTally.header, [tally.row(named: "answer"), freeTally.row(named: "\(engine.name), free")])
    }

    private func chosen(from questions: [EvaluationSet.Question]) -> [EvaluationSet.Question] {
        let kept = questions.enumerated().filter { ($0.offset % 10 >= 7) != fitting }.map(\.element)
        guard self.questions < kept.count else { return kept }
        return (0..<self.questions).map { kept[$0 * kept.count / self.questions] }
    }

    private func answer(to question: String, by assistant: Assistant) async throws -> Answer {
        for try await event in assistant.ask(question) {
            if case .finished(let answer) = event { return answer }
        }
        throw CancellationError()
    }

    private func freeAnswer(to question: String, from snippets: [Snippet], by engine: any Engine) async throws -> String
    {
        let passages = snippets.map(\.text).joined(separator: "\n\n")
        let messages = [
            ChatMessage(.system, "Answer the question from the passages in one sentence."),
            ChatMessage(.user, "\(passages)\n\nQuestion: \(question)"),
        ]
        var text = ""
        for try await event in engine.generate(GenerationRequest(messages: messages, maximumTokens: 64)) {
            if case .text(let piece) = event { text += piece }
        }
        return text
    }

    private func write(
        _ answer: Answer, to question: EvaluationSet.Question, in library: EvaluationLibrary
    ) throws {
        guard let signs else { return }
        struct Row: Encodable {
            var id: String
            var question: String
            var confidence: Double
            var documents: [String]
            var candidates: [EvidenceCandidate]
        }
        let row = Row(
            id: question.id, question: question.question, confidence: answer.confidence,
            documents: answer.snippets.flatMap { library.ids(ofDocument: $0.document).prefix(1) },
            candidates: answer.trace.evidence)
        let line = try JSONEncoder().encode(row) + Data("\n".utf8)
        if let file = FileHandle(forWritingAtPath: signs) {
            try file.seekToEnd()
            try file.write(contentsOf: line)
            try file.close()
        } else {
            try line.write(to: URL(filePath: signs))
        }
    }
}

/// Sums over answers.
private struct AnswerTally {
    private var count = 0
    private var exact = 0
    private var f1 = 0.0
    private var contained = 0
    private var cited = 0
    private var refused = 0
    private var words = 0
    private var firstToken: [Double] = []

    static let header = [
        "", "questions", "exact", "F1", "contains", "article cited", "refused", "words", "first text (ms)",
    ]

    mutating func add(
        _ text: String, to question: EvaluationSet.Question, citing document: String?, isRefused: Bool,
        _ timings: AnswerTimings?
    ) {
        let measures = AnswerMeasures(answers: question.answers)
        count += 1
        exact += measures.isExact(text) ? 1 : 0
        f1 += measures.f1(text)
        contained += measures.contains(text) ? 1 : 0
        cited += document == question.document ? 1 : 0
        refused += isRefused ? 1 : 0
        words += text.split(whereSeparator: \.isWhitespace).count
        if let timings { firstToken.append(timings.firstToken) }
    }

    func row(named name: String) -> [String] {
        guard count > 0 else { return [name, "0"] + Array(repeating: "", count: Self.header.count - 2) }
        let share = { (part: Int) in (Double(part) / Double(count)).rounded(to: 3) }
        let median = firstToken.sorted().dropFirst(firstToken.count / 2).first
        return [
            name, "\(count)", share(exact), (f1 / Double(count)).rounded(to: 3), share(contained),
            firstToken.isEmpty ? "" : share(cited), share(refused), (Double(words) / Double(count)).rounded(to: 1),
            median.map { $0.rounded(to: 0) } ?? "",
        ]
    }
}
