import Foundation
import TestSupport

/// A small encoder of `Fixtures/Encoders`, a folder or a GGUF file, whose README says how it was made.
struct EncoderFixture {
    struct Embedding: Decodable {
        struct Row: Decodable { var text: String, vector: [Float] }
        var rows: [Row]
    }

    struct Scoring: Decodable {
        struct Row: Decodable { var passage: String, score: Float, sigmoid: Float }
        var query: String
        var rows: [Row]
    }

    let url: URL

    init(_ name: String) { url = TestModels.encoder(name) }

    /// What the reference gave.
    func golden<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let golden = url.deletingPathExtension().appendingPathExtension("golden.json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: golden))
    }

    /// Calls `body` with a copy of the folder in which one file has another content.
    func changing<Result>(
        _ file: String, _ change: (String) -> String, _ body: (URL) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "encoder-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: url, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let changed = folder.appending(path: file)
        let text = (try? String(contentsOf: changed, encoding: .utf8)) ?? ""
        try Data(change(text).utf8).write(to: changed)
        return try body(folder)
    }
}

/// The cosine of the angle between two vectors.
func cosine(_ a: [Float], _ b: [Float]) -> Float {
    func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}
