import Foundation
import Synchronization
import Testing
import Transformers

/// What a context promises, on a small random model.
struct DecoderContextTests {
    private let model: DecoderModel
    private let tokens: [Int32] = (0..<400).map { $0 * 37 % 70 }

    init() throws {
        model = try withModelFile(TinyDecoder().builder.file()) { try DecoderModel(contentsOf: $0, threads: 2) }
    }

    /// The error that `body` throws, if it is a model's.
    private func error(_ body: () throws -> Void) -> ModelFileError? {
        do { try body() } catch { return error as? ModelFileError }
        return nil
    }

    @Test("A new context is empty, and reading nothing leaves it so")
    func empty() throws {
        let context = try DecoderContext(model, capacity: 10)
        #expect(try context.read([]))
        #expect(context.tokens.isEmpty && context.logits.isEmpty)
        #expect(try context.logProbabilities(of: []).isEmpty)
        #expect(error { _ = try context.logProbabilities(of: [1]) }?.code == .unsupported)
    }

    @Test("A context takes as many tokens as fit, and not one more")
    func capacity() throws {
        let context = try DecoderContext(model, capacity: 10)
        try context.read(Array(tokens[..<9]))
        let before = context.logits
        #expect(error { try context.read([1, 2]) }?.message == "11 tokens do not fit into a context of 10")
        #expect(error { _ = try context.logProbabilities(of: [1, 2]) }?.code == .unsupported)
        #expect(context.tokens == Array(tokens[..<9]) && context.logits == before)
        #expect(try context.logProbabilities(of: [5]).count == 1)
        try context.read([1])
        #expect(error { try context.read([1]) }?.code == .unsupported)
        #expect(context.tokens.count == 10)
    }

    @Test("Capacity is between one token and the model's context length", arguments: [(-5, 1), (0, 1), (9999, 512)])
    func bounds(asked: Int, given: Int) throws {
        #expect(try DecoderContext(model, capacity: asked).capacity == given)
    }

    @Test("Token ids that the vocabulary does not have are refused", arguments: [-1, 70, .max, .min] as [Int32])
    func unknownTokens(token: Int32) throws {
        let context = try DecoderContext(model, capacity: 10)
        try context.read([3])
        let before = context.logits
        #expect(error { try context.read([4, token]) }?.message == "a token id is not in the vocabulary of Tiny")
        #expect(error { _ = try context.logProbabilities(of: [token]) }?.code == .unsupported)
        #expect(context.tokens == [3] && context.logits == before)
    }

    @Test(
        "After truncation the context goes on as if the rest had never been read", arguments: [0, 1, 7, 16, 250, 299])
    func truncates(count: Int) throws {
        let context = try DecoderContext(model, capacity: 400)
        try context.read(Array(tokens[..<300]))
        context.truncate(to: count)
        #expect(context.tokens == Array(tokens[..<count]) && context.logits.isEmpty)
        try context.read([9, 8])
        let fresh = try DecoderContext(model, capacity: 400)
        if count > 0 { try fresh.read(Array(tokens[..<count])) }
        try fresh.read([9, 8])
        #expect(context.tokens == fresh.tokens)
        #expect(zip(context.logits, fresh.logits).allSatisfy { abs($0 - $1) < 0.05 })
    }

    @Test("Truncation to more than there is does nothing; to less than none, it empties")
    func truncatesAtEdges() throws {
        let context = try DecoderContext(model, capacity: 10)
        try context.read([1, 2, 3])
        let before = context.logits
        context.truncate(to: 3)
        context.truncate(to: 99)
        #expect(context.tokens == [1, 2, 3] && context.logits == before)
        context.truncate(to: -1)
        #expect(context.tokens.isEmpty && context.logits.isEmpty)
        try context.read([1, 2, 3])
        #expect(context.logits == before)
    }

    @Test("Reading stops where it is told to, keeps what was read, and can go on")
    func stops() throws {
        let context = try DecoderContext(model, capacity: 400)
        var asked = 0
        let isComplete = try context.read(tokens) {
            asked += 1
            return asked < 2
        }
        #expect(!isComplete && asked == 2)
        #expect(context.tokens == Array(tokens[..<240]) && context.logits.isEmpty)
        #expect(try context.read(Array(tokens[240...])))
        let whole = try DecoderContext(model, capacity: 400)
        try whole.read(tokens)
        #expect(context.logits == whole.logits)
        let refused = try DecoderContext(model, capacity: 400)
        #expect(try !refused.read(tokens) { false })
        #expect(refused.tokens.isEmpty)
    }

    @Test("Scoring stops within 32 tokens of being told to, and leaves the context as it was")
    func stopsScoring() throws {
        let context = try DecoderContext(model, capacity: 400)
        try context.read(Array(tokens[..<100]))
        let before = context.logits
        var asked = 0
        #expect(throws: CancellationError.self) {
            _ = try context.logProbabilities(of: Array(tokens[100..<300])) {
                asked += 1
                return asked < 3
            }
        }
        #expect(asked == 3 && context.tokens.count == 100 && context.logits == before)
        #expect(try context.logProbabilities(of: Array(tokens[100..<300])).count == 200)
    }

    @Test("Contexts of one model do not disturb each other, on several threads at once")
    func sideBySide() async throws {
        let model = model
        let tokens = tokens
        let expected = try (0..<4).map { seed in
            let context = try DecoderContext(model, capacity: 64)
            try context.read(Array(tokens[seed * 10..<seed * 10 + 30]))
            return context.logits
        }
        try await withThrowingTaskGroup { group in
            for seed in 0..<4 {
                group.addTask {
                    for _ in 0..<10 {
                        let context = try DecoderContext(model, capacity: 64)
                        try context.read(Array(tokens[seed * 10..<seed * 10 + 30]))
                        #expect(context.logits == expected[seed])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("The same tokens give the same bits every time, whatever the number of threads", arguments: [1, 2, 3, 5])
    func repeats(threads: Int) throws {
        let other = try withModelFile(TinyDecoder().builder.file()) {
            try DecoderModel(contentsOf: $0, threads: threads)
        }
        let one = try DecoderContext(model, capacity: 400)
        let two = try DecoderContext(other, capacity: 400)
        for piece in [tokens[..<300], tokens[300..<301], tokens[301..<306]] {
            try one.read(Array(piece))
            try two.read(Array(piece))
            #expect(one.logits == two.logits)
        }
        #expect(try one.logProbabilities(of: [1, 2, 3]) == two.logProbabilities(of: [1, 2, 3]))
    }
}
