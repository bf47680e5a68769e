import Foundation
import TestSupport
import Testing
import Transformers

/// The decoder against the same model in doubles.
struct DecoderReferenceTests {
    static let tokens: [Int32] = {
        var random = SplitMix64(state: 11)
        return (0..<300).map { _ in .random(in: 0..<70, using: &random) }
    }()

    private func model(_ tiny: TinyDecoder, threads: Int = 2) throws -> DecoderModel {
        try withModelFile(tiny.builder.file()) { try DecoderModel(contentsOf: $0, threads: threads) }
    }

    /// The largest difference of logits, which are of the order of 1.
    private func difference(_ logits: [Float], _ expected: [Double]) -> Double {
        zip(logits, expected).reduce(logits.count == expected.count ? 0 : .infinity) {
            max($0, abs(Double($1.0) - $1.1))
        }
    }

    /// Plain numbers differ by f32 sums; a code of 8 bits can fall to the other side where the sums differ.
    private func tolerance(_ coding: WeightCoding) -> Double { coding.isPlain ? 0.006 : 0.05 }

    @Test(
        "Prompts of every length give the reference's logits, in every weight format, on every path",
        arguments: WeightCoding.allCases, ProcessorPath.all)
    func prompts(coding: WeightCoding, path: ProcessorPath) throws {
        let tiny = TinyDecoder(coding)
        let model = try model(tiny)
        let expected = ReferenceDecoder(tiny, hasByteInputs: !coding.isPlain).logits(
            Array(Self.tokens.prefix(40)))
        for length in [1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 33, 40] {
            let context = try DecoderContext(model, capacity: 64)
            try path.run { _ = try context.read(Array(Self.tokens.prefix(length))) }
            let difference = difference(context.logits, expected[length - 1])
            #expect(difference <= tolerance(coding), "\(length) tokens: \(difference)")
        }
    }

    @Test("Tokens one by one give the reference's logits", arguments: WeightCoding.allCases)
    func singly(coding: WeightCoding) throws {
        let tiny = TinyDecoder(coding)
        let expected = ReferenceDecoder(tiny, hasByteInputs: !coding.isPlain).logits(
            Array(Self.tokens.prefix(40)))
        let context = try DecoderContext(try model(tiny), capacity: 40)
        for index in 0..<40 {
            try context.read([Self.tokens[index]])
            #expect(difference(context.logits, expected[index]) <= tolerance(coding), "token \(index)")
        }
    }

    @Test("A prompt longer than a piece gives the reference's logits", arguments: [WeightCoding.f32, .q41], [1, 2, 3])
    func long(coding: WeightCoding, threads: Int) throws {
        let tiny = TinyDecoder(coding)
        let context = try DecoderContext(try model(tiny, threads: threads), capacity: 300)
        try context.read(Self.tokens)
        let expected = ReferenceDecoder(tiny, hasByteInputs: coding == .q41).logits(Self.tokens)
        #expect(difference(context.logits, expected[299]) <= tolerance(coding))
    }

    @Test("Log-probabilities of a continuation longer than a piece are the reference's")
    func continuations() throws {
        let tiny = TinyDecoder(.f32)
        let context = try DecoderContext(try model(tiny), capacity: 100)
        try context.read(Array(Self.tokens[..<9]))
        let expected = ReferenceDecoder(tiny, hasByteInputs: false).logits(Array(Self.tokens[..<80]))
        let values = try context.logProbabilities(of: Array(Self.tokens[9..<80]))
        #expect(values.count == 71)
        for (index, value) in values.enumerated() {
            let row = expected[8 + index].map { Float($0) }
            #expect(abs(value - row.logProbability(of: Self.tokens[9 + index])) <= 0.006, "token \(index)")
        }
    }

    @Test("A model with an output matrix of its own uses it", arguments: WeightCoding.allCases)
    func output(coding: WeightCoding) throws {
        let tiny = TinyDecoder(coding, hasOutput: true)
        let context = try DecoderContext(try model(tiny), capacity: 20)
        try context.read(Array(Self.tokens.prefix(12)))
        let expected = ReferenceDecoder(tiny, hasByteInputs: !coding.isPlain).logits(
            Array(Self.tokens.prefix(12)))
        #expect(difference(context.logits, expected[11]) <= tolerance(coding))
    }

    @Test("Rotary base and linear scaling come from the file", arguments: [(500.0, 1.0), (10_000, 4), (100_000, 0.5)])
    func rotary(base: Double, factor: Double) throws {
        let tiny = TinyDecoder(.f32, ropeBase: base, ropeFactor: factor)
        let context = try DecoderContext(try model(tiny), capacity: 200)
        try context.read(Array(Self.tokens.prefix(150)))
        let expected = ReferenceDecoder(tiny, hasByteInputs: false).logits(Array(Self.tokens.prefix(150)))
        #expect(difference(context.logits, expected[149]) <= 0.006)
        let other = ReferenceDecoder(TinyDecoder(.f32), hasByteInputs: false).logits(Array(Self.tokens.prefix(150)))
        #expect(difference(context.logits, other[149]) > 0.02)
    }
}
