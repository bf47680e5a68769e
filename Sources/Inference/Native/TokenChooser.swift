internal import Transformers

/// Chooses the tokens of one answer: by its sampling settings, and within its constraint.
struct TokenChooser {
    private var sampler: Sampler
    /// Nil where every text may be written.
    private(set) var matcher: ConstraintMatcher?

    /// - Parameter prompt: counts for the repetition penalty.
    init(_ settings: SamplerSettings, matcher: ConstraintMatcher?, prompt: [Int32]) {
        sampler = Sampler(settings)
        self.matcher = matcher
        for token in prompt { sampler.accept(token) }
    }

    /// Chooses a token for `logits` [vocabulary]; nil where the constraint is fulfilled and no token can follow.
    ///
    /// - Throws: `unsupportedRequest` where the vocabulary cannot spell what the constraint asks for.
    mutating func next(_ logits: [Float]) throws -> Int32? {
        try translatingErrors { chooser -> Int32? in
            let token: Int32
            // Taken out, so that what it has worked out is not copied when it goes on.
            if var matcher = chooser.matcher.take() {
                defer { chooser.matcher = matcher }
                if try matcher.isAtEndOfVocabulary() { return nil }
                token = try chooser.sampler.next(logits, under: &matcher)
                try matcher.accept(token)
            } else {
                token = chooser.sampler.next(logits)
            }
            chooser.sampler.accept(token)
            return token
        }
    }

    /// Whether nothing can follow but the end.
    ///
    /// - Throws: as ``next(_:)``.
    mutating func isComplete() throws -> Bool { try translatingErrors { try $0.matcher?.isComplete() ?? false } }

    private mutating func translatingErrors<Value>(_ work: (inout Self) throws -> Value) throws -> Value {
        do {
            return try work(&self)
        } catch let error as ConstraintError {
            throw InferenceError(
                .unsupportedRequest,
                "the engine cannot write what the constraint asks for: \(error.message); loosen it, or choose another engine"
            )
        }
    }
}

extension Constraint {
    /// - Throws: `invalidRequest`, with what is wrong with the constraint.
    init(_ constraint: GenerationConstraint) throws {
        do {
            switch constraint {
            case .regularExpression(let pattern): self = try .regularExpression(pattern)
            case .jsonSchema(let schema): self = try .jsonSchema(schema)
            case .spans(let texts): self = try .spans(of: texts)
            }
        } catch {
            throw InferenceError.invalidConstraint(error.message)
        }
    }
}

extension SamplerSettings {
    /// - Throws: `unsupportedRequest` where a biased token is none of the model's.
    init(_ settings: SamplingSettings, for model: DecoderModel) throws {
        self.init()
        temperature = Float(max(0, settings.temperature))
        topK = max(0, settings.topK)
        topP = Float(settings.topP)
        minP = Float(settings.minP)
        repetitionPenalty = Float(settings.repetitionPenalty)
        seed = settings.seed
        for (id, bias) in try TokenLookup(model).biases(settings.logitBias) { logitBias[id] = Float(bias) }
    }
}
