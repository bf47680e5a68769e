internal import Foundation
internal import Testing

@Suite("Help")
struct HelpTests {
    static let snapshots = Program.repository.appending(path: "Tests/bespokeTests/Fixtures/help")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: snapshots.path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    @Test("Every command's help is what was last read and agreed to (Scripts/record-help)", arguments: names)
    func snapshot(name: String) async throws {
        let command = name == "bespoke" ? [] : name.split(separator: "-", maxSplits: 1).map(String.init)
        let outcome = try await Program(withModels: false).run(command + ["--help"])
        #expect(outcome.status == 0)
        let snapshot = try String(contentsOf: Self.snapshots.appending(path: name + ".txt"), encoding: .utf8)
        #expect(outcome.output == snapshot)
    }

    @Test("The help names every command, and every command has a snapshot")
    func completeness() async throws {
        let overview = try await Program(withModels: false).run("--help").output
        var listed: [String] = []
        var isInList = false
        for line in overview.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasSuffix("SUBCOMMANDS:") { isInList = true }
            if line.isEmpty { isInList = false }
            guard isInList, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
            listed += line.split(separator: " ").prefix(1).map(String.init)
        }
        #expect(listed.count >= 17)
        #expect(Set(listed).subtracting(Self.names).isEmpty)
    }

    @Test("Lines of help fit into 80 columns", arguments: names)
    func width(name: String) throws {
        let text = try String(contentsOf: Self.snapshots.appending(path: name + ".txt"), encoding: .utf8)
        for line in text.split(separator: "\n") where !line.hasPrefix("USAGE:") { #expect(line.count <= 80, "\(line)") }
    }
}
