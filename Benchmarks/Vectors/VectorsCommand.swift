import ArgumentParser
import Documents
import Foundation
import Library

/// The vector table at many sizes, beside sqlite-vec on the same vectors.
struct VectorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors", abstract: "Measures the vector table on generated vectors, beside sqlite-vec.")

    @Option(help: "Numbers of vectors, divided by commas.")
    var counts = "1000,10000,100000,1000000"

    @Option(help: "A Python that Benchmarks/Peers/setup prints; without it no peer is measured.")
    var python: String?

    @Option(help: "Folder of this benchmark's files.")
    var scripts = "Benchmarks"

    @Option(help: "How many queries are asked.")
    var queries = 100

    @Option(help: .hidden) var reopen: String?

    private static let profile = "vectors"
    private static let space = VectorSpace(name: "generated", dimension: GeneratedVectors.dimension)
    private static let limit = 10
    /// Chunks of one document.
    private static let longest = 1_000_000

    func run() async throws {
        if let reopen { return try await searchOnce(URL(filePath: reopen)) }
        var rows: [[String]] = []
        for count in counts.split(separator: ",").compactMap({ Int($0) }) {
            rows += try await measure(GeneratedVectors(count: count, queryCount: queries))
        }
        printTable(
            [
                "vectors", "table", "stored/s", "bytes a vector", "ms, median", "ms, 95 %", "recall@10",
                "new process, ms",
                "its memory, MB",
            ], rows)
    }

    private func measure(_ vectors: GeneratedVectors) async throws -> [[String]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let nearest = await vectors.nearest(Self.limit)
        var rows = [try await measureLibrary(in: folder, vectors, nearest)]
        if let python { rows.append(try await measurePeer(python, in: folder, vectors, nearest)) }
        return rows
    }

    private func measureLibrary(
        in folder: URL, _ vectors: GeneratedVectors, _ nearest: [Set<Int>]
    ) async throws -> [String] {
        let home = folder.appending(path: "home")
        let first = try await makeChunks(vectors.count, in: home)
        var library = try SQLiteLibrary(at: home)
        let before = try await library.statistics().bytes
        var seconds = 0.0
        try await vectors.forEachBatch { [library] start, numbers in
            let batch = stride(from: 0, to: numbers.count, by: GeneratedVectors.dimension).enumerated().map {
                row, place in
                (first + Int64(start + row), Array(numbers[place..<place + GeneratedVectors.dimension]))
            }
            let began = ContinuousClock.now
            try await library.store(batch, in: Self.space)
            seconds += (ContinuousClock.now - began) / .seconds(1)
        }
        let bytes = try await library.statistics().bytes - before
        library = try SQLiteLibrary(at: home)
        var times: [Double] = []
        var found = 0
        let warming = vectors.queries.prefix(5)
        for (index, query) in (warming + vectors.queries).enumerated() {
            let start = ContinuousClock.now
            let hits = try await library.vectorSearch(
                query, in: Self.space, profile: Self.profile, limit: Self.limit)
            guard index >= warming.count else { continue }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            found += Set(hits.map { Int($0.id - first) }).intersection(nearest[index - warming.count]).count
        }
        // What was stored is still being written, and would be waited for.
        sync()
        let fresh = try (0..<5).map { _ in try reopened(home, vectors.queries[0]) }
        times.sort()
        return [
            "\(vectors.count)", "Bespoke", (Double(vectors.count) / seconds).rounded(to: 0),
            (Double(bytes) / Double(vectors.count)).rounded(to: 0), median(times).rounded(to: 2),
            times[times.count * 95 / 100].rounded(to: 2),
            (Double(found) / Double(Self.limit * vectors.queries.count)).rounded(to: 4),
            median(fresh.map(\.milliseconds)).rounded(to: 0), median(fresh.map(\.megabytes)).rounded(to: 0),
        ]
    }

    /// Makes a library of so many chunks and returns the id of the first.
    private func makeChunks(_ count: Int, in home: URL) async throws -> Int64 {
        let library = try SQLiteLibrary(at: home)
        _ = try await library.create(Profile(name: Self.profile))
        let piece = NewChunk.Piece(range: 0..<1, kind: .paragraph, location: Location(lines: 1...1))
        let chunk = NewChunk(text: "x", headings: [], pieces: [piece], tokenCount: 1)
        for start in stride(from: 0, to: count, by: Self.longest) {
            let document = NewDocument(
                id: DocumentID(rawValue: String(format: "%064x", start)), bytes: Data("x".utf8), type: .plainText,
                title: nil, pageCount: nil, diagnostics: [],
                chunks: Array(repeating: chunk, count: min(Self.longest, count - start)))
            let file = NewFile(name: "\(start).txt", path: nil, size: 1, modified: nil)
            try await library.add(document, as: file, toProfile: Self.profile)
        }
        try await library.compact()
        let chunks = try await library.chunksWithoutVector(
            in: Self.space, profile: Self.profile, after: 0, limit: 1)
        return chunks[0].id
    }

    /// A search by a process that has just begun: its time from start to end, and the most memory it held.
    private func reopened(_ home: URL, _ query: [Float]) throws -> (milliseconds: Double, megabytes: Double) {
        try query.withUnsafeBytes { try Data($0).write(to: home.appending(path: "query")) }
        let start = ContinuousClock.now
        let data = try output(of: CommandLine.arguments[0], ["vectors", "--reopen", home.path])
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        return (time, (Double(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)) ?? 0))
    }

    private func searchOnce(_ home: URL) async throws {
        let query = try Data(contentsOf: home.appending(path: "query")).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        let library = try SQLiteLibrary(at: home)
        _ = try await library.vectorSearch(query, in: Self.space, profile: Self.profile, limit: Self.limit)
        print(peakMegabytes(of: ProcessInfo.processInfo.processIdentifier))
    }

    private func measurePeer(
        _ python: String, in folder: URL, _ vectors: GeneratedVectors, _ nearest: [Set<Int>]
    ) async throws -> [String] {
        let (base, queries) = (folder.appending(path: "base"), folder.appending(path: "queries"))
        FileManager.default.createFile(atPath: base.path, contents: nil)
        let file = try FileHandle(forWritingTo: base)
        try await vectors.forEachBatch { _, numbers in
            try file.write(contentsOf: numbers.withUnsafeBytes { Data($0) })
        }
        try file.close()
        try vectors.queries.flatMap(\.self).withUnsafeBytes { try Data($0).write(to: queries) }
        let data = try output(
            of: python,
            [
                "\(scripts)/Vectors/vector_peer.py", base.path, queries.path, folder.appending(path: "peer.db").path,
                "\(GeneratedVectors.dimension)", "\(Self.limit)",
            ])
        struct Outcome: Decodable {
            var storedPerSecond: Double
            var bytes: Double
            var times: [Double]
            var found: [[Int]]
        }
        let outcome = try JSONDecoder().decode(Outcome.self, from: data)
        let times = outcome.times.sorted()
        let found = zip(outcome.found, nearest).reduce(0) { $0 + $1.1.intersection($1.0).count }
        return [
            "\(vectors.count)", "sqlite-vec", outcome.storedPerSecond.rounded(to: 0),
            (outcome.bytes / Double(vectors.count)).rounded(to: 0), median(times).rounded(to: 2),
            times[times.count * 95 / 100].rounded(to: 2),
            (Double(found) / Double(Self.limit * vectors.queries.count)).rounded(to: 4), "", "",
        ]
    }
}
