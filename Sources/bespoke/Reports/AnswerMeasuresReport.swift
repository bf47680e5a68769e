internal import Evaluation

/// The result of `eval answers`.
struct AnswerMeasuresReport: Encodable {
    let set: String
    let engine: String
    let embedder: String
    let part: String
    let unanswerable: Bool
    let documents: Int
    let questions: Int
    let seed: UInt64
    let measures: [Row]

    /// The measures of one who answered, each with the ends of its interval.
    struct Row: Encodable {
        let name: String
        let estimates: [(name: String, title: String, estimate: Estimate)]
        let words: Double
        let firstText: Double
        let firstText95: Double
        let total: Double
        let total95: Double

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(name, forKey: Name("name"))
            for (name, _, estimate) in estimates {
                try container.encode(estimate.mean, forKey: Name(name))
                try container.encode([estimate.low, estimate.high], forKey: Name("\(name)Interval"))
            }
            try container.encode(words, forKey: Name("words"))
            try container.encode(firstText, forKey: Name("firstText"))
            try container.encode(firstText95, forKey: Name("firstText95"))
            try container.encode(total, forKey: Name("total"))
            try container.encode(total95, forKey: Name("total95"))
        }

        init(_ measures: AnswerMeasures) {
            name = measures.name
            words = measures.words
            (firstText, firstText95) = (measures.firstText.median, measures.firstText.p95)
            (total, total95) = (measures.total.median, measures.total.p95)
            let all: [(String, String, Estimate?)] = [
                ("contains", "CONTAINS", measures.contains), ("f1", "F1", measures.f1),
                ("exact", "EXACT", measures.exact), ("shortF1", "F1 OF THE SHORT FORM", measures.shortF1),
                ("shortExact", "EXACT SHORT FORM", measures.shortExact), ("refused", "REFUSED", measures.refused),
                ("citationRecall", "RIGHT DOCUMENT CITED", measures.citationRecall),
                ("citationPrecision", "CITATIONS OF IT", measures.citationPrecision),
                ("groundedness", "STATEMENTS HELD BY THEIR CITATION", measures.groundedness),
            ]
            estimates = all.compactMap { name, title, estimate in estimate.map { (name, title, $0) } }
        }
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private enum CodingKeys: String, CodingKey {
        case set, engine, embedder, part, unanswerable, documents, questions, seed, measures
    }

    /// Writes a table for each who answered, or the whole as JSON.
    func write(to console: Console) throws {
        guard !console.isJSON else { return try console.json(self) }
        let kind = unanswerable ? "questions whose document was left out" : "questions"
        try console.line(
            "\(set), \(questions) \(kind) (\(part)), \(Quantity.count(documents, "document")), \(engine), \(embedder)")
        for row in measures {
            try console.line()
            var table = Table([(row.name.uppercased(), .left), ("MEAN", .right), ("95 % INTERVAL", .right)])
            for (_, title, estimate) in row.estimates {
                table.add([
                    title.lowercased(), Quantity.decimal(estimate.mean, 3),
                    "\(Quantity.decimal(estimate.low, 3))–\(Quantity.decimal(estimate.high, 3))",
                ])
            }
            table.add(["words", Quantity.decimal(row.words, 1), ""])
            table.add([
                "first text (ms), median and 95 %", Quantity.decimal(row.firstText, 0),
                Quantity.decimal(row.firstText95, 0),
            ])
            table.add([
                "whole answer (ms), median and 95 %", Quantity.decimal(row.total, 0), Quantity.decimal(row.total95, 0),
            ])
            for line in table.lines(width: console.output.width) { try console.line(line) }
        }
    }
}
