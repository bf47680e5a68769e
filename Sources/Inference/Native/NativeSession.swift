internal import Transformers

/// The state that the requests to a native engine share: the tokens that its context has read.
///
/// `@unchecked Sendable`: used on the engine's serial queue only. Every call blocks.
final class NativeSession: @unchecked Sendable {
    private let model: DecoderModel
    private var context: DecoderContext?

    /// Contexts grow in steps of this many tokens, so that a short prompt does not take a long one's memory.
    private static let capacityStep = 1024

    private let instructions: InstructionCache?
    /// The model's tokens as constraints look at them; made when the first constraint is asked for.
    private lazy var vocabulary = TokenTrie(model.tokenizer, endTokens: model.endTokens)
    private var lastConstraint: (constraint: GenerationConstraint, matcher: ConstraintMatcher)?

    /// Whether it matters how much of a prompt is instructions.
    var keepsInstructions: Bool { instructions != nil }

    /// - Parameter instructions: where what is read of instructions is kept for other processes; nil for nowhere.
    init(_ model: DecoderModel, instructions: InstructionCache?) {
        self.model = model
        self.instructions = instructions
    }

    /// Generates an answer.
    ///
    /// - Parameters:
    ///   - instructionCount: how many tokens of the prompt are instructions.
    ///   - onEvent: called with each token that is to be reported, and each piece of text.
    /// - Throws: `promptTooLong`, `invalidRequest`, `unsupportedRequest`; `CancellationError`, within a token or 240 tokens of the
    ///   prompt.
    func generate(
        _ prompt: [Int32], instructions instructionCount: Int, _ request: GenerationRequest,
        _ cancellation: Cancellation, _ onEvent: (GenerationEvent) -> Void
    ) throws -> GenerationSummary {
        try checkLength(prompt.count, limit: model.contextLength - 1)
        var chooser = TokenChooser(
            try SamplerSettings(request.sampling, for: model), matcher: try matcher(of: request.constraint),
            prompt: prompt)
        defer { keep(chooser.matcher, of: request.constraint) }
        let maximum = min(request.maximumTokens, model.contextLength - prompt.count)
        var summary = GenerationSummary(reason: .tokenLimit, promptTokens: prompt.count, answerTokens: 0)
        guard maximum > 0 else { return summary }
        let context = try read(prompt, instructions: instructionCount, room: maximum, cancellation)
        defer { instructions?.save(prompt, first: instructionCount, of: context) }
        // A base model begins its answer with the space behind the mark before it.
        var text = StopMatcher(stops: request.stop, trimsStart: model.isBaseModel && request.constraint == nil)
        while summary.answerTokens < maximum {
            try cancellation.check()
            guard let token = try chooser.next(context.logits) else {
                summary.reason = .endOfText
                break
            }
            summary.answerTokens += 1
            if model.endTokens.contains(token) {
                summary.reason = .endOfText
                break
            }
            if let count = request.topLogProbabilities {
                onEvent(.token(generated(token, likeliest: count, context.logits)))
            }
            let piece = text.take(model.tokenizer.bytes(of: token))
            if !piece.isEmpty { onEvent(.text(piece)) }
            if text.isStopped { break }
            if try chooser.isComplete() {
                summary.reason = .endOfText
                break
            }
            if summary.answerTokens < maximum { try context.read([token]) }
        }
        let rest = text.finish()
        if !rest.isEmpty { onEvent(.text(rest)) }
        if text.isStopped { summary.reason = .stopString }
        return summary
    }

    /// A token with its log-probabilities in `logits` [vocabulary].
    private func generated(_ token: Int32, likeliest count: Int, _ logits: [Float]) -> GeneratedToken {
        func likelihood(_ value: TokenLogProbability) -> TokenLikelihood {
            TokenLikelihood(
                id: Int(value.id), bytes: model.tokenizer.bytes(of: value.id),
                logProbability: Double(value.logProbability))
        }
        let likeliest = count > 0 ? TokenLogProbability.likeliest(count, of: logits).map(likelihood) : []
        return GeneratedToken(likelihood(.of(token, in: logits)), likeliest: likeliest)
    }

