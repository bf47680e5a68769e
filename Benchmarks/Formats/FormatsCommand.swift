import ArgumentParser
import Foundation

/// Reads real files of many formats with the program and compares with what a correct extraction must show.
struct FormatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "Reads a folder of files and checks what its expected.tsv says of them.")

    @Argument(help: "Folder with files and expected.tsv: file, kind, snippet, page, note.")
    var folder: String

    @Option(help: "The program.")
    var program: String

    /// The goals for one file, seconds and megabytes.
    private static let most = (seconds: 10.0, megabytes: 500.0)

    func run() async throws {
        let folder = URL(filePath: folder)
        let table = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        let expectations = table.split(separator: "\n").dropFirst().compactMap { FormatExpectation($0) }
        var rows: [[String]] = []
        var isRight = true
        for (file, group) in Dictionary(grouping: expectations, by: \.file).sorted(by: { $0.key < $1.key }) {
            let url = folder.appending(path: file)
            let plain = try ReadFile(url, program: program, password: nil)
            let opened = try group.first { $0.kind == .password }
                .map { try ReadFile(url, program: program, password: $0.password) }
            let wrong = group.filter { !$0.holds(plain: plain, opened: opened) }
            let isFrugal = plain.seconds <= Self.most.seconds && plain.megabytes <= Self.most.megabytes
            isRight = isRight && wrong.isEmpty && isFrugal
            rows.append([
                file, "\(group.count - wrong.count) of \(group.count)", plain.seconds.rounded(to: 2),
                plain.megabytes.rounded(to: 0), wrong.map(\.snippet).joined(separator: "; "),
            ])
        }
        printTable(["file", "holds", "seconds", "MB", "does not hold"], rows)
        guard isRight else { throw ExitCode.failure }
    }
}
