import ArgumentParser
import Assistants
import Documents
import Evaluation
import Foundation
import Inference
import Retrieval

/// How many false statements the check of citations finds, and how many true ones it takes for false.
struct PlantedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planted",
        abstract: "Measures the check of citations on true statements and on false ones made of them.")

    @Argument(help: "Folder of a set with questions.jsonl.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The most questions.")
    var questions = 200

    @Option(help: "held-out, tune or all.")
    var part = "held-out"

    @Option(help: "Write every statement with its verdict to this file, as JSON lines.")
    var output: String?

    /// A statement that was checked.
    private struct Row: Encodable {
        var base: String
        var kind: String
        var statement: String
        var isFound: Bool
        var quote: String?
        var coverage: Double?
        var similarity: Double?
    }

    func run() async throws {
        let store = ModelStore(folder: URL(filePath: models))
        let embedder = try await NativeEmbedder.named(store.catalogue.defaultEmbedder, in: store)
        let set = EvaluationSet(folder: URL(filePath: set))
        let documents = try set.documentsOrCorpus()
        let library = try await EvaluationLibrary(of: documents, embedder: embedder)
        defer { library.remove() }
        let retriever = Retriever(library: library.store, embedder: embedder)
        guard let part = EvaluationSet.Part(rawValue: part) else {
            throw ValidationError("\(part) is no part of a set.")
        }
        var planter = Planter(
            names: try names(of: set, documents), titles: documents.compactMap(\.title), seed: 1)
        var rows: [Row] = []
        for question in try set.questions(part, count: questions, seed: 0) {
            let snippets = try await retriever.search(
                question.question, profile: EvaluationLibrary.profile, limit: 5
            ).snippets
            let checker = CitationChecker(snippets: snippets, embedder: embedder)
            func check(_ statement: String, _ kind: String, of base: String) async throws {
                let result = try await checker.check(statement)
                let citation = result.citation
                rows.append(
                    Row(
                        base: base, kind: kind, statement: statement, isFound: citation?.supported == false,
                        quote: citation?.quote, coverage: result.coverage, similarity: result.similarity))
            }
            let known = snippets.map(\.text).joined(separator: "\n")
            for (base, statement, answer) in Self.statements(of: question, in: snippets, library) {
                try await check(statement, "true", of: base)
                for kind in Planter.Kind.allCases {
                    guard let planted = planter.planted(kind, in: statement, answer: answer, known: known) else {
                        continue
                    }
                    try await check(planted, kind.rawValue, of: base)
                }
            }
        }
        try output.map { try write(rows, to: $0) }
        show(rows)
    }

    /// True statements about a question: the sentence of its document that holds an answer, and what question and answer make.
    private static func statements(
        of question: EvaluationSet.Question, in snippets: [Snippet], _ library: EvaluationLibrary
    ) -> [(base: String, statement: String, answer: String)] {
        for snippet in snippets where library.ids(ofDocument: snippet.document).contains(question.document) {
            guard let answer = question.answers.first(where: { snippet.text.contains($0) }) else { continue }
            let bytes = Array(snippet.text.utf8)
            let sentence = SentenceBoundaries.ranges(in: snippet.text)
                .map { String(decoding: bytes[$0], as: UTF8.self) }.first { $0.contains(answer) }
            let made = QuestionStatement.statement(question.question, answer: answer)
            return [sentence.map { ("sentence", $0, answer) }, made.map { ("answer", $0, answer) }].compactMap(\.self)
        }
        return []
    }

    /// Names of the articles; where no capital letters tell them, the answers to questions.
    private func names(of set: EvaluationSet, _ documents: [EvaluationSet.Text]) throws -> [String] {
        let names = Set(documents.flatMap { text in Planter.names(in: text.text).map { String(text.text[$0]) } })
        guard names.count < documents.count else { return names.sorted() }
        let answers = try set.questions().flatMap(\.answers)
        return Set(answers.filter { (2...8).contains($0.count) && !$0.contains(where: \.isNumber) }).sorted()
    }

    private func write(_ rows: [Row], to path: String) throws {
        let encoder = JSONEncoder()
        let lines = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try Data(lines.joined().utf8).write(to: URL(filePath: path))
    }

    private func show(_ rows: [Row]) {
        var table: [[String]] = []
        for base in ["sentence", "answer"] {
            for kind in ["true"] + Planter.Kind.allCases.map(\.rawValue) {
                table.append(Self.line(base, kind, rows.filter { $0.base == base && $0.kind == kind }))
            }
            table.append(Self.line(base, "all planted", rows.filter { $0.base == base && $0.kind != "true" }))
        }
        table.append(Self.line("both", "true", rows.filter { $0.kind == "true" }))
        table.append(Self.line("both", "all planted", rows.filter { $0.kind != "true" }))
        printTable(["made of", "changed", "statements", "taken for unsupported"], table)
    }

    private static func line(_ base: String, _ kind: String, _ rows: [Row]) -> [String] {
        let estimate = Estimate(of: rows.map { $0.isFound ? 1 : 0 })
        return [base, kind, "\(rows.count)", rows.isEmpty ? "-" : estimate.mean.rounded(to: 3)]
    }
}
