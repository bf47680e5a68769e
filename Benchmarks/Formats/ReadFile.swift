import Foundation

/// What the program reads in a file, how long that takes, and the most memory of the program or one of its tools.
struct ReadFile {
    private struct Output: Decodable {
        struct Block: Decodable {
            struct Location: Decodable {
                var page: Int?
                var slide: Int?
            }
            var text: String
            var location: Location?
        }
        struct Diagnostic: Decodable { var code: String }
        var blocks: [Block]
        var diagnostics: [Diagnostic]
    }

    private let output: Output?
    let seconds: Double
    let megabytes: Double
    /// Whether the program ended by itself.
    let ended: Bool

    init(_ url: URL, program: String, password: String?) throws {
        let process = Process()
        let pipe = Pipe()
        // GNU time tells the most memory of the program and the children that it waited for.
        let report = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: report) }
        process.executableURL = URL(filePath: "/usr/bin/time")
        process.arguments =
            ["--output", report.path, "--format", "%M", program, "text", url.path, "--json"]
            + (password.map { ["--password", $0] } ?? [])
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        seconds = (ContinuousClock.now - start) / .seconds(1)
        ended = process.terminationReason == .exit && process.terminationStatus < 128
        let lines = try String(contentsOf: report, encoding: .utf8).split(separator: "\n")
        megabytes = (lines.last.flatMap { Double($0) } ?? 0) / 1000
        output = try? JSONDecoder().decode(Output.self, from: data)
    }

    var isEmpty: Bool { output?.blocks.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } ?? true }

    /// Whether the program says why there is not all that there could be.
    var hasDiagnostics: Bool { output?.diagnostics.isEmpty == false }

    func hasDiagnostic(_ code: String) -> Bool { output?.diagnostics.contains { $0.code == code } ?? false }

    /// The text of a page or slide, or of the whole file.
    func text(page: Int?) -> String {
        (output?.blocks ?? []).filter { page == nil || ($0.location?.page ?? $0.location?.slide) == page }
            .map(\.text).joined(separator: "\n")
    }
}
