internal import Dispatch
internal import Foundation
internal import Synchronization

/// A BERT encoder without what becomes of its output: tokens go in, a hidden state for each comes out (Devlin et al., 2018).
///
/// Weights are packed once when it is made; the table of word embeddings stays in the file and is read row by row.
final class BertEncoder: Sendable {
    /// What is read at once: a text or two, with special tokens.
    struct Input: Sendable {
        var ids: [Int32]
        /// How many of them are of the first segment.
        var firstSegment: Int
    }

    let configuration: BertConfiguration
    private let wordEmbeddings: WeightTensor
    /// [positions, hiddenSize]
    private let positionEmbeddings: [Float]
    /// [segments, hiddenSize]
    private let segmentEmbeddings: [Float]
    private let layers: any BertLayers
    private let threads: Int
    /// The memory of the last input that was alone, for the next.
    private let spare = Mutex<(any BertPass)?>(nil)

    /// - Parameters:
    ///   - threads: how many inputs are read at the same time.
    ///   - url: where packed matrices are kept; nil for nowhere.
    /// - Throws: `damaged` with the tensor that is missing or has another shape.
    init(_ weights: BertWeights, _ precision: EncoderPrecision, threads: Int, keptAt url: URL?) throws {
        configuration = weights.configuration
        self.threads = max(1, threads)
        wordEmbeddings = try weights.tensor(
            "embeddings.word_embeddings.weight", shape: [configuration.vocabularySize, configuration.hiddenSize])
        positionEmbeddings = try weights.positionEmbeddings()
        segmentEmbeddings = try weights.floats(
            "embeddings.token_type_embeddings.weight", shape: [configuration.segments, configuration.hiddenSize])
        layers = try weights.layers(precision, threads: self.threads, keptAt: url)
    }

    /// Reads inputs, and gives what `output` makes of the last layer's state of each, in their order.
    ///
    /// Blocks the calling thread and works on `threads` threads. An input's state does not depend on the others.
    ///
    /// - Parameters:
    ///   - inputs: each with at most as many ids as the model has positions; ids out of range are the nearest there is.
    ///   - shouldContinue: asked before each input.
    ///   - output: gets the state, [tokens, hiddenSize], and the number of tokens.
    /// - Throws: `CancellationError` where `shouldContinue` said no.
    func read<Output: Sendable>(
        _ inputs: [Input], shouldContinue: @Sendable () -> Bool,
        output: @Sendable (UnsafePointer<Float>, Int) -> Output
    ) throws -> [Output] {
        if inputs.count == 1 {
            guard shouldContinue() else { throw CancellationError() }
            return [readAlone(inputs[0], output)]
        }
        let order = inputs.indices.sorted { inputs[$0].ids.count > inputs[$1].ids.count }
        let longest = order.first.map { inputs[$0].ids.count } ?? 0
        let results = Mutex([Output?](repeating: nil, count: inputs.count))
        let next = Atomic(0)
        let isCancelled = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: min(threads, inputs.count)) { _ in
            let pass = layers.pass(capacity: longest)
            while true {
                let place = next.add(1, ordering: .relaxed).oldValue
                guard place < order.count else { return }
                guard shouldContinue() else { return isCancelled.store(true, ordering: .relaxed) }
                let index = order[place]
                run(inputs[index], pass, isAlone: false)
                let result = output(pass.state, inputs[index].ids.count)
                results.withLock { $0[index] = result }
            }
        }
        if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
        return results.withLock { $0.compactMap(\.self) }
    }

    private func readAlone<Output>(_ input: Input, _ output: (UnsafePointer<Float>, Int) -> Output) -> Output {
        let kept = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        let pass = kept.flatMap { $0.capacity >= input.ids.count ? $0 : nil } ?? layers.pass(capacity: input.ids.count)
        defer { spare.withLock { $0 = pass } }
        run(input, pass, isAlone: true)
        return output(pass.state, input.ids.count)
    }

    private func run(_ input: Input, _ pass: any BertPass, isAlone: Bool) {
        let hidden = configuration.hiddenSize
        let second = min(1, configuration.segments - 1) * hidden
        for (position, id) in input.ids.enumerated() {
            let row = Int(min(max(id, 0), Int32(configuration.vocabularySize - 1)))
            let segment = position < input.firstSegment ? 0 : second
            let target = pass.state + position * hidden
            wordEmbeddings.copy(row * hidden..<(row + 1) * hidden, to: target)
            for place in 0..<hidden {
                target[place] += positionEmbeddings[position * hidden + place] + segmentEmbeddings[segment + place]
            }
        }
        pass.run(tokens: input.ids.count, isAlone: isAlone)
    }
}
