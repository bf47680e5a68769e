internal import CKernels
internal import Foundation

/// A text that a model is reading and writing: its tokens, with their keys and values.
///
/// Blocks the calling thread while it works. Not for use by several threads at once.
public final class DecoderContext {
    /// The model.
    public let model: DecoderModel
    /// The most tokens that fit.
    public let capacity: Int
    /// The tokens read so far.
    public private(set) var tokens: [Int32] = []
    /// The logits for the token after ``tokens``: [vocabularySize]. Empty before anything was read.
    public private(set) var logits: [Float] = []

    let state: OpaquePointer
    private let pool: OpaquePointer

    /// Makes an empty context.
    ///
    /// - Parameter capacity: the most tokens, at most the model's ``DecoderModel/contextLength``.
    /// - Throws: `unreadable` where memory cannot be had.
    public init(_ model: DecoderModel, capacity: Int) throws {
        self.model = model
        let capacity = max(1, min(capacity, model.contextLength))
        self.capacity = capacity
        let decoder = model.weights.decoder
        guard let pool = ck_pool_create(Int32(model.threads)) else {
            throw ModelFileError(.unreadable, "there is no memory for the threads of \(model.name)")
        }
        let made = withUnsafePointer(to: decoder) {
            ck_decoder_state_create($0, Int64(capacity), ck_pool_threads(pool))
        }
        guard let made else {
            ck_pool_destroy(pool)
            throw ModelFileError(
                .unreadable, "there is no memory for a context of \(capacity) tokens; close other programs")
        }
        self.pool = pool
        state = made
    }

    deinit {
        ck_decoder_state_destroy(state)
        ck_pool_destroy(pool)
    }

    /// Reads tokens after those that are there, and works out the logits of the next one.
    ///
    /// - Parameter shouldContinue: asked before each piece of up to 240 tokens.
    /// - Returns: false where `shouldContinue` said no; what was read before that stays, ``logits`` are then empty.
    /// - Throws: `unsupported` where the tokens do not fit or an id is out of range; then nothing was read.
    @discardableResult
    public func read(_ newTokens: [Int32], shouldContinue: () -> Bool = { true }) throws -> Bool {
        try check(newTokens)
        guard !newTokens.isEmpty else { return true }
        logits = []
        var last = 0
        for start in stride(from: 0, to: newTokens.count, by: Int(CK_DECODER_ROWS)) {
            guard shouldContinue() else { return false }
            let piece = Array(newTokens[start..<min(newTokens.count, start + Int(CK_DECODER_ROWS))])
            run(piece)
            tokens += piece
            last = piece.count - 1
        }
        logits = rows(from: last, count: 1)
        return true
    }

    /// The log-probability (nats) of each token of `continuation` after the tokens that are there; the context stays as it was.
    ///
    /// - Parameter shouldContinue: asked before each piece of up to 32 tokens.
    /// - Throws: as ``read(_:shouldContinue:)``; also where nothing was read before. `CancellationError` where `shouldContinue`
    ///   said no.
    public func logProbabilities(
        of continuation: [Int32], shouldContinue: () -> Bool = { true }
    ) throws -> [Float] {
        var result: [Float] = []
        try visitLogits(before: continuation, shouldContinue: shouldContinue) { row, logits in
            if row < continuation.count {
                result.append(TokenLogProbability.of(continuation[row], inRow: logits).logProbability)
            }
        }
        return result
    }

    /// For each beginning of `continuation`, from the empty one to all of it, the log-probability (nats) that it comes after the tokens
    /// that are there and is the whole answer; the context stays as it was.
    ///
    /// - Returns: [continuation tokens + 1].
    /// - Throws: as ``logProbabilities(of:shouldContinue:)``.
    public func answerLogProbabilities(
        ofBeginningsOf continuation: [Int32], shouldContinue: () -> Bool = { true }
    ) throws -> [Double] {
        var result: [Double] = []
        var sum = 0.0
        let ends = model.endTokens.sorted()
        try visitLogits(before: continuation, through: continuation.count, shouldContinue: shouldContinue) {
            row, logits in
            let next = row < continuation.count ? [continuation[row]] : []
            let values = TokenLogProbability.of(ends + next, inRow: logits).map { Double($0.logProbability) }
            result.append(sum + log(values.prefix(ends.count).reduce(0) { $0 + exp($1) }))
            if row < continuation.count { sum += values[ends.count] }
        }
        return result
    }

    /// Calls `visit` with each place of `continuation` and the logits [vocabulary] of what stands there.
    ///
    /// - Parameter last: the last place; nil for that of the last token.
    private func visitLogits(
        before continuation: [Int32], through last: Int? = nil, shouldContinue: () -> Bool,
        _ visit: (Int, ArraySlice<Float>) -> Void
    ) throws {
        try check(continuation)
        guard !logits.isEmpty else {
            guard continuation.isEmpty else {
                throw ModelFileError(.unsupported, "nothing was read before the continuation")
            }
            return
        }
        visit(0, logits[...])
        let size = model.vocabularySize
        let last = last ?? continuation.count - 1
        for start in stride(from: 0, to: max(0, last), by: Self.scoredRows) {
            guard shouldContinue() else { throw CancellationError() }
            let piece = Array(continuation[start..<min(last, start + Self.scoredRows)])
            run(piece, at: tokens.count + start)
            let scores = rows(from: 0, count: piece.count)
            for row in piece.indices { visit(start + row + 1, scores[row * size..<(row + 1) * size]) }
        }
    }

    /// Rows whose logits are held at the same time.
    private static let scoredRows = 32

    /// Puts tokens in the place of those that are there; their keys and values are in the state already.
    func replaceTokens(with restored: [Int32]) {
        tokens = restored
        logits = []
    }

    /// Forgets all tokens from `count` on. ``logits`` are then empty until something is read.
    public func truncate(to count: Int) {
        guard count < tokens.count else { return }
        tokens.removeSubrange(max(0, count)...)
        logits = []
    }

    private func check(_ newTokens: [Int32]) throws {
        guard tokens.count + newTokens.count <= capacity else {
            throw ModelFileError(
                .unsupported, "\(tokens.count + newTokens.count) tokens do not fit into a context of \(capacity)")
        }
        guard newTokens.allSatisfy({ $0 >= 0 && $0 < model.vocabularySize }) else {
            throw ModelFileError(.unsupported, "a token id is not in the vocabulary of \(model.name)")
        }
    }

    private func run(_ piece: [Int32], at position: Int? = nil) {
        let hidden = model.configuration.hiddenSize
        let embeddings = [Float](unsafeUninitializedCapacity: piece.count * hidden) { target, initialized in
            if let start = target.baseAddress {
                for (row, token) in piece.enumerated() {
                    model.weights.copyEmbedding(of: token, to: start + row * hidden)
                }
            }
            initialized = piece.count * hidden
        }
        withUnsafePointer(to: model.weights.decoder) { decoder in
            ck_decoder_run(decoder, state, pool, embeddings, Int64(piece.count), Int64(position ?? tokens.count))
        }
    }

    private func rows(from first: Int, count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count * model.vocabularySize) { target, initialized in
            if let start = target.baseAddress {
                withUnsafePointer(to: model.weights.decoder) { decoder in
                    ck_decoder_logits(decoder, state, pool, Int64(first), Int64(count), start)
                }
            }
            initialized = count * model.vocabularySize
        }
    }
}
