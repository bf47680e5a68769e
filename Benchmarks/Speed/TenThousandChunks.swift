import Documents
import Evaluation
import Foundation
import Inference
import Library
import Retrieval

/// A library of 10,000 chunks of real sentences, mixed anew; a chunk's vector is the mean of its sentences' vectors.
struct TenThousandChunks {
    private static let chunkCount = 10_000
    private static let sentencesPerChunk = 8
    private static let profile = "mixed"

    private let folder: URL
    private let library: SQLiteLibrary
    private let embedder: NativeEmbedder
    private let questions: [String]

    init(set: EvaluationSet, store: ModelStore) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-benchmark-\(UUID().uuidString)")
        library = try SQLiteLibrary(at: folder)
        embedder = try await NativeEmbedder.standard(in: store)
        let sentences = try set.corpus().flatMap { text -> [String] in
            let bytes = Array(text.text.utf8)
            return SentenceBoundaries.ranges(in: text.text).map { String(decoding: bytes[$0], as: UTF8.self) }
        }.prefix(4000)
        questions = try set.queries().prefix(50).map(\.text)
        let vectors = try await embedder.embed(Array(sentences), as: .passage)
        _ = try await library.create(Profile(name: Self.profile))
        var random = SystemRandomNumberGenerator()
        let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
        for document in 0..<100 {
            let parts = (0..<Self.chunkCount / 100).map { _ in
                (0..<Self.sentencesPerChunk).map { _ in Int.random(in: 0..<sentences.count, using: &random) }
            }
            let chunks = parts.map { part in
                let text = part.map { sentences[$0] }.joined(separator: " ")
                let piece = NewChunk.Piece(
                    range: 0..<text.utf8.count, kind: .paragraph, location: Location(lines: 1...1))
                return NewChunk(text: text, headings: [], pieces: [piece], tokenCount: 200)
            }
            let bytes = Data(chunks.map(\.text).joined(separator: "\n").utf8)
            let new = NewDocument(
                id: DocumentID(rawValue: String(format: "%064x", document + 1)), bytes: bytes, type: .plainText,
                title: nil,
                pageCount: nil, diagnostics: [], chunks: chunks)
            try await library.add(
                new, as: NewFile(name: "\(document).txt", path: nil, size: bytes.count, modified: nil),
                toProfile: Self.profile)
            let stored = try await library.chunksWithoutVector(
                in: space, profile: Self.profile, after: 0, limit: parts.count)
            let means = zip(stored, parts).map { chunk, part in
                (chunk: chunk.id, vector: Self.mean(part.map { vectors[$0] }))
            }
            try await library.store(means, in: space)
        }
    }

    private static func mean(_ vectors: [[Float]]) -> [Float] {
        let sum = vectors.dropFirst().reduce(vectors[0]) { zip($0, $1).map(+) }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return sum.map { $0 / length }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Vectors and words of one question each, the embedding of the question not counted.
    func searchRows(repetitions: Int) async throws -> [[String]] {
        let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
        let vectors = try await embedder.embed(questions, as: .query)
        var vectorTimes: [Double] = []
        var wordTimes: [Double] = []
        for _ in 0..<repetitions {
            for (question, vector) in zip(questions, vectors) {
                let start = ContinuousClock.now
                _ = try await library.vectorSearch(vector, in: space, profile: Self.profile, limit: 100)
                let middle = ContinuousClock.now
                _ = try await library.fullTextSearch(question, profile: Self.profile, limit: 100)
                vectorTimes.append((middle - start) / .milliseconds(1))
                wordTimes.append((ContinuousClock.now - middle) / .milliseconds(1))
            }
        }
        let both = zip(vectorTimes, wordTimes).map(+)
        let retriever = Retriever(library: library, embedder: embedder)
        var searchTimes: [Double] = []
        for question in questions {
            let result = try await retriever.search(question, profile: Self.profile, limit: 5)
            let others = result.timings.filter { $0.stage != "embed" }
            searchTimes.append(others.reduce(0) { $0 + $1.milliseconds })
        }
        return [
            ["10,000 chunks by vector (ms)", median(vectorTimes).rounded(to: 2), ""],
            ["10,000 chunks by words (ms)", median(wordTimes).rounded(to: 2), ""],
            ["10,000 chunks by both (ms)", median(both).rounded(to: 2), "≤ 5"],
            ["10,000 chunks, fused, smoothed and joined (ms)", median(searchTimes).rounded(to: 2), ""],
        ]
    }

    /// `bespoke ask` as a new process: time to the first byte of the answer, and the most memory it held.
    func coldAnswerRows(program: String, models: String, repetitions: Int) async throws -> [[String]] {
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "models"), withDestinationURL: URL(filePath: models).standardizedFileURL)
        var first: [Double] = []
        var memory: [Double] = []
        for question in questions.prefix(repetitions) {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = ["ask", Self.profile, question, "--home", folder.path]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            let start = ContinuousClock.now
            try process.run()
            _ = try output.fileHandleForReading.read(upToCount: 1)
            first.append((ContinuousClock.now - start) / .milliseconds(1))
            var most = 0.0
            while process.isRunning {
                most = max(most, peakMegabytes(of: process.processIdentifier))
                try await Task.sleep(for: .milliseconds(2))
            }
            _ = try output.fileHandleForReading.readToEnd()
            memory.append(most)
        }
        return [
            ["cold ask to the first text (ms)", median(first).rounded(to: 0), "≤ 3000"],
            ["memory while answering (MB)", (memory.max() ?? 0).rounded(to: 0), "≤ 400"],
        ]
    }
}

/// The most memory that a process has held so far, in MB; 0 where the system does not tell.
func peakMegabytes(of process: Int32) -> Double {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
    else { return 0 }
    return kilobytes / 1000
}
