import Foundation

/// An evaluation set in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv`, and where it has them `documents.jsonl`
/// and `questions.jsonl`.
struct EvaluationSet {
    struct Text: Decodable {
        var id: String
        var title: String?
        var text: String

        enum CodingKeys: String, CodingKey {
            case title, text
            case id = "_id"
        }
    }

    struct Question: Decodable {
        var id: String
        var question: String
        var answers: [String]
        var document: String
        /// First and last place of the passage in the document, in Unicode scalars.
        var passageSpan: [Int]?

        enum CodingKeys: String, CodingKey {
            case id, question, answers
            case document = "doc_id"
            case passageSpan = "passage_span"
        }

        /// The passage that the question was written for, as a range of the document's Unicode scalars.
        var passage: Range<Int>? {
            guard let passageSpan, passageSpan.count == 2, passageSpan[0] < passageSpan[1] else { return nil }
            return passageSpan[0]..<passageSpan[1]
        }
    }

    let folder: URL

    var name: String { folder.lastPathComponent }

    func corpus() throws -> [Text] { try rows("corpus.jsonl") }
    func documents() throws -> [Text] { try rows("documents.jsonl") }
    func queries() throws -> [Text] { try rows("queries.jsonl") }
    func questions() throws -> [Question] { try rows("questions.jsonl") }

    /// Grades by query and document.
    func judgements() throws -> [String: [String: Int]] {
        let text = try String(contentsOf: folder.appending(path: "qrels.tsv"), encoding: .utf8)
        var grades: [String: [String: Int]] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t")
            guard cells.count >= 3, let grade = Int(cells[2].trimmingCharacters(in: .whitespaces)) else { continue }
            grades[String(cells[0]), default: [:]][String(cells[1])] = grade
        }
        return grades
    }

    private func rows<Row: Decodable>(_ file: String) throws -> [Row] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let decoder = JSONDecoder()
        return try text.split(separator: "\n").map { try decoder.decode(Row.self, from: Data($0.utf8)) }
    }
}
