public import Foundation

/// A BERT or RoBERTa encoder that reads a query and a passage together and says how well the passage answers the query, such as
/// ms-marco-MiniLM and bge-reranker (Nogueira and Cho, 2019). It is slower than comparing vectors and judges better, so that it
/// is used to put the best of many passages in order.
///
///     let reranker = try CrossEncoder(contentsOf: folder)
///     let scores = try reranker.scores(of: passages, for: "How long is the leave?")
///     let best = zip(scores, passages).max { $0.0 < $1.0 }
public final class CrossEncoder: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// The longest pair in tokens, without special tokens.
    public var maximumTokens: Int { encoder.configuration.maximumLength - frame.tokensAroundPair }

    private let encoder: BertEncoder
    private let frame: TextFrame
    private let head: ScoringHead

    /// Opens a model folder as Hugging Face has it for `BertForSequenceClassification` with one label, or the same of RoBERTa and
    /// XLM-RoBERTa; of those two also a GGUF file as llama.cpp converts it, which has no place for BERT's pooler.
    ///
    /// - Parameters:
    ///   - threads: how many pairs are read at the same time; the default is the number of processors.
    ///   - prepared: what the names of files begin with that keep the weights as they are packed for the processor and a large
    ///     vocabulary as it is searched, so that the model opens faster the next time; made where they are not there or belong to
    ///     another version of the model. The names end with the kind of arithmetic, so that different processors can share a
    ///     folder. Nil for none.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it; `unsupported` where the model does not score.
    public init(
        contentsOf url: URL, threads: Int = ProcessInfo.processInfo.activeProcessorCount, prepared: URL? = nil
    ) throws {
        let checkpoint = try EncoderCheckpoint(contentsOf: url, prepared: prepared)
        head = try ScoringHead(checkpoint.weights, checkpoint.origin)
        tokenizer = checkpoint.tokenizer
        frame = checkpoint.frame
        encoder = try BertEncoder(checkpoint.weights, .bfloat16, threads: threads, keptAt: prepared)
        checkpoint.weights.releasePages()
    }

    /// Whether a folder as Hugging Face has it holds a model that classifies or scores, judged by `config.json`.
    public static func isCrossEncoder(folder: URL) -> Bool {
        guard let file = try? ModelJSON(contentsOf: folder.appending(path: "config.json")) else { return false }
        return (file.value["architectures"]?.array ?? []).compactMap(\.text)
            .contains { $0.hasSuffix("ForSequenceClassification") }
    }

    /// Whether a GGUF file of an encoder holds one that scores pairs, judged by its first bytes.
    public static func isCrossEncoder(ggufAt url: URL) -> Bool {
        // As llama.cpp numbers the ways of pooling.
        GGUFFile.earlyInteger("bert.pooling_type", of: url) == 4
    }

    /// How well each passage answers the query, in their order: between 0 and 1 where sentence-transformers gives that, else any
    /// number, as always from GGUF files. Scores of one model can be compared, also those for different queries.
    ///
    /// A pair that is too long loses the end of its passage; a query that takes more than half of the room loses its own end
    /// first.
    ///
    /// Blocks the calling thread and works on `threads` threads; call it off the cooperative pool.
    ///
    /// - Parameter shouldContinue: asked before each passage.
    /// - Throws: `CancellationError` where `shouldContinue` said no.
    public func scores(
        of passages: [String], for query: String, shouldContinue: @escaping @Sendable () -> Bool = { true }
    ) throws -> [Float] {
        let query = tokenizer.encode(query, recognizingSpecialTokens: false).prefix(maximumTokens / 2)
        let inputs = try passages.map { passage in
            guard shouldContinue() else { throw CancellationError() }
            let ids = tokenizer.encode(passage, recognizingSpecialTokens: false)
            return frame.input(query, ids.prefix(maximumTokens - query.count))
        }
        return try encoder.read(inputs, shouldContinue: shouldContinue) { [head] state, _ in head.score(state) }
    }
}
