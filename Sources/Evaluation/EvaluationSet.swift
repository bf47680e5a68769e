public import Foundation

/// An evaluation set in BEIR's layout (Thakur et al., 2021): `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`, and where it has
/// them `documents.jsonl` and `questions.jsonl` (whole articles with questions in SQuAD's form).
public struct EvaluationSet: Sendable {
    /// A text to be found, or a query.
    public struct Text: Sendable, Hashable, Decodable {
        /// What the judgements call it.
        public var id: String
        /// Its title, if it has one.
        public var title: String?
        /// The text.
        public var text: String

        /// Creates a text.
        public init(id: String, title: String? = nil, text: String) {
            self.id = id
            self.title = title
            self.text = text
        }

        enum CodingKeys: String, CodingKey {
            case title, text
            case id = "_id"
        }
    }

    /// A question with its answers.
    public struct Question: Sendable, Decodable {
        /// Its id.
        public var id: String
        /// The question.
        public var question: String
        /// Alternatives, any of which is right.
        public var answers: [String]
        /// The id of the article that answers it.
        public var document: String
        /// First and last place of the passage in the document, in Unicode scalars.
        var passageSpan: [Int]?

        enum CodingKeys: String, CodingKey {
            case id, question, answers
            case document = "doc_id"
            case passageSpan = "passage_span"
        }

        /// The passage that the question was written for, as a range of the document's Unicode scalars.
        public var passage: Range<Int>? {
            guard let passageSpan, passageSpan.count == 2, passageSpan[0] < passageSpan[1] else { return nil }
            return passageSpan[0]..<passageSpan[1]
        }
    }

    /// Where it is.
    public let folder: URL

    /// Names the set in a folder.
    public init(folder: URL) { self.folder = folder }

    /// The folder's name.
    public var name: String { folder.lastPathComponent }

    /// The texts to be found. - Throws: ``EvaluationError``, as all that read.
    public func corpus() throws -> [Text] { try rows("corpus.jsonl") }
    /// Whether it has whole articles.
    var hasDocuments: Bool { has("documents.jsonl") }
    /// Whether it has questions with answers.
    var hasQuestions: Bool { has("questions.jsonl") }
    private func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    /// Whole articles.
    public func documents() throws -> [Text] { try rows("documents.jsonl") }
    /// The queries.
    public func queries() throws -> [Text] { try rows("queries.jsonl") }
    /// Questions with their answers.
    public func questions() throws -> [Question] {
        try rows("questions.jsonl", fields: "“id”, “question”, “answers” and “doc_id”")
    }

    /// Grades by query and document, from `qrels.tsv` or, as BEIR's archives have it, `qrels/test.tsv`.
    public func judgements() throws -> [String: [String: Int]] {
        let alternative = folder.appending(path: "qrels/test.tsv")
        let isThere = FileManager.default.fileExists(atPath: alternative.path)
        let file = isThere ? alternative : folder.appending(path: "qrels.tsv")
        var grades: [String: [String: Int]] = [:]
        for (number, line) in try lines(of: file).enumerated() {
            let cells = line.split(whereSeparator: { $0 == "\t" || $0 == "\r" }).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if cells.count == 3, let grade = Int(cells[2]) {
                grades[cells[0], default: [:]][cells[1]] = grade
            } else if number > 0 {
                throw EvaluationError(
                    "line \(number + 1) of \(file.lastPathComponent) is not query-id, corpus-id and a whole number, divided by "
                        + "tabs; correct it")
            }
        }
        return grades
    }

    private func rows<Row: Decodable>(_ name: String, fields: String = "“_id” and “text”") throws -> [Row] {
        let decoder = JSONDecoder()
        return try lines(of: folder.appending(path: name)).enumerated().map { number, line in
            do {
                return try decoder.decode(Row.self, from: Data(line.utf8))
            } catch {
                throw EvaluationError(
                    "line \(number + 1) of \(name) is not the JSON object that it should be, with \(fields); correct it"
                )
            }
        }
    }

    private func lines(of file: URL) throws -> [Substring] {
        do {
            return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        } catch {
            throw EvaluationError(
                "could not read \(file.path); a set for the search has corpus.jsonl, queries.jsonl and qrels.tsv, one for answers "
                    + "questions.jsonl and documents.jsonl or corpus.jsonl")
        }
    }
}

/// Why an evaluation could not be made.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What failed, with which value, why, and what to do.
    public var message: String
    /// The message.
    public var description: String { message }

    /// Creates an error.
    public init(_ message: String) { self.message = message }
}
