import ArgumentParser
import Foundation
import Inference
import Transformers

/// The runtime and its peers on the same models, by turns in one run.
struct PeersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers",
        abstract: "Measures the runtime beside llama.cpp and ONNX Runtime, and beside what this machine can do.")

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "A Python that has llama_cpp, onnxruntime, onnx and safetensors; Benchmarks/Peers/setup prints one.")
    var python: String

    @Option(help: "Folder of the peers' scripts.")
    var scripts = "Benchmarks/Peers"

    @Option(help: "A further GGUF file to compare with llama.cpp on.")
    var engine: String?

    @Option(help: "How often each figure is measured; medians are printed.")
    var repetitions = 5

    private var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

    func run() throws {
        let store = ModelStore(folder: URL(filePath: models))
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let limits = Limits(threads: threads)
        printTable(
            ["limit, \(threads) threads", "reached"],
            [
                ["f32 (GFLOP/s)", (limits.f32 / 1e9).rounded(to: 0)],
                ["int8 (GOP/s)", (limits.int8 / 1e9).rounded(to: 0)],
                ["bfloat16 (GFLOP/s)", (limits.bfloat16 / 1e9).rounded(to: 0)],
                ["memory read (GB/s)", (limits.read / 1e9).rounded(to: 1)],
            ])
        let smol = try store.url(of: "SmolLM2-135M-Instruct")
        let repacked = folder.appending(path: "q4_0.gguf")
        try Peer.run(
            python: python, script: scripts + "/llama_peer.py", arguments: ["--requantize", smol.path, repacked.path])
        try compareDecoder(
            smol, layerWeights: Self.smolLM2LayerWeights, peers: ["same file": smol, "as Q4_0": repacked], limits)
        if let engine = engine.map({ URL(filePath: $0) }) {
            try compareDecoder(engine, layerWeights: nil, peers: ["same file": engine], limits)
        }
        try compareEncoder(try store.url(of: "all-MiniLM-L6-v2"), folder, limits)
    }

    // MARK: Decoder

    /// Weights of the matrices in the 30 layers, each of which is a multiply-add a token.
    private static let smolLM2LayerWeights = 30 * (2 * 576 * 576 + 2 * 576 * 192 + 3 * 576 * 1536)

    private func compareDecoder(
        _ file: URL, layerWeights: Int?, peers files: KeyValuePairs<String, URL>, _ limits: Limits
    ) throws {
        let peers = try files.map { name, url in
            let arguments = [url.path, "\(threads)"]
            return (name, try Peer(python: python, script: scripts + "/llama_peer.py", arguments: arguments))
        }
        defer { for (_, peer) in peers { peer.stop() } }
        let ours = try DecoderRuns(file)
        let bytes = Double(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
        var rows: [[String]] = []
        func add(_ name: String, _ request: String, tokens: Double, limit: () -> Double?) throws {
            let figures = try byTurns(request, ours: ours, peers.map(\.1))
            let speeds = figures.map { tokens / $0 * 1000 }
            rows.append(
                [name, speeds[0].rounded(to: 0)]
                    + speeds.dropFirst().flatMap { [$0.rounded(to: 0), (speeds[0] / $0).rounded(to: 2)] }
                    + [limit().map { (100 * speeds[0] / $0).rounded(to: 0) } ?? ""])
        }
        func addAll(_ suffix: String) throws {
            for length in [128, 512, 1500] {
                try add("prompt of \(length)\(suffix)", "prompt \(length)", tokens: Double(length)) {
                    layerWeights.map { limits.int8 / (2 * Double($0)) }
                }
            }
            for length in [16, 512, 1500] {
                try add("decoding at \(length)\(suffix)", "decode \(length) 32", tokens: 32) {
                    Limits.readRate(threads) / bytes
                }
            }
        }
        try addAll("")
        let busy = try BusyProcess()
        try addAll(", one core busy")
        busy.stop()
        let loads = try byTurns("load", ours: ours, peers.map(\.1))
        rows.append(
            ["load (ms)", loads[0].rounded(to: 0)]
                + loads.dropFirst().flatMap { [$0.rounded(to: 0), ($0 / loads[0]).rounded(to: 2)] } + [""])
        printTable(
            ["\(ours.model.name), tokens/s", "Bespoke"] + peers.flatMap { ["llama.cpp \($0.0)", "ratio"] } + [
                "% of limit"
            ],
            rows)
    }

    /// The median milliseconds of ours, then of each peer, taken by turns.
    private func byTurns(_ request: String, ours: DecoderRuns, _ peers: [Peer]) throws -> [Double] {
        var times = [[Double]](repeating: [], count: peers.count + 1)
        for turn in 0...repetitions {
            let results = [try ours.measure(request)] + (try peers.map { try $0.ask(request) })
            // The first turn warms up.
            if turn > 0 { for (index, result) in results.enumerated() { times[index].append(result) } }
        }
        return times.map(median)
    }

    // MARK: Encoder

    private static let miniLMLayerWeights = 6 * (4 * 384 * 384 + 2 * 384 * 1536)

    private func compareEncoder(_ model: URL, _ folder: URL, _ limits: Limits) throws {
        let graph = folder.appending(path: "minilm").path
        let script = scripts + "/onnx_peer.py"
        try Peer.run(python: python, script: script, arguments: ["--make", model.path, graph])
        let peers = try [graph + ".onnx", graph + "-int8.onnx"].map {
            try Peer(python: python, script: script, arguments: [$0, "\(threads)"])
        }
        defer { for peer in peers { peer.stop() } }
        let encoder = try BertModel(contentsOf: model)
        var rows: [[String]] = []
        for (name, count, length) in [
            ("chunks of 230", 64, 230), ("chunks of 64", 128, 64), ("one query of 12", 1, 12),
        ] {
            var random = SystemRandomNumberGenerator()
            let texts = (0..<count).map { _ in
                (0..<length - 2).map { _ in Int32.random(in: 2000..<20000, using: &random) }
            }
            var times: [[Double]] = [[], [], []]
            for turn in 0...repetitions * (count == 1 ? 20 : 1) {
                let results =
                    [try milliseconds { _ = try encoder.embed(texts) }]
                    + (try peers.map { try $0.ask("embed \(count) \(length)") })
                if turn > 0 { for (index, result) in results.enumerated() { times[index].append(result) } }
            }
            let middle = times.map(median)
            let speeds = middle.map { Double(count * length) / $0 * 1000 }
            let shown = count == 1 ? middle.map { $0.rounded(to: 2) + " ms" } : speeds.map { $0.rounded(to: 0) }
            let share = speeds[0] * 2 * Double(Self.miniLMLayerWeights) / limits.int8
            rows.append(
                [name, shown[0]]
                    + zip(shown, speeds).dropFirst().flatMap { [$0, (speeds[0] / $1).rounded(to: 2)] }
                    + [(100 * share).rounded(to: 0)])
        }
        printTable(
            ["MiniLM, tokens/s", "Bespoke", "ONNX f32", "ratio", "ONNX int8", "ratio", "% of int8"], rows)
    }
}

