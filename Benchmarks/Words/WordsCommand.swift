import ArgumentParser
import Documents
import Foundation
import Inference
import Library
import Retrieval

/// The full-text index at many sizes, beside FTS5, tantivy and bm25s on the same texts, and the whole search over words and vectors.
struct WordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract:
            "Measures full-text search on generated texts, beside its peers, and the search over words and vectors.")

    @Option(help: "Numbers of texts, divided by commas.")
    var counts = "1000,10000,100000,1000000"

    @Option(help: "A Python that Benchmarks/Peers/setup prints; without it no peer is measured.")
    var python: String?

    @Option(help: "Folder of the models; without it only words are searched.")
    var models: String?

    @Option(help: "Folder of this benchmark's files.")
    var scripts = "Benchmarks"

    @Option(help: "How many questions are asked.")
    var questions = 100

    private static let profile = "words"
    private static let limit = 10
    private static let textsOfDocument = 1_000

    func run() async throws {
        let texts = GeneratedTexts()
        var rows: [[String]] = []
        for count in counts.split(separator: ",").compactMap({ Int($0) }) {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "bespoke-benchmark-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let numbers = (0..<questions).map { $0 * (count / questions) }
            let asked = numbers.map(texts.question)
            rows.append(try await measureLibrary(in: folder, texts, count, asked, numbers))
            if let python { rows += try measurePeers(python, in: folder, texts, count, asked, numbers) }
            printTable(
                [
                    "texts", "index", "MB/s", "MB", "ms, median", "ms, 95 %", "found first", "with vectors, ms",
                    "and judged, ms",
                ], rows)
        }
    }

    private func measureLibrary(
        in folder: URL, _ texts: GeneratedTexts, _ count: Int, _ questions: [String], _ numbers: [Int]
    ) async throws -> [String] {
        let library = try SQLiteLibrary(at: folder)
        _ = try await library.create(Profile(name: Self.profile))
        var bytes = 0
        var seconds = 0.0
        for start in stride(from: 0, to: count, by: Self.textsOfDocument) {
            let document = Self.document(start..<min(count, start + Self.textsOfDocument), texts)
            bytes += document.bytes.count
            let file = NewFile(name: "\(start).txt", path: nil, size: document.bytes.count, modified: nil)
            let began = ContinuousClock.now
            try await library.add(document, as: file, toProfile: Self.profile)
            seconds += (ContinuousClock.now - began) / .seconds(1)
        }
        let began = ContinuousClock.now
        try await library.compact()
        seconds += (ContinuousClock.now - began) / .seconds(1)
        let size = Double(try await library.statistics().bytes) - 2 * Double(bytes)
        var times: [Double] = []
        var first = 0
        for (index, question) in (questions.prefix(5) + questions).enumerated() {
            let start = ContinuousClock.now
            let hits = try await library.fullTextSearch(question, profile: Self.profile, limit: Self.limit)
            guard index >= 5 else { continue }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            if hits.first.map({ Int($0.id) - 1 }) == numbers[index - 5] { first += 1 }
        }
        times.sort()
        return [
            "\(count)", "Bespoke", (Double(bytes) / 1e6 / seconds).rounded(to: 1), (size / 1e6).rounded(to: 0),
            median(times).rounded(to: 2), times[times.count * 95 / 100].rounded(to: 2),
            "\(first) of \(questions.count)",
        ] + (try await hybrid(library, count, questions))
    }

    /// Milliseconds of a whole search, the embedding of the question included: without judging the best once more, and with it.
    private func hybrid(_ library: SQLiteLibrary, _ count: Int, _ questions: [String]) async throws -> [String] {
        guard let models else { return ["", ""] }
        let embedder = try await NativeEmbedder.standard(in: ModelStore(folder: URL(filePath: models)))
        let vectors = GeneratedVectors(count: count, queryCount: 1)
        let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
        try await vectors.forEachBatch { start, numbers in
            let batch = stride(from: 0, to: numbers.count, by: space.dimension).enumerated().map { row, place in
                (Int64(start + row + 1), Array(numbers[place..<place + space.dimension]))
            }
            try await library.store(batch, in: space)
        }
        var medians: [String] = []
        for reranking in [Reranking.none, .lateInteraction] {
            var settings = RetrievalSettings()
            settings.reranking = reranking
            let retriever = Retriever(library: library, embedder: embedder, settings: settings)
            var times: [Double] = []
            for question in questions.prefix(5) + questions {
                let start = ContinuousClock.now
                _ = try await retriever.search(question, profile: Self.profile, limit: Self.limit)
                times.append((ContinuousClock.now - start) / .milliseconds(1))
            }
            medians.append(median(Array(times.dropFirst(5))).rounded(to: 2))
        }
        return medians
    }

    private static func document(_ numbers: Range<Int>, _ texts: GeneratedTexts) -> NewDocument {
        let chunks = numbers.map { number in
            let text = texts.text(number)
            let piece = NewChunk.Piece(
                range: 0..<text.utf8.count, kind: .paragraph, location: Location(lines: 1...1))
            return NewChunk(text: text, headings: [], pieces: [piece], tokenCount: 80)
        }
        return NewDocument(
            id: DocumentID(rawValue: String(format: "%064x", numbers.lowerBound + 1)),
            bytes: Data(chunks.map(\.text).joined(separator: "\n").utf8), type: .plainText, title: nil, pageCount: nil,
            diagnostics: [], chunks: chunks)
    }

    private func measurePeers(
        _ python: String, in folder: URL, _ texts: GeneratedTexts, _ count: Int, _ questions: [String], _ numbers: [Int]
    ) throws -> [[String]] {
        let (base, asked) = (folder.appending(path: "texts"), folder.appending(path: "questions"))
        var lines = Data()
        for number in 0..<count { lines.append(Data((texts.text(number) + "\n").utf8)) }
        try lines.write(to: base)
        try Data(questions.joined(separator: "\n").utf8).write(to: asked)
        let data = try output(
            of: python, ["\(scripts)/Words/words_peer.py", base.path, asked.path, folder.path, "\(Self.limit)"])
        struct Outcome: Decodable {
            var name: String
            var seconds: Double
            var bytes: Double
            var times: [Double]
            var first: [Int]
        }
        return try JSONDecoder().decode([Outcome].self, from: data).map { outcome in
            let times = outcome.times.sorted()
            return [
                "\(count)", outcome.name, (Double(lines.count) / 1e6 / outcome.seconds).rounded(to: 1),
                (outcome.bytes / 1e6).rounded(to: 0), median(times).rounded(to: 2),
                times[times.count * 95 / 100].rounded(to: 2),
                "\(zip(outcome.first, numbers).count { $0 == $1 }) of \(questions.count)", "", "",
            ]
        }
    }
}
