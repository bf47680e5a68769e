internal import Foundation
internal import Testing
internal import Transformers

@Suite("Sampling")
struct SamplerTests {
    /// Settings that keep every token.
    private func settings(temperature: Float = 1) -> SamplerSettings {
        var settings = SamplerSettings()
        (settings.temperature, settings.topK, settings.topP, settings.minP) = (temperature, 0, 1, 0)
        return settings
    }

    /// How often each of the tokens comes in 20,000 draws.
    private func shares(_ settings: SamplerSettings, _ logits: [Float]) -> [Double] {
        var sampler = Sampler(settings)
        var counts = [Double](repeating: 0, count: logits.count)
        for _ in 0..<20_000 { counts[Int(sampler.next(logits))] += 1 }
        return counts.map { $0 / 20_000 }
    }

    private func expect(_ shares: [Double], near expected: [Double], _ location: SourceLocation = #_sourceLocation) {
        for (share, value) in zip(shares, expected) {
            // Four standard deviations of a share of 20,000 draws.
            #expect(abs(share - value) <= 4 * (value * (1 - value) / 20_000).squareRoot(), sourceLocation: location)
        }
    }

    /// Logits of these probabilities.
    private func logits(_ probabilities: Double...) -> [Float] { probabilities.map { Float(log($0)) } }

    @Test("Tokens come as often as their probability says, in any order of logits")
    func distribution() {
        expect(shares(settings(), logits(0.5, 0.3, 0.15, 0.05)), near: [0.5, 0.3, 0.15, 0.05])
        expect(shares(settings(), logits(0.05, 0.15, 0.3, 0.5)), near: [0.05, 0.15, 0.3, 0.5])
    }

    @Test("Temperature sharpens and flattens")
    func temperature() {
        expect(
            shares(settings(temperature: 0.5), logits(0.6, 0.3, 0.1)), near: [0.36 / 0.46, 0.09 / 0.46, 0.01 / 0.46])
        let roots = [0.64, 0.32, 0.04].map { $0.squareRoot() }
        let total = roots.reduce(0, +)
        expect(shares(settings(temperature: 2), logits(0.64, 0.32, 0.04)), near: roots.map { $0 / total })
    }

    @Test("Top-k keeps the likeliest, the first of equals")
    func topK() {
        var settings = settings()
        settings.topK = 2
        expect(shares(settings, logits(0.1, 0.4, 0.2, 0.3)), near: [0, 4.0 / 7, 0, 3.0 / 7])
        expect(shares(settings, [1, 1, 1, 1]), near: [0.5, 0.5, 0, 0])
        settings.topK = 1
        #expect(shares(settings, logits(0.3, 0.4, 0.3)) == [0, 1, 0])
        settings.topK = 9
        expect(shares(settings, logits(0.3, 0.7)), near: [0.3, 0.7])
    }

    @Test("Top-p keeps the smallest set that reaches its share")
    func topP() {
        var settings = settings()
        settings.topP = 0.7
        expect(shares(settings, logits(0.1, 0.5, 0.15, 0.25)), near: [0, 2.0 / 3, 0, 1.0 / 3])
        settings.topP = 0
        #expect(shares(settings, logits(0.1, 0.5, 0.4)) == [0, 1, 0])
    }

    @Test("Min-p keeps what is likely enough beside the likeliest, before temperature counts")
    func minP() {
        var settings = settings(temperature: 0.5)
        settings.minP = 0.25
        let kept = [0.25, 0.04]
        expect(shares(settings, logits(0.1, 0.5, 0.2, 0.2)), near: [0, kept[0] / 0.33, kept[1] / 0.33, kept[1] / 0.33])
        settings.minP = 1
        #expect(shares(settings, logits(0.1, 0.5, 0.4)) == [0, 1, 0])
    }

    @Test("The penalty makes tokens of the window less likely, whichever sign their logit has")
    func penalty() {
        var settings = settings(temperature: 0)
        settings.repetitionPenalty = 2
        settings.repetitionWindow = 2
        var sampler = Sampler(settings)
        let logits: [Float] = [3, 2, -1, -1.5]
        #expect(sampler.next(logits) == 0)
        sampler.accept(0)
        #expect(sampler.next(logits) == 1)
        sampler.accept(1)
        #expect(sampler.next(logits) == 0)
        #expect(sampler.next([-5, -5, -1, -1.5]) == 2)
        sampler.accept(2)
        #expect(sampler.next([-5, -5, -1, -1.5]) == 3)
        #expect(sampler.next(logits) == 0)
        sampler.accept(99)
        sampler.accept(-1)
        #expect(sampler.next(logits) == 0)
    }

