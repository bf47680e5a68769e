import Foundation
import Transformers

/// The requests that a peer answers, answered by the runtime.
struct DecoderRuns {
    /// The model's name.
    var name: String { model.name }

    private let model: DecoderModel
    private let file: URL
    private let context: DecoderContext
    private let tokens: [Int32]

    init(_ file: URL) throws {
        self.file = file
        model = try DecoderModel(contentsOf: file)
        context = try DecoderContext(model, capacity: 2048)
        var random = SystemRandomNumberGenerator()
        let last = min(40_000, model.vocabularySize)
        tokens = (0..<2000).map { _ in Int32.random(in: 300..<Int32(last), using: &random) }
    }

    func measure(_ request: String) throws -> Double {
        let words = request.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch words[0] {
        case "load": return try milliseconds { _ = try DecoderContext(DecoderModel(contentsOf: file), capacity: 2048) }
        case "prompt":
            context.truncate(to: 0)
            return try milliseconds { try context.read(Array(tokens.prefix(numbers[0]))) }
        default:
            let prompt = Array(tokens.prefix(numbers[0]))
            if !context.tokens.starts(with: prompt) {
                context.truncate(to: 0)
                try context.read(prompt)
            }
            context.truncate(to: prompt.count)
            return try milliseconds { for _ in 0..<numbers[1] { try context.read([1000]) } }
        }
    }
}
