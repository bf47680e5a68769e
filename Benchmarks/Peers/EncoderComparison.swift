import Foundation
import Transformers

/// MiniLM beside ONNX Runtime.
struct EncoderComparison {
    let model: URL
    /// What runs the peers.
    let python: PeerPython
    /// Where their files are made.
    let folder: URL
    let limits: Limits
    let repetitions: Int

    private static let header = [
        "MiniLM, tokens/s", "Bespoke", "ONNX f32", "ratio", "ONNX int8", "ratio", "% of int8",
    ]
    /// Weights of the matrices in the six layers, each of which is a multiply-add a token.
    private static let layerWeights = 6 * (4 * 384 * 384 + 2 * 384 * 1536)

    /// Prints what was measured.
    func run() throws {
        let graph = folder.appending(path: "minilm").path
        try python.run("onnx_peer.py", ["--make", model.path, graph])
        let peers = try [graph + ".onnx", graph + "-int8.onnx"].map { try python.peer("onnx_peer.py", model: $0) }
        defer { for peer in peers { peer.stop() } }
        let encoder = try BertModel(contentsOf: model)
        printTable(
            Self.header,
            [
                try row("chunks of 230", count: 64, length: 230, encoder, peers),
                try row("chunks of 64", count: 128, length: 64, encoder, peers),
                try row("one query of 12", count: 1, length: 12, encoder, peers),
            ])
    }

    private func row(
        _ name: String, count: Int, length: Int, _ encoder: BertModel, _ peers: [Peer]
    ) throws -> [String] {
        // Beside these an encoder has a token at each end.
        let texts = (0..<count).map { _ in (0..<length - 2).map { _ in Int32.random(in: 2000..<20000) } }
        let ours = { try milliseconds { _ = try encoder.embed(texts) } }
        let times = try mediansByTurns(
            repetitions * (count == 1 ? 20 : 1),
            [ours] + peers.map { peer in { try peer.ask("embed \(count) \(length)") } })
        let speeds = times.map { Double(count * length) / $0 * 1000 }
        let shown = count == 1 ? times.map { $0.rounded(to: 2) + " ms" } : speeds.map { $0.rounded(to: 0) }
        let share = speeds[0] * 2 * Double(Self.layerWeights) / limits.int8
        return [name, shown[0]]
            + zip(shown, speeds).dropFirst().flatMap { [$0, (speeds[0] / $1).rounded(to: 2)] }
            + [(100 * share).rounded(to: 0)]
    }
}
