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

    /// Whether it matters how much of a prompt is instructions.
    var keepsInstructions: Bool { instructions != nil }

    /// - Parameter instructions: where what is read of instructions is kept for other processes; nil for nowhere.
    init(_ model: DecoderModel, instructions: InstructionCache?) {
        self.model = model
        self.instructions = instructions
    }

    /// Generates an answer.
    ///
    /// - Parameter instructionCount: how many tokens of the prompt are instructions.
    /// - Throws: `promptTooLong`; `CancellationError`, within a token or 240 tokens of the prompt.
    func generate(
        _ prompt: [Int32], instructions instructionCount: Int, _ request: GenerationRequest,
        _ cancellation: Cancellation, _ onText: (String) -> Void
    ) throws -> GenerationSummary {
        try checkLength(prompt.count, limit: model.contextLength - 1)
        let maximum = min(request.maximumTokens, model.contextLength - prompt.count)
        var summary = GenerationSummary(reason: .tokenLimit, promptTokens: prompt.count, answerTokens: 0)
        guard maximum > 0 else { return summary }
        let context = try read(prompt, instructions: instructionCount, room: maximum, cancellation)
        defer { instructions?.save(prompt, first: instructionCount, of: context) }
        var sampler = Sampler(SamplerSettings(request.sampling))
        for token in prompt { sampler.accept(token) }
        var text = StopMatcher(stops: request.stop)
        while summary.answerTokens < maximum {
            try cancellation.check()
            let token = sampler.next(context.logits)
            summary.answerTokens += 1
            if model.endTokens.contains(token) {
                summary.reason = .endOfText
                break
            }
            sampler.accept(token)
            let piece = text.take(model.tokenizer.bytes(of: token))
            if !piece.isEmpty { onText(piece) }
            if text.isStopped { break }
            if summary.answerTokens < maximum { try context.read([token]) }
        }
        let rest = text.finish()
        if !rest.isEmpty { onText(rest) }
        if text.isStopped { summary.reason = .stopString }
        return summary
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

extension SamplerSettings {
    init(_ settings: SamplingSettings) {
        self.init()
        temperature = Float(max(0, settings.temperature))
        topK = max(0, settings.topK)
        topP = Float(settings.topP)
        minP = Float(settings.minP)
        repetitionPenalty = Float(settings.repetitionPenalty)
        seed = settings.seed
    }
}
