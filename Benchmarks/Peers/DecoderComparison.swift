import Foundation

/// A decoder beside llama.cpp on the same file, and on others of the same model.
struct DecoderComparison {
    let file: URL
    /// The files that llama.cpp runs, by what the table calls them.
    let peerFiles: KeyValuePairs<String, URL>
    /// Weights of the matrices in the layers, each of which is a multiply-add a token; nil where nobody counted them.
    let layerWeights: Int?
    /// Bytes of the keys and values of a position; 0 where nobody counted them.
    let positionBytes: Int
    /// What runs the peers.
    let python: PeerPython
    let limits: Limits
    let repetitions: Int

    /// Prints what was measured.
    func run() throws {
        let peers = try peerFiles.map { try python.peer("llama_peer.py", model: $0.value.path) }
        defer { for peer in peers { peer.stop() } }
        let ours = try DecoderRuns(file)
        func measure(_ request: String) throws -> [Double] {
            try mediansByTurns(
                repetitions, [{ try ours.measure(request) }] + peers.map { peer in { try peer.ask(request) } })
        }
        var rows = try speeds("", measure)
        rows += try BusyProcess.during { try speeds(", one core busy", measure) }
        let loads = try measure("load")
        rows.append(
            ["load (ms)", loads[0].rounded(to: 0)]
                + loads.dropFirst().flatMap { [$0.rounded(to: 0), ($0 / loads[0]).rounded(to: 2)] } + [""])
        printTable(
            ["\(ours.name), tokens/s", "Bespoke"] + peerFiles.flatMap { ["llama.cpp \($0.key)", "ratio"] }
                + ["% of limit"], rows)
    }

    /// A row for each length of a prompt, and for decoding behind it.
    private func speeds(_ suffix: String, _ measure: (String) throws -> [Double]) throws -> [[String]] {
        let bytes = Double(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
        let prompts = try [128, 512, 1500].map { length in
            let times = try measure("prompt \(length)")
            let limit = layerWeights.map { limits.int8 / (2 * Double($0)) }
            return row("prompt of \(length)\(suffix)", times.map { Double(length) / $0 * 1000 }, limit: limit)
        }
        let decoding = try [16, 512, 1500].map { length in
            let times = try measure("decode \(length) 32")
            let limit = Limits.readRate(python.threads) / (bytes + Double(length * positionBytes))
            return row("decoding at \(length)\(suffix)", times.map { 32 / $0 * 1000 }, limit: limit)
        }
        return prompts + decoding
    }

    private func row(_ name: String, _ speeds: [Double], limit: Double?) -> [String] {
        [name, speeds[0].rounded(to: 0)]
            + speeds.dropFirst().flatMap { [$0.rounded(to: 0), (speeds[0] / $0).rounded(to: 2)] }
            + [limit.map { (100 * speeds[0] / $0).rounded(to: 0) } ?? ""]
    }
}
