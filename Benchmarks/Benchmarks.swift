import ArgumentParser
import Foundation

/// Measures Bespoke; `README.md` beside this file has the figures and says what each means.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the speed of Bespoke and the quality of its search and its answers.",
        subcommands: [
            SpeedCommand.self, IngestCommand.self, PeersCommand.self, ConstraintsCommand.self, VectorsCommand.self,
            WordsCommand.self, ChunksCommand.self, FormatsCommand.self, SignsCommand.self, PlantedCommand.self,
            PoisonCommand.self, RefusalsCommand.self, ThinkCommand.self,
        ])
}

/// Prints rows under a header, columns aligned.
func printTable(_ header: [String], _ rows: [[String]]) {
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
        zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }
    print("\n" + line(header))
    print(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
    for row in rows { print(line(row)) }
    // What a long run has found so far is seen at once in a pipe or file too.
    fflush(nil)
}

extension Double {
    /// The number with a fixed count of decimals.
    func rounded(to places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let value = (self * scale).rounded() / scale
        let parts = "\(value)".split(separator: ".", omittingEmptySubsequences: false)
        guard places > 0 else { return String(parts[0]) }
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return parts[0] + "."
            + (fraction + String(repeating: "0", count: max(0, places - fraction.count))).prefix(places)
    }
}
