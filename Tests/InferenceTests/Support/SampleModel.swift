import Foundation
import Inference

/// A catalogue of one model of two small files, and a server that has them.
struct SampleModel {
    /// The bytes of "vocab.txt".
    static let words = Data("[PAD]\n[UNK]\n[CLS]\n[SEP]\nword\n".utf8)
    /// The bytes of "model.safetensors": 300,000 that do not repeat.
    static let weights: Data = {
        var bytes = Data(capacity: 300_000)
        for index in 0..<UInt32(75_000) {
            let value = index &* 2_654_435_761
            for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return bytes
    }()
    /// SHA-256 by `sha256sum`.
    static let wordsDigest = "0190c157371bd61ada569faa1082736d47c369e9939d05872082cc9ca2a4221d"
    static let weightsDigest = "e496e24b4de3ed92e3247412ae0a588a002b2e209bff58a8a138020cc8e75fed"

    static let files = [
        ModelFile(name: "model.safetensors", bytes: Int64(weights.count), sha256: weightsDigest),
        ModelFile(name: "vocab.txt", bytes: Int64(words.count), sha256: wordsDigest),
    ]

    static func description(sources: [ModelSource], files: [ModelFile] = files) -> ModelDescription {
        ModelDescription(
            name: "sample-embedder", purpose: .embedder, summary: "For tests.", licence: "CC0-1.0", parameterCount: 1,
            files: files, sources: sources)
    }

    /// A store whose only model comes from `server`.
    static func store(
        in folder: URL, server: ScriptedServer? = nil, python: String = "bespoke-no-such-python",
        sources: [ModelSource] = [.huggingFace(repository: "a/b", revision: "r1")], files: [ModelFile] = files
    ) -> ModelStore {
        var settings = DownloadSettings(environment: [:])
        settings.huggingFace = server?.address ?? "http://127.0.0.1:9"
        settings.python = python
        settings.firstDelay = .milliseconds(5)
        settings.idleLimit = .seconds(20)
        let catalogue = ModelCatalogue(
            models: [description(sources: sources, files: files)], defaultEmbedder: "sample-embedder", defaultEngine: ""
        )
        return ModelStore(folder: folder, catalogue: catalogue, settings: settings)
    }

    /// Answers a request for one of the files as a good server does, ranges included.
    static func serve(_ request: ScriptedServer.Request, _ connection: Connection) {
        let path = request.line.split(separator: " ")[1]
        guard let bytes = path.hasSuffix("/vocab.txt") ? words : path.hasSuffix("/model.safetensors") ? weights : nil
        else { return connection.respond(404, "no") }
        guard let start = start(of: request) else { return connection.respond(200, Array(bytes)) }
        connection.respond(
            206, Array(bytes[start...]), headers: ["Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)"])
    }

    /// The first byte that a request asks for, where it asks for a range.
    static func start(of request: ScriptedServer.Request) -> Int? {
        request.headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
    }
}
