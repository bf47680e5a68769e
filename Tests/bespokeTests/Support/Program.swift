internal import Foundation
internal import TestSupport

/// The built program with a library of its own, run as a user would run it.
final class Program: Sendable {
    /// What a run left.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let diagnostics: String

        /// The output as JSON.
        func json() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8)) }
    }

    /// A folder for the test's own files; removed with the program.
    let folder: URL
    /// The library's folder.
    let home: URL

    /// Creates an empty library. Its models are the real ones unless `withModels` is false.
    init(withModels: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-test-\(UUID().uuidString)")
        home = folder.appending(path: "home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        if withModels {
            _ = try TestModels.multilingualE5()
            try FileManager.default.createSymbolicLink(
                at: home.appending(path: "models"), withDestinationURL: TestModels.folder)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs `bespoke` with `arguments` until it ends; one that takes longer than `seconds` is killed.
    func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:], seconds: Double = 60
    ) async throws -> Outcome {
        try await run(arguments, input: input, environment: environment, seconds: seconds)
    }

    /// Runs `bespoke` with `arguments` until it ends.
    func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], seconds: Double = 60
    ) async throws -> Outcome {
        try await start(arguments, input: input, environment: environment).outcome(within: seconds)
    }

    /// Starts `bespoke` without waiting for it.
    func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], through wrapper: [String] = []
    ) throws -> Running {
        let command = wrapper + [Self.executable.path] + arguments
        return try Running(command, folder: folder, input: input, environment: self.environment(with: environment))
    }

    /// Writes a file below ``folder``.
    @discardableResult
    func write(_ text: String, to path: String) throws -> URL {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url
    }

    /// A small environment that does not depend on who runs the test.
    func environment(with additions: [String: String] = [:]) -> [String: String] {
        var environment = ["BESPOKE_HOME": home.path, "HOME": folder.path, "LANG": "C.UTF-8", "TZ": "UTC"]
        for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        return environment.merging(additions) { _, new in new }
    }

    /// The program that the build put beside the test bundle.
    static var executable: URL {
        var url = URL(filePath: CommandLine.arguments[0])
        if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
            url = bundle.bundleURL
        }
        return url.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "bespoke")
    }

    /// The repository.
    static var repository: URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }
}
