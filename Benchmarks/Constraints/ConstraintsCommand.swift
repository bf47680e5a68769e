import ArgumentParser
import Foundation
import Inference

/// Generation under constraints beside that of free text, by turns in one run.
struct ConstraintsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "constraints",
        abstract: "Measures what holding a text to a constraint costs while it is generated.")

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "How often each figure is measured; medians are printed.")
    var repetitions = 9

    func run() throws {
        let file = try ModelStore(folder: URL(filePath: models)).url(of: "SmolLM2-135M-Instruct")
        let cost = try ConstraintCost(file, repetitions: repetitions)
        let cases = try ConstraintCost.cases()
        for temperature: Float in [0, 0.8] {
            let times = try cost.medians(cases, temperature: temperature)
            let rows = zip(cases, times).map { item, time in
                [
                    item.name, time.total.rounded(to: 3), time.choosing.rounded(to: 3),
                    (100 * time.cost).rounded(to: 1),
                ]
            }
            printTable(
                ["temperature \(temperature), \(cost.tokens) tokens", "ms a token", "choosing", "cost (%)"], rows)
        }
    }
}