    /// What follows an answer under a constraint, at the beginning of its text; the last one is not made again.
    private func matcher(of constraint: GenerationConstraint?) throws -> ConstraintMatcher? {
        guard let constraint else { return nil }
        if constraint == lastConstraint?.constraint, var matcher = lastConstraint?.matcher {
            lastConstraint = nil
            matcher.restart()
            return matcher
        }
        return ConstraintMatcher(try Constraint(constraint), vocabulary: vocabulary)
    }

    private func keep(_ matcher: ConstraintMatcher?, of constraint: GenerationConstraint?) {
        guard let matcher, let constraint else { return }
        lastConstraint = (constraint, matcher)
    }

    /// For each continuation, its mean log-probability a token (nats) after `prompt`; minus infinity for an empty one.
    func logLikelihoods(
        of continuations: [[Int32]], after prompt: [Int32], _ cancellation: Cancellation
    ) throws -> [Double] {
        let longest = continuations.map(\.count).max() ?? 0
        try checkLength(prompt.count + longest, limit: model.contextLength)
        guard longest > 0 else { return continuations.map { _ in -.infinity } }
        let context = try read(prompt, room: longest, cancellation)
        return try continuations.map { continuation in
            try cancellation.check()
            guard !continuation.isEmpty else { return -.infinity }
            let values = try context.logProbabilities(of: continuation) { !cancellation.isCancelled }
            return values.reduce(0) { $0 + Double($1) } / Double(values.count)
        }
    }

    /// For each answer, the log-probability (nats) of its tokens and the end behind them after `prompt`.
    ///
    /// An answer that another one begins with costs nothing beside that.
    ///
    /// - Parameter beginnings: how many first tokens are followed.
    func logProbabilities(
        ofAnswers answers: [[Int32]], to prompt: [Int32], beginnings: Int, _ cancellation: Cancellation
    ) throws -> [Double] {
        let longest = answers.map(\.count).max() ?? 0
        try checkLength(prompt.count + longest, limit: model.contextLength)
        guard !answers.isEmpty else { return [] }
        let context = try read(prompt, room: longest, cancellation)
        let first = Set(answers.compactMap(\.first)).sorted {
            (context.logits[Int($0)], $1) > (context.logits[Int($1)], $0)
        }
        let followed = Set(first.prefix(beginnings))
        var known: [[Int32]: Double] = [:]
        // The order of a set is another one in each process.
        let order = Set(answers).sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1)
        }
        for answer in order
        where known[answer] == nil && answer.first.map(followed.contains) ?? true {
            try cancellation.check()
            let values = try context.answerLogProbabilities(ofBeginningsOf: answer) { !cancellation.isCancelled }
            for (count, value) in values.enumerated() { known[Array(answer.prefix(count))] = value }
        }
        return answers.map { known[$0] ?? -.infinity }
    }

    /// A context that has read exactly `prompt`. What it shares with the text before is not read again: a token's keys and
    /// values have the same bits however it was read, so an answer does not depend on what was asked before.
    private func read(
        _ prompt: [Int32], instructions instructionCount: Int = 0, room: Int, _ cancellation: Cancellation
    ) throws -> DecoderContext {
        let context = try roomyContext(prompt.count + room)
        var shared = zip(context.tokens, prompt).prefix { $0 == $1 }.count
        if shared < instructionCount, let instructions {
            let restored = instructions.restore(prompt, first: instructionCount, into: context)
            if restored > 0 { shared = restored }
        }
        if shared == prompt.count && context.tokens.count == prompt.count && !context.logits.isEmpty { return context }
        let kept = max(0, min(shared, prompt.count - 1))
        context.truncate(to: kept)
        guard try context.read(Array(prompt[kept...]), shouldContinue: { !cancellation.isCancelled }) else {
            throw CancellationError()
        }
        return context
    }

    private func roomyContext(_ needed: Int) throws -> DecoderContext {
        if let context, context.capacity >= needed { return context }
        context = nil
        let steps = (needed + Self.capacityStep - 1) / Self.capacityStep
        let made = try DecoderContext(model, capacity: min(steps * Self.capacityStep, model.contextLength))
        context = made
        return made
    }

    private func checkLength(_ count: Int, limit: Int) throws {
        guard count <= limit else {
            throw InferenceError(
                .promptTooLong,
                "the prompt comes to \(count) tokens, and \(model.name) reads at most \(limit); ask a shorter question, or with "
                    + "fewer snippets (--top-k)")
        }
    }
}
