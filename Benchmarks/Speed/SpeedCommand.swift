import ArgumentParser
import Evaluation
import Foundation
import Inference
import Transformers

/// Speed of the runtime, of search and of an answer from a cold process.
struct SpeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speed", abstract: "Measures the runtime, search over 10,000 chunks, and a cold answer.")

    @Argument(help: "Folder of a set in BEIR's layout; chunks are made of its sentences.")
    var set: String

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "The bespoke program, for the cold answer.")
    var program: String

    @Option(help: "How often each figure is measured; the median is printed.")
    var repetitions = 5

    func run() async throws {
        let store = ModelStore(folder: URL(filePath: models))
        var rows = try decoderRows(store)
        rows += try encoderRows(store)
        let library = try await TenThousandChunks(set: EvaluationSet(folder: URL(filePath: set)), store: store)
        defer { library.remove() }
        rows += try await library.searchRows(repetitions: repetitions)
        rows += try await library.coldAnswerRows(program: program, models: models, repetitions: repetitions)
        printTable(["what", "median", "goal"], rows)
    }

    private func decoderRows(_ store: ModelStore) throws -> [[String]] {
        var loading: [Double] = []
        for _ in 0..<repetitions {
            loading.append(
                try milliseconds { _ = try DecoderModel(contentsOf: store.url(of: "SmolLM2-135M-Instruct")) })
        }
        let model = try DecoderModel(contentsOf: store.url(of: "SmolLM2-135M-Instruct"))
        let text = String(repeating: "The library keeps documents, chunks and vectors in one file. ", count: 200)
        let tokens = model.tokenizer.encode(text, recognizingSpecialTokens: false)
        let context = try DecoderContext(model, capacity: 2048)
        var rows = [["SmolLM2 loaded (ms)", median(loading).rounded(to: 0), ""]]
        for length in [128, 512, 1500] {
            var speeds: [Double] = []
            for _ in 0..<repetitions {
                context.truncate(to: 0)
                let time = try milliseconds { try context.read(Array(tokens.prefix(length))) }
                speeds.append(Double(length) / time * 1000)
            }
            rows.append(["SmolLM2 prompt of \(length) (tokens/s)", median(speeds).rounded(to: 0), "≥ 430"])
        }
        for length in [16, 512, 1500] {
            context.truncate(to: 0)
            try context.read(Array(tokens.prefix(length)))
            var speeds: [Double] = []
            for _ in 0..<repetitions {
                let time = try milliseconds { for token in tokens.prefix(32) { try context.read([token]) } }
                context.truncate(to: length)
                speeds.append(32 / time * 1000)
            }
            rows.append([
                "SmolLM2 decoding at \(length) (tokens/s)", median(speeds).rounded(to: 0), length == 16 ? "≥ 150" : "",
            ])
        }
        return rows
    }

    private func encoderRows(_ store: ModelStore) throws -> [[String]] {
        let model = try BertModel(contentsOf: store.url(of: "all-MiniLM-L6-v2"))
        let text = try EvaluationSet(folder: URL(filePath: set)).corpus().prefix(200).map(\.text).joined(separator: " ")
        let tokens = model.tokenizer.encode(text, recognizingSpecialTokens: false)
        let chunks = stride(from: 0, to: min(tokens.count, 64 * 200) - 199, by: 200).map {
            Array(tokens[$0..<$0 + 200])
        }
        var speeds: [Double] = []
        var queries: [Double] = []
        let query = model.tokenizer.encode(
            "How many days of leave do I have in a year?", recognizingSpecialTokens: false)
        _ = try model.embed(chunks)
        for _ in 0..<repetitions {
            let time = try milliseconds { _ = try model.embed(chunks) }
            speeds.append(Double(chunks.count * 200) / time * 1000)
            queries.append(try milliseconds { for _ in 0..<20 { _ = try model.embed([query]) } } / 20)
        }
        return [
            ["MiniLM, chunks of 200 tokens (tokens/s)", median(speeds).rounded(to: 0), "≥ 11000"],
            ["MiniLM, one query (ms)", median(queries).rounded(to: 2), "≤ 2.5"],
        ]
    }
}

/// How long `work` takes.
func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return (ContinuousClock.now - start) / .milliseconds(1)
}

/// The middle of the values.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
