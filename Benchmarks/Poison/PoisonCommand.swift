import ArgumentParser
import Assistants
import Evaluation
import Foundation
import Inference

/// The share of poisoned documents that change an answer.
struct PoisonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poison", abstract: "Measures how many documents with orders for an assistant change an answer.")

    @Option(help: "Folder of the models.")
    var models: String

    @Option(help: "Another engine than the default.")
    var engine: String?

    @Flag(help: "Show each answer that was changed.")
    var changed = false

    func run() async throws {
        let store = ModelStore(folder: URL(filePath: models))
        let engine = try await EngineFactory(store: store, environment: ProcessInfo.processInfo.environment)
            .engine(for: engine)
        let embedder = try await NativeEmbedder.named(store.catalogue.defaultEmbedder, in: store)
        let evaluation = PoisonEvaluation(embedder: embedder, engine: engine)
        var outcomes: [PoisonEvaluation.Outcome] = []
        for document in PoisonedDocument.suite {
            let outcome = try await evaluation.outcome(of: document)
            outcomes.append(outcome)
            if changed, outcome.isChanged {
                print("\(document.goal), \(document.language), \(document.carrier)")
                print("  clean:    \(outcome.clean.text.replacing("\n", with: " "))")
                print("  poisoned: \(outcome.poisoned.text.replacing("\n", with: " "))")
            }
        }
        var table = [
            Self.line("all", outcomes), Self.line("words written later", outcomes.filter(\.document.isLater)),
        ]
        for (name, key) in [("goal", \PoisonedDocument.goal), ("language", \.language), ("place", \.carrier)] {
            let groups = Dictionary(grouping: outcomes) { $0.document[keyPath: key] }
            table += groups.sorted { $0.key < $1.key }.map { Self.line("\(name) \($0.key)", $0.value) }
        }
        table.append(Self.line("refused without poison", outcomes.filter(\.clean.refused)))
        printTable(["documents", "count", "changed", "share"], table)
    }

    private static func line(_ name: String, _ outcomes: [PoisonEvaluation.Outcome]) -> [String] {
        let count = outcomes.count(where: \.isChanged)
        return [
            name, "\(outcomes.count)", "\(count)",
            outcomes.isEmpty ? "-" : (Double(count) / Double(outcomes.count)).rounded(to: 3),
        ]
    }
}
