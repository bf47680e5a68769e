internal import Dispatch
public import Foundation
internal import Synchronization

/// A BERT encoder with mean pooling that turns texts into unit vectors, such as all-MiniLM-L6-v2 (Devlin et al., 2018; Reimers
/// and Gurevych, 2019).
///
/// Weights are packed once when the model is opened; the table of word embeddings stays in the file and is read row by row.
public final class BertModel: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: WordPieceTokenizer
    /// Numbers a vector.
    public var dimension: Int { configuration.hiddenSize }
    /// The longest text in tokens, without `[CLS]` and `[SEP]`; what is longer is cut.
    public var maximumTokens: Int { configuration.maximumLength - 2 }

    private let configuration: BertConfiguration
    private let file: SafetensorsFile
    private let wordEmbeddings: TensorRows
    private let positionEmbeddings: [Float]
    private let layers: any BertLayers
    private let beginning: Int32
    private let end: Int32
    private let threads: Int
    /// The memory of the last text that was alone, for the next.
    private let spare = Mutex<(any BertPass)?>(nil)

    /// Opens a model folder with `config.json`, `model.safetensors` and `vocab.txt`.
    ///
    /// - Parameter threads: how many sequences are embedded at the same time; the default is the number of processors.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    public init(contentsOf folder: URL, threads: Int = ProcessInfo.processInfo.activeProcessorCount) throws {
        let configuration = try BertConfiguration(contentsOf: folder)
        let tokenizer = try WordPieceTokenizer(contentsOf: folder)
        guard let beginning = tokenizer.id(of: "[CLS]"), let end = tokenizer.id(of: "[SEP]"),
            tokenizer.vocabularySize <= configuration.vocabularySize
        else {
            throw ModelFileError(
                .damaged, "\(folder.path): vocab.txt does not belong to the model; fetch the model again")
        }
        let file = try SafetensorsFile(contentsOf: folder.appending(path: "model.safetensors"))
        let weights = BertWeights(file: file, configuration: configuration)
        self.tokenizer = tokenizer
        self.configuration = configuration
        self.file = file
        self.beginning = beginning
        self.end = end
        self.threads = max(1, threads)
        wordEmbeddings = try file.rows(
            weights.name("embeddings.word_embeddings.weight"),
            shape: [configuration.vocabularySize, configuration.hiddenSize])
        positionEmbeddings = try weights.positionEmbeddings()
        layers =
            Bfloat16Layers.canRun(configuration)
            ? try Bfloat16Layers(weights, threads: self.threads) : try DenseLayers(weights)
        file.releasePages()
    }

    /// The unit vectors of texts, in their order: [texts, dimension].
    ///
    /// Blocks the calling thread and works on `threads` threads; call it off the cooperative pool.
    ///
    /// - Parameters:
    ///   - texts: token ids without special tokens; longer ones than ``maximumTokens`` are cut, ids out of range are unknown words.
    ///   - shouldContinue: asked before each text.
    /// - Throws: `CancellationError` where `shouldContinue` said no.
    public func embed(
        _ texts: [[Int32]], shouldContinue: @escaping @Sendable () -> Bool = { true }
    ) throws -> [[Float]] {
        if texts.count == 1 {
            guard shouldContinue() else { throw CancellationError() }
            return [embedAlone(texts[0])]
        }
        let order = texts.indices.sorted { texts[$0].count > texts[$1].count }
        let results = Mutex([[Float]](repeating: [], count: texts.count))
        let next = Atomic(0)
        let isCancelled = Atomic(false)
        let longest = min(texts.map(\.count).max() ?? 0, maximumTokens) + 2
        DispatchQueue.concurrentPerform(iterations: min(threads, texts.count)) { _ in
            let pass = layers.pass(capacity: longest)
            while true {
                let place = next.add(1, ordering: .relaxed).oldValue
                guard place < order.count else { return }
                guard shouldContinue() else { return isCancelled.store(true, ordering: .relaxed) }
                let index = order[place]
                let vector = embed(texts[index], pass, isAlone: false)
                results.withLock { $0[index] = vector }
            }
        }
        if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
        return results.withLock { $0 }
    }

    private func embedAlone(_ text: [Int32]) -> [Float] {
        let tokens = min(text.count, maximumTokens) + 2
        let kept = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        let pass = kept.flatMap { $0.capacity >= tokens ? $0 : nil } ?? layers.pass(capacity: tokens)
        defer { spare.withLock { $0 = pass } }
        return embed(text, pass, isAlone: true)
    }

    private func embed(_ text: [Int32], _ pass: any BertPass, isAlone: Bool) -> [Float] {
        let hidden = configuration.hiddenSize
        let ids = [beginning] + text.prefix(maximumTokens) + [end]
        for (position, id) in ids.enumerated() {
            let row = Int(min(max(id, 0), Int32(configuration.vocabularySize - 1)))
            let target = pass.state + position * hidden
            wordEmbeddings.copy(row * hidden..<(row + 1) * hidden, to: target)
            for place in 0..<hidden { target[place] += positionEmbeddings[position * hidden + place] }
        }
        pass.run(tokens: ids.count, isAlone: isAlone)
        return pass.pooled(tokens: ids.count, hiddenSize: hidden)
    }
}
