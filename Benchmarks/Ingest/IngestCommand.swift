import ArgumentParser
import Foundation

/// `bespoke add` beside what a user would build in Python, on a folder of documents.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Measures adding a folder beside a Python pipeline of ONNX Runtime, FTS5 and sqlite-vec.")

    @Argument(help: "The folder: texts and PDF files, which both can read.")
    var folder: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The program.")
    var program = ".build/release/bespoke"

    @Option(help: "A Python that Benchmarks/Peers/setup prints.")
    var python: String

    @Option(help: "Folder of this benchmark's files.")
    var scripts = "Benchmarks"

    @Option(help: "How often each is measured; medians are printed.")
    var repetitions = 3

    /// What one run took and made.
    private struct Outcome {
        var seconds: Double
        var chunks: Int
        var bytes = 0
    }

    func run() throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "bespoke-ingest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let threads = ProcessInfo.processInfo.activeProcessorCount
        let peers = PeerPython(program: python, scripts: "\(scripts)/Peers", threads: threads)
        let miniLM = "\(models)/all-MiniLM-L6-v2"
        let graph = scratch.appending(path: "minilm").path
        try peers.run("onnx_peer.py", ["--make", miniLM, graph])
        var runs: [String: [Outcome]] = [:]
        for repetition in 0..<repetitions {
            let place = scratch.appending(path: "\(repetition)")
            runs["words", default: []].append(try add(in: place.appending(path: "words"), ["--no-wait"]))
            runs["all", default: []].append(try add(in: place.appending(path: "all"), []))
            runs["peer", default: []].append(
                try peer(
                    graph + "-int8.onnx", "\(miniLM)/tokenizer.json", scratch.appending(path: "\(repetition).db"),
                    threads))
        }
        let medians = runs.mapValues { outcomes in
            outcomes.sorted { $0.seconds < $1.seconds }[outcomes.count / 2]
        }
        guard let words = medians["words"], let all = medians["all"], let peer = medians["peer"] else { return }
        let megabytes = Double(peer.bytes) / 1e6
        let row = { (name: String, outcome: Outcome) in
            [
                name, outcome.seconds.rounded(to: 2), (megabytes / outcome.seconds).rounded(to: 2), "\(outcome.chunks)",
                (peer.seconds / outcome.seconds).rounded(to: 2),
            ]
        }
        printTable(
            ["\(megabytes.rounded(to: 1)) MB of text", "seconds", "MB/s", "chunks", "ratio"],
            [
                row("Bespoke, until the first question", words), row("Bespoke, all vectors", all),
                row("Python, both", peer),
            ])
    }

    private func add(in home: URL, _ options: [String]) throws -> Outcome {
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: home.appending(path: "models"), withDestinationURL: URL(filePath: models).absoluteURL)
        _ = try output(of: program, ["create", "p", "--home", home.path, "--quiet"])
        // The peer's embedder, so that both do the same work.
        _ = try output(of: program, ["models", "use", "all-MiniLM-L6-v2", "--home", home.path, "--quiet"])
        let start = ContinuousClock.now
        // Some files of a folder may be unreadable.
        let report = try output(
            of: program, ["add", "p", folder, "--home", home.path, "--json", "--quiet"] + options, statuses: [0, 2])
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        struct Report: Decodable { var chunks: Int }
        return Outcome(seconds: seconds, chunks: try JSONDecoder().decode(Report.self, from: report).chunks)
    }

    private func peer(_ graph: String, _ tokenizer: String, _ database: URL, _ threads: Int) throws -> Outcome {
        let text = String(
            decoding: try output(
                of: python,
                ["\(scripts)/Ingest/ingest_peer.py", folder, graph, tokenizer, database.path, "\(threads)"]),
            as: UTF8.self)
        let numbers = text.split(separator: " ").compactMap {
            Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        guard numbers.count == 3 else { throw Peer.Failure(description: "the peer printed “\(text)”") }
        return Outcome(seconds: numbers[0], chunks: Int(numbers[1]), bytes: Int(numbers[2]))
    }
}