    @Test("A bias makes tokens likelier or rules them out, before all other rules")
    func bias() {
        var settings = settings()
        settings.logitBias = [0: Float(log(2.0)), 2: -.infinity, 99: 5, -1: 5]
        expect(shares(settings, logits(0.25, 0.5, 0.25)), near: [0.5, 0.5, 0])
        settings.topK = 1
        settings.logitBias = [1: 1]
        #expect(shares(settings, [1, 0.5, 0]) == [0, 1, 0])
        settings.temperature = 0
        settings.repetitionPenalty = 2
        var sampler = Sampler(settings)
        sampler.accept(1)
        // The penalty halves 1.5 to 0.75; a bias behind it would give 1.25.
        #expect(sampler.next([1, 0.5, 0]) == 0)
    }

    @Test("Temperature 0 takes the first of the likeliest")
    func greedy() {
        var sampler = Sampler(SamplerSettings())
        #expect(sampler.next([1, 3, 3, 2]) == 1)
        #expect(sampler.next([-7]) == 0)
    }

    @Test("Logits that are no numbers are never chosen, and none at all are survived", arguments: [Float(0), 1])
    func notNumbers(temperature: Float) {
        for topK in [0, 1, 2] {
            var settings = settings(temperature: temperature)
            settings.topK = topK
            var sampler = Sampler(settings)
            for _ in 0..<100 {
                #expect(sampler.next([.nan, -3, .infinity, -.infinity, .nan]) == 1)
                #expect(sampler.next([.nan, .nan]) == 0)
                #expect(sampler.next([-.infinity, .infinity]) == 0)
                #expect(sampler.next([]) == 0)
                #expect((0...1).contains(sampler.next([3e38, -3e38])))
            }
        }
    }

    @Test("Settings that make no sense are survived")
    func oddSettings() {
        for value: Float in [.nan, .infinity, -.infinity, -1, 0, .leastNonzeroMagnitude, 3e38] {
            for change in [\SamplerSettings.temperature, \.topP, \.minP, \.repetitionPenalty] {
                var settings = settings()
                settings[keyPath: change] = value
                settings.topK = 3
                var sampler = Sampler(settings)
                for round: Int32 in 0..<50 {
                    #expect((0..<4).contains(sampler.next([1, -2, 3e38, -3e38])))
                    sampler.accept(round % 4)
                }
            }
        }
    }

    @Test("The same seed gives the same tokens, on every machine; another gives others")
    func seeds() {
        func tokens(_ seed: UInt64) -> [Int32] {
            var settings = settings()
            settings.seed = seed
            var sampler = Sampler(settings)
            let logits = (0..<100).map { Float($0 % 7) / 4 }
            return (0..<12).map { _ in sampler.next(logits) }
        }
        #expect(tokens(1) == [60, 87, 56, 89, 89, 2, 29, 32, 12, 37, 68, 81])
        #expect(tokens(1) != tokens(2))
    }

    @Test("Random numbers are those of SplitMix64")
    func randomNumbers() {
        // The reference's first outputs for seed 1234567, as published with the algorithm.
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
        var random = RandomNumbers(seed: 1_234_567)
        for value in expected { #expect(random.unit() == Double(value >> 11) * 0x1p-53) }
    }

    @Test("Top-k of a whole vocabulary equals sorting it")
    func wholeVocabulary() {
        var random = RandomNumbers(seed: 5)
        let logits = (0..<49_152).map { _ in Float((random.unit() * 2000).rounded()) / 100 }
        var settings = settings(temperature: 100)
        settings.topK = 40
        let likeliest = Set(logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }.prefix(40).map(Int32.init))
        var sampler = Sampler(settings)
        let drawn = Set((0..<1000).map { _ in sampler.next(logits) })
        #expect(drawn == likeliest)
    }
}
