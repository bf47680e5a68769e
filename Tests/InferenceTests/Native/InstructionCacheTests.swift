import Foundation
import Inference
import TestSupport
import Testing

/// What an engine keeps beside its model for the next process.
struct InstructionCacheTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "caches-\(UUID().uuidString)")
    private var kept: URL { folder.appending(path: ".model.gguf.instructions") }
    private static let instructions =
        "You answer questions about the pumps of the water works in one short sentence. You are polite, you name years in "
        + "full, and you never speak of anything but pumps, pipes and water."

    private func engine() async throws -> NativeEngine {
        let model = folder.appending(path: "model.gguf")
        if !FileManager.default.fileExists(atPath: model.path) {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(at: model, withDestinationURL: TestModels.smolLM2())
        }
        return try await NativeEngine.open(model, name: "SmolLM2", keepsCaches: true)
    }

    private func request(_ question: String, _ instructions: String = Self.instructions) -> GenerationRequest {
        GenerationRequest(
            messages: [ChatMessage(.system, instructions), ChatMessage(.user, question)], maximumTokens: 12)
    }

    private func files() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: kept.path)) ?? [] }

    @Test("Another process has instructions read, answers the same, and finds a damaged file out")
    func nextProcess() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let fresh = try await NativeEngine.open(TestModels.smolLM2(), name: "fresh")
        _ = try await engine().answer(request("When was the pump replaced?"))
        #expect(files().count == 1)
        let expected = try await fresh.answer(request("Which pump is the oldest?")).text
        #expect(try await engine().answer(request("Which pump is the oldest?")).text == expected)
        #expect(files().count == 1)
        let file = kept.appending(path: try #require(files().first))
        var bytes = try Data(contentsOf: file)
        for index in bytes.count / 2..<bytes.count { bytes[index] = 0x3C }
        try bytes.write(to: file)
        #expect(try await engine().answer(request("Which pump is the oldest?")).text == expected)
    }

    @Test("Neither short instructions nor questions are kept, and no more than eight files")
    func bounds() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = try await engine()
        let long = String(repeating: "How old is this pump, and who built it? ", count: 8)
        _ = try await engine.answer(GenerationRequest(messages: [ChatMessage(.user, long)], maximumTokens: 1))
        _ = try await engine.answer(request(long, "Be brief."))
        #expect(files().isEmpty)
        for number in 1...10 { _ = try await engine.answer(request("Who?", Self.instructions + " \(number)")) }
        #expect(files().count == 8)
    }
}
