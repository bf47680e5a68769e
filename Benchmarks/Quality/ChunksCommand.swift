import ArgumentParser
import Evaluation
import Foundation
import Inference
import Ingestion
import Library
import Retrieval

/// How well chunks of several sizes find and frame the passages that questions were written for.
struct ChunksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chunks", abstract: "Compares sizes of chunks on a set of whole articles with questions.")

    @Argument(help: "Folder of a set with documents.jsonl and questions.jsonl.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(parsing: .upToNextOption, help: "Sizes: the tokens that joining aims at, a slash, and the most tokens.")
    var sizes = ["60/100", "100/160", "150/210", "200/254"]

    @Option(parsing: .upToNextOption, help: "Tokens up to which the five passages grow to their sections.")
    var sections = [0]

    func run() async throws {
        let set = EvaluationSet(folder: URL(filePath: set))
        let embedder = try await NativeEmbedder.standard(in: ModelStore(folder: URL(filePath: models)))
        let documents = try set.documents()
        let articles = Dictionary(documents.map { ($0.id, $0.text) }, uniquingKeysWith: { $1 })
        let questions = try set.questions()
        var rows: [[String]] = []
        for size in sizes {
            let numbers = size.split(separator: "/").compactMap { Int($0) }
            guard numbers.count == 2 else { throw ValidationError("“\(size)” is no size such as 200/254.") }
            let chunker = Chunker(
                maximumTokens: numbers[1], targetTokens: numbers[0], countTokens: embedder.tokenCount)
            let library = try await EvaluationLibrary(of: documents, embedder: embedder, chunker: chunker)
            defer { library.remove() }
            for section in sections {
                rows.append(try await measure(size, section, questions, articles, in: library))
            }
        }
        printTable(
            [
                "size", "section", "chunks", "answer in first", "in first five", "span recall", "span precision",
                "characters",
            ], rows)
    }

    private func measure(
        _ size: String, _ section: Int, _ questions: [EvaluationSet.Question], _ articles: [String: String],
        in library: EvaluationLibrary
    ) async throws -> [String] {
        var settings = RetrievalSettings()
        settings.sectionTokens = section
        let retriever = Retriever(library: library.store, embedder: library.embedder, settings: settings)
        var (first, five, recall, precision, characters, spans) = (0, 0, 0.0, 0.0, 0, 0)
        for question in questions {
            let result = try await retriever.search(question.question, profile: EvaluationLibrary.profile, limit: 5)
            let holds = result.snippets.map { snippet in
                library.ids(ofDocument: snippet.document).contains(question.document)
                    && question.answers.contains { snippet.text.localizedCaseInsensitiveContains($0) }
            }
            first += holds.first == true ? 1 : 0
            five += holds.contains(true) ? 1 : 0
            characters += result.snippets.reduce(0) { $0 + $1.text.count }
            guard let span = question.passage, let article = articles[question.document] else { continue }
            let scalars = Array(article.unicodeScalars)
            let covered = result.snippets.filter { library.ids(ofDocument: $0.document).contains(question.document) }
                .flatMap { TextSpans.ranges(of: $0.text, in: scalars) }
            let shared = covered.reduce(0) { $0 + $1.clamped(to: span).count }
            let all = result.snippets.reduce(0) { $0 + $1.text.unicodeScalars.count }
            recall += Double(shared) / Double(span.count)
            precision += Double(shared) / Double(max(1, all))
            spans += 1
        }
        let share = { (count: Int) in (Double(count) / Double(questions.count)).rounded(to: 3) }
        let mean = { (sum: Double) in (sum / Double(max(1, spans))).rounded(to: 3) }
        return [
            size, "\(section)", "\(try await library.store.statistics().chunks)", share(first), share(five),
            mean(recall),
            mean(precision),
            "\(characters / questions.count)",
        ]
    }
}

/// Where the lines of a passage stand in the text that it comes from.
enum TextSpans {
    /// Ranges of Unicode scalars, without those of lines that are not in the text as they are.
    static func ranges(of passage: String, in text: [Unicode.Scalar]) -> [Range<Int>] {
        passage.split(separator: "\n").compactMap { line in
            let wanted = Array(line.unicodeScalars)
            guard let first = wanted.first, wanted.count <= text.count else { return nil }
            for start in 0...(text.count - wanted.count) where text[start] == first {
                if text[start..<start + wanted.count].elementsEqual(wanted) { return start..<start + wanted.count }
            }
            return nil
        }
    }
}
