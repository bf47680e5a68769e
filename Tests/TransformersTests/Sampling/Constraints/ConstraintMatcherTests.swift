internal import Foundation
internal import Testing
internal import Transformers

@Suite("Following constraints")
struct ConstraintMatcherTests {
    /// A vocabulary of these texts, the first of which ends a text.
    private struct Words: Tokenizer {
        var texts: [[UInt8]]
        var controlTokens: Set<Int32> = []
        var vocabularySize: Int { texts.count }
        func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] { [] }
        func bytes(of id: Int32) -> [UInt8] { texts[Int(id)] }
        func id(of token: String) -> Int32? { texts.firstIndex(of: Array(token.utf8)).map(Int32.init) }
    }

    private func matcher(_ constraint: Constraint, _ words: Words) -> ConstraintMatcher {
        ConstraintMatcher(constraint, vocabulary: TokenTrie(words, endTokens: [0]))
    }

    @Test("Tokens with the same bytes are all allowed, control tokens and empty ones never, the end only where it fits")
    func vocabulary() throws {
        var words = Words(texts: ["<end>", "a", "ab", "a", "b", "", "a"].map { Array($0.utf8) })
        words.controlTokens = [6]
        var matcher = matcher(try .regularExpression("ab?|<end>"), words)
        #expect(try matcher.allowedTokens().ids == [1, 2, 3])
        try matcher.accept(3)
        #expect(matcher.isFulfilled)
        #expect(try matcher.allowedTokens().ids == [0, 4])
        for id: Int32 in [1, 5, 6, 7, -1] {
            #expect(throws: ConstraintError(.outside, "token \(id) is outside the constraint after 1 bytes")) {
                try matcher.accept(id)
            }
        }
        try matcher.accept(0)
        #expect(matcher.isEnded)
        #expect(try matcher.allowedTokens().isEmpty)
        #expect(throws: ConstraintError.self) { try matcher.accept(0) }
        matcher.restart()
        #expect(!matcher.isEnded && !matcher.isFulfilled)
        #expect(try matcher.allowedTokens().ids == [1, 2, 3])
    }

    @Test("Tokens may divide characters")
    func characters() throws {
        var matcher = matcher(
            try .regularExpression("[é世]+"),
            Words(texts: [[0x3C], [0xC3], [0xA9], [0xE4, 0xB8], [0x96], [0xC3, 0xA9, 0xE4], [0xB8]]))
        #expect(try matcher.allowedTokens().ids == [1, 3, 5])
        try matcher.accept(5)
        #expect(try matcher.allowedTokens().ids == [6])
        try matcher.accept(6)
        #expect(try matcher.allowedTokens().ids == [4])
        try matcher.accept(4)
        #expect(try matcher.allowedTokens().ids == [0, 1, 3, 5])
    }

    @Test("A vocabulary that cannot spell what is asked for is told so")
    func missingBytes() throws {
        var matcher = matcher(try .regularExpression("ac"), Words(texts: [[0x3C], [0x61], [0x62]]))
        try matcher.accept(1)
        #expect(
            throws: ConstraintError(
                .unsatisfiable, "the vocabulary has no token for what the constraint asks for after 1 bytes")
        ) { try matcher.allowedTokens() }
    }

    @Test("A text is complete where nothing can follow but its end, also where no token ends it")
    func complete() throws {
        let words = Words(texts: [[0x3C], [0x61], [0x62]])
        for endTokens in [[0], []] as [Set<Int32>] {
            var matcher = ConstraintMatcher(
                try .regularExpression("ab?"), vocabulary: TokenTrie(words, endTokens: endTokens))
            #expect(try !matcher.isComplete())
            try matcher.accept(1)
            #expect(try matcher.isFulfilled && !matcher.isComplete())
            try matcher.accept(2)
            #expect(try matcher.isComplete())
            #expect(Set(try matcher.allowedTokens().ids) == endTokens)
            #expect(try matcher.isAtEndOfVocabulary() == endTokens.isEmpty)
        }
    }

    private static func bits(_ ids: [Int32], vocabularySize: Int) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: (vocabularySize + 63) / 64)
        for id in ids { bits[Int(id) / 64] |= 1 << (UInt64(id) % 64) }
        return bits
    }

    @Test("A sampler chooses among the tokens allowed, however unlikely they are", arguments: [Float(0), 1])
    func sampling(temperature: Float) throws {
        for size in [64, 49_152] {
            for count in [1, 3, size / 2] {
                let ids = (0..<count).map { Int32($0 * 2 + 1) }
                let allowed = TokenSet(bits: Self.bits(ids, vocabularySize: size))
                var settings = SamplerSettings()
                settings.temperature = temperature
                var sampler = Sampler(settings)
                var logits = (0..<size).map { Float($0 % 7) - ($0 % 2 == 1 ? 50 : 0) }
                for _ in 0..<20 { #expect(allowed.contains(sampler.next(logits, allowed: allowed))) }
                for value in [Float.nan, .infinity, -.infinity] {
                    logits = [Float](repeating: value, count: size)
                    #expect(sampler.next(logits, allowed: allowed) == 1)
                }
                // Logits that the tokenizer knows no token for.
                logits = [Float](repeating: 0, count: size + 100)
                logits[size + 99] = 9
                #expect(allowed.contains(sampler.next(logits, allowed: allowed)))
            }
        }
    }

    /// Settings of a sampler that take candidates away.
    struct Filters: CustomTestStringConvertible {
        var (temperature, topK, topP, minP): (Float, Int, Float, Float)

        init(_ temperature: Float, _ topK: Int, _ topP: Float, _ minP: Float) {
            (self.temperature, self.topK, self.topP, self.minP) = (temperature, topK, topP, minP)
        }

        var testDescription: String { "temperature \(temperature), top-k \(topK), top-p \(topP), min-p \(minP)" }
    }

    /// A regular expression of a few characters, with choices and repetitions.
    private static func expression(_ random: inout RandomNumbers, depth: Int = 0) -> String {
        func any(_ texts: [String]) -> String { texts[Int(random.unit() * Double(texts.count))] }
        return (0...Int(random.unit() * 3)).map { _ in
            let atom =
                random.unit() < 0.4 && depth < 3
                ? "(\(expression(&random, depth: depth + 1))|\(expression(&random, depth: depth + 1)))"
                : any(["a", "e", " ", "the", "[a-z]", "[^a]", ".", "é", "\\d", "\\w"])
            return atom + any(["", "", "", "*", "?", "+", "{1,3}"])
        }.joined()
    }

    @Test(
        "A sampler that follows a matcher chooses what it would of all tokens allowed",
        arguments: [
            Filters(0, 40, 0.95, 0.05), Filters(0.9, 40, 0.95, 0.05), Filters(0.9, 3, 0.95, 0.05),
            Filters(0.9, 0, 0.95, 0.05), Filters(0.9, 500, 0.95, 0.05), Filters(1.5, 40, 1, 0.05),
            Filters(1.5, 40, 0.99, 0), Filters(1.5, 0, 0.5, 0), Filters(1.5, 60, 1, 0), Filters(0.2, 0, 0.9, 0.3),
            Filters(0.8, 40, 0, 0), Filters(0.8, 40, -1, 2), Filters(0.8, 0, .nan, .infinity), Filters(0.8, 1, 1, .nan),
            Filters(.infinity, 5, 1, 1), Filters(.leastNonzeroMagnitude, 500, 0.95, 0.05),
        ], [Float(1), 4, 30])
    func samplingUnderConstraint(filters: Filters, spread: Float) throws {
        let (trie, size) = (try RandomWriter.trie.get(), try RandomWriter.tokenizer.get().vocabularySize)
        var settings = SamplerSettings()
        (settings.temperature, settings.topK, settings.seed) = (filters.temperature, filters.topK, 7)
        (settings.topP, settings.minP) = (filters.topP, filters.minP)
        settings.logitBias = [40: 3]
        var random = RandomNumbers(seed: 21)
        let expressions = (0..<5).map { _ in Self.expression(&random) }
        let constraints = [
            try Constraint.regularExpression("[a-z ]{0,30}"), try .regularExpression("(.|\n)*"),
            try .regularExpression("yes|no|maybe"), try .jsonSchema(#"{"properties": {"a": {"type": "string"}}}"#),
            try .spans(of: ["the cat sat on the mat"]),
        ]
        for constraint in try constraints + expressions.map({ try .regularExpression($0) }) {
            var (tried, listed) = (Sampler(settings), Sampler(settings))
            var matcher = ConstraintMatcher(constraint, vocabulary: trie)
            var other = matcher
            for _ in 0..<12 where !matcher.isEnded {
                let allowed = try other.allowedTokens()
                let isComplete = other.isFulfilled && allowed.ids.allSatisfy(trie.endTokens.contains)
                #expect(try matcher.isComplete() == isComplete)
                // Few different values, so that there are equal ones; some are much larger than the others.
                var logits = (0..<size + 3).map { _ in
                    let unit = Float(random.unit())
                    return (spread * pow(unit, 2 + spread) * 16).rounded() / 16
                }
                logits[7] = .nan
                logits[8] = .infinity
                let id = try tried.next(logits, under: &matcher)
                #expect(listed.next(logits, allowed: allowed) == id)
                #expect(matcher.allows(id) && !matcher.allows(-1) && !matcher.allows(Int32(size)))
                try matcher.accept(id)
                try other.accept(id)
                #expect(matcher.isFulfilled == other.isFulfilled && matcher.isEnded == other.isEnded)
            }
        }
    }

    @Test("There is no next token after the end of a text")
    func afterTheEnd() throws {
        var matcher = matcher(try .regularExpression("a"), Words(texts: [[0x3C], [0x61]]))
        var sampler = Sampler(SamplerSettings())
        #expect(try sampler.next([9, 1], under: &matcher) == 1)
        try matcher.accept(1)
        #expect(try sampler.next([.nan, .nan], under: &matcher) == 0)
        try matcher.accept(0)
        #expect(throws: ConstraintError(.outside, "the text has ended; begin another")) {
            try sampler.next([9, 1], under: &matcher)
        }
    }

    @Test("Sets of tokens hold what they were made of", arguments: [0, 1, 2, 3, 60, 64, 65, 100])
    func sets(count: Int) {
        let ids = (0..<Int32(count)).map { $0 * 3 % 101 }.sorted()
        let set = TokenSet(bits: Self.bits(ids, vocabularySize: 101))
        #expect(set.ids == ids)
        #expect(set.count == count && set.isEmpty == ids.isEmpty && set.first == ids.first)
        #expect((-5..<300).filter { set.contains($0) } == ids)
    }

    @Test("Byte ranges of UTF-8 match every scalar of a range and nothing else")
    func byteRanges() {
        for range: ClosedRange<UInt32> in [
            0...0x10FFFF, 0x41...0x5A, 0x7F...0x80, 0x700...0x900, 0xFFF0...0x10010, 0xD000...0xE100, 0x1F680...0x1F682,
            0x80...0x80,
        ] {
            let set = ScalarSet(range)
            let sequences = set.ranges.flatMap { UTF8Ranges.sequences(of: $0) }
            func matches(_ bytes: [UInt8]) -> Int {
                sequences.count { $0.count == bytes.count && zip($0, bytes).allSatisfy { $0.contains($1) } }
            }
            for value in stride(from: 0, through: 0x10FFFF, by: 13) {
                guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
                #expect(matches(Array(String(scalar).utf8)) == (range.contains(UInt32(value)) ? 1 : 0))
            }
            for value in [range.lowerBound, range.upperBound] {
                if let scalar = Unicode.Scalar(value) { #expect(matches(Array(String(scalar).utf8)) == 1) }
            }
            #expect(
                matches([0xED, 0xA0, 0x80]) == 0 && matches([0xC0, 0x80]) == 0
                    && matches([0xF4, 0x90, 0x80, 0x80]) == 0)
        }
    }

    @Test("Sets of characters are united, inverted and cut as sets are")
    func scalarSets() {
        var random = RandomNumbers(seed: 11)
        for _ in 0..<50 {
            func set() -> (ScalarSet, Set<UInt32>) {
                var (set, members) = (ScalarSet(), Set<UInt32>())
                for _ in 0..<6 {
                    let low = UInt32(random.unit() * 100)
                    let high = low + UInt32(random.unit() * 20)
                    set.insert(low...high)
                    members.formUnion(low...high)
                }
                return (set, members)
            }
            let ((left, leftMembers), (right, rightMembers)) = (set(), set())
            let cut = left.intersection(right)
            var union = left
            union.formUnion(right)
            for value: UInt32 in 0..<130 {
                guard let scalar = Unicode.Scalar(value) else { continue }
                #expect(left.contains(scalar) == leftMembers.contains(value))
                #expect(left.inverted.contains(scalar) != leftMembers.contains(value))
                #expect(cut.contains(scalar) == (leftMembers.contains(value) && rightMembers.contains(value)))
                #expect(union.contains(scalar) == (leftMembers.contains(value) || rightMembers.contains(value)))
            }
            #expect(zip(union.ranges, union.ranges.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
        }
    }
}
