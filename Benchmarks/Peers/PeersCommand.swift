import ArgumentParser
import Foundation
import Inference

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

    @Option(help: "Measures only this: decoder or encoder.")
    var only: Part?

    @Option(help: "How often each figure is measured; medians are printed.")
    var repetitions = 5

    func run() throws {
        let store = ModelStore(folder: URL(filePath: models))
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let python = PeerPython(
            program: python, scripts: scripts, threads: ProcessInfo.processInfo.activeProcessorCount)
        let limits = Limits(threads: python.threads)
        printTable(
            ["limit, \(python.threads) threads", "reached"],
            [
                ["f32 (GFLOP/s)", (limits.f32 / 1e9).rounded(to: 0)],
                ["int8 (GOP/s)", (limits.int8 / 1e9).rounded(to: 0)],
                ["bfloat16 (GFLOP/s)", (limits.bfloat16 / 1e9).rounded(to: 0)],
                ["memory read (GB/s)", (limits.read / 1e9).rounded(to: 1)],
            ])
        if only != .encoder { try compareDecoders(store, python, limits, folder) }
        if only != .decoder {
            try EncoderComparison(
                model: store.url(of: "all-MiniLM-L6-v2"), python: python, folder: folder, limits: limits,
                repetitions: repetitions
            ).run()
        }
    }

    private func compareDecoders(_ store: ModelStore, _ python: PeerPython, _ limits: Limits, _ folder: URL) throws {
        let smol = try store.url(of: "SmolLM2-135M-Instruct")
        let repacked = folder.appending(path: "q4_0.gguf")
        try python.run("llama_peer.py", ["--requantize", smol.path, repacked.path])
        try DecoderComparison(
            file: smol, peerFiles: ["same file": smol, "as Q4_0": repacked], layerWeights: Self.smolLM2LayerWeights,
            positionBytes: Self.smolLM2PositionBytes, python: python, limits: limits, repetitions: repetitions
        ).run()
        if let engine = engine.map({ URL(filePath: $0) }) {
            try DecoderComparison(
                file: engine, peerFiles: ["same file": engine], layerWeights: nil, positionBytes: 0, python: python,
                limits: limits, repetitions: repetitions
            ).run()
        }
    }

    /// Bytes of the keys and values of a position in the 30 layers of SmolLM2: three heads of 64, two bytes a number.
    private static let smolLM2PositionBytes = 30 * 2 * 3 * 64 * 2
    /// Weights of the matrices in the 30 layers of SmolLM2.
    private static let smolLM2LayerWeights = 30 * (2 * 576 * 576 + 2 * 576 * 192 + 3 * 576 * 1536)
}

/// What is measured.
enum Part: String, ExpressibleByArgument {
    case decoder, encoder
}