/// The requests that a peer answers, answered by the runtime.
private struct DecoderRuns {
    let model: DecoderModel
    private let file: URL
    private let context: DecoderContext
    private let tokens: [Int32]

    init(_ file: URL) throws {
        self.file = file
        model = try DecoderModel(contentsOf: file)
        context = try DecoderContext(model, capacity: 2048)
        var random = SystemRandomNumberGenerator()
        let last = min(40_000, model.vocabularySize)
        tokens = (0..<2000).map { _ in Int32.random(in: 300..<Int32(last), using: &random) }
    }

    func measure(_ request: String) throws -> Double {
        let words = request.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch words[0] {
        case "load": return try milliseconds { _ = try DecoderContext(DecoderModel(contentsOf: file), capacity: 2048) }
        case "prompt":
            context.truncate(to: 0)
            return try milliseconds { try context.read(Array(tokens.prefix(numbers[0]))) }
        default:
            let prompt = Array(tokens.prefix(numbers[0]))
            if !context.tokens.starts(with: prompt) {
                context.truncate(to: 0)
                try context.read(prompt)
            }
            context.truncate(to: prompt.count)
            return try milliseconds { for _ in 0..<numbers[1] { try context.read([1000]) } }
        }
    }
}

/// Another process that keeps one processor busy.
private struct BusyProcess {
    private let process = Process()

    init() throws {
        process.executableURL = URL(filePath: "/bin/sh")
        // It ends with this process, however that ends.
        process.arguments = ["-c", "while kill -0 $PPID; do :; done"]
        try process.run()
    }

    /// It has inherited that requests to end are ignored.
    func stop() { kill(process.processIdentifier, SIGKILL) }
}
