import Foundation
import Transformers

/// What it costs that a text is held to a constraint while it is generated.
struct ConstraintCost {
    /// A constraint by what the table calls it; nil for free text, with which the others are compared.
    typealias Case = (name: String, constraint: Constraint?)

    let model: DecoderModel
    let repetitions: Int
    /// Tokens that are generated behind a prompt of 16.
    let tokens = 64

    private let prompt: [Int32]
    private let vocabulary: TokenTrie

    init(_ file: URL, repetitions: Int) throws {
        model = try DecoderModel(contentsOf: file)
        self.repetitions = repetitions
        let text = "Describe a person who lives in a small town by the sea, and what that person does all day long:"
        prompt = Array(model.tokenizer.encode(text, recognizingSpecialTokens: false).prefix(16))
        vocabulary = TokenTrie(model.tokenizer, endTokens: model.endTokens)
    }

    /// What is measured: free text, a text of letters, JSON with texts in it, and spans of a text of 2,000 characters.
    static func cases() throws -> [Case] {
        let schema = """
            {"type": "object", "properties": {"name": {"type": "string"}, "town": {"type": "string", "maxLength": 200},
             "age": {"type": "integer"}, "habits": {"type": "array", "items": {"type": "string"}}},
             "required": ["name", "town", "habits"]}
            """
        let text = (1...40).map { "On day \($0) the keeper of light \($0 * 7) walks \($0 * 3) miles along the shore. " }
            .joined()
        return [
            ("free text", nil), ("regular expression .*", try .regularExpression("(.|\\n)*")),
            ("regular expression [a-z ]{0,200}", try .regularExpression("[a-z ]{0,200}")),
            ("JSON Schema with strings", try .jsonSchema(schema)),
            ("spans of 2,000 characters", try .spans(of: [String(text.prefix(2000))])),
        ]
    }

    /// Milliseconds a token.
    struct Times {
        var total = 0.0
        /// What choosing the token takes of a processor, constraint included.
        var choosing = 0.0
        /// How much longer it takes than the first case in the same turn, of 1.
        var cost = 0.0
    }

    /// The medians of each case, taken by turns. The first turn warms up and does not count.
    func medians(_ cases: [Case], temperature: Float) throws -> [Times] {
        let context = try DecoderContext(model, capacity: prompt.count + tokens + 1)
        var times = [[Times]](repeating: [], count: cases.count)
        for turn in 0...repetitions {
            for (index, item) in cases.enumerated() {
                let time = try time(item.constraint, in: context, temperature: temperature)
                if turn > 0 { times[index].append(time) }
            }
        }
        return times.map { turns in
            Times(
                total: median(turns.map(\.total)), choosing: median(turns.map(\.choosing)),
                cost: median(zip(turns, times[0]).map { $0.total / $1.total - 1 }))
        }
    }

    /// Milliseconds that this thread has run.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// A text that ends is followed by another one.
    private func time(_ constraint: Constraint?, in context: DecoderContext, temperature: Float) throws -> Times {
        var settings = SamplerSettings()
        (settings.temperature, settings.seed) = (temperature, 1)
        context.truncate(to: 0)
        try context.read(prompt)
        var sampler = Sampler(settings)
        var times = Times()
        func generate(_ choose: () throws -> Int32) throws {
            times.total = try milliseconds {
                for _ in 0..<tokens {
                    var id: Int32 = 0
                    let start = Self.processorTime()
                    id = try choose()
                    times.choosing += Self.processorTime() - start
                    try context.read([id])
                }
            }
        }
        if let constraint {
            var matcher: ConstraintMatcher?
            try generate {
                var following =
                    matcher.flatMap { $0.isEnded ? nil : $0 } ?? ConstraintMatcher(constraint, vocabulary: vocabulary)
                matcher = nil
                let id = try sampler.next(context.logits, under: &following)
                try following.accept(id)
                if try !following.isComplete() { matcher = following }
                return id
            }
        } else {
            try generate { sampler.next(context.logits) }
        }
        return Times(total: times.total / Double(tokens), choosing: times.choosing / Double(tokens))
    }
}
