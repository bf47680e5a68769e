public import Foundation

/// A BERT or RoBERTa encoder that turns texts into unit vectors, such as all-MiniLM-L6-v2, BGE, E5 and GTE (Devlin et al., 2018;
/// Reimers and Gurevych, 2019).
///
///     let model = try BertModel(contentsOf: folder)
///     let texts = ["query: How long is the leave?", "passage: Leave is thirty days."]
///     let vectors = try model.embed(texts.map { model.tokenizer.encode($0, recognizingSpecialTokens: false) })
///
/// Whatever prefixes a model wants, such as these of E5, belong to the texts.
public final class BertModel: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// Numbers a vector.
    public var dimension: Int { encoder.configuration.hiddenSize }
    /// The longest text in tokens, without special tokens; what is longer is cut.
    public var maximumTokens: Int { encoder.configuration.maximumLength - TextFrame.tokensAroundText }

    private let encoder: BertEncoder
    private let frame: TextFrame
    private let pooling: Pooling

    /// Opens a model folder as Hugging Face has it (`config.json`, `model.safetensors` or the parts that
    /// `model.safetensors.index.json` lists, `vocab.txt` or `tokenizer.json`), or a GGUF file as llama.cpp converts it.
    ///
    /// `modules.json` of sentence-transformers, or the metadata of the GGUF file, says whether a vector is the mean over the
    /// tokens or the state of the first one. Vectors are of unit length in any case.
    ///
    /// - Parameters:
    ///   - threads: how many texts are embedded at the same time; the default is the number of processors.
    ///   - precision: the default is the fastest, 8 bits.
    ///   - prepared: what the names of files begin with that keep the weights as they are packed for the processor and a large
    ///     vocabulary as it is searched, so that the model opens faster the next time; made where they are not there or belong to
    ///     another version of the model. The names end with the kind of arithmetic, so that different processors can share a
    ///     folder. Nil for none.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    public init(
        contentsOf url: URL, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        precision: EncoderPrecision = .int8, prepared: URL? = nil
    ) throws {
        let checkpoint = try EncoderCheckpoint(contentsOf: url, prepared: prepared)
        let weights = checkpoint.weights
        guard !weights.hasTensor("classifier.weight"), !weights.hasTensor("classifier.dense.weight") else {
            throw ModelFileError(
                .unsupported, "\(url.path): the model classifies texts or scores pairs, and makes no vectors")
        }
        pooling = try Pooling(checkpoint.origin)
        tokenizer = checkpoint.tokenizer
        frame = checkpoint.frame
        encoder = try BertEncoder(weights, precision, threads: threads, keptAt: prepared)
        weights.releasePages()
    }

    /// Whether a GGUF file holds an encoder, judged by its first bytes.
    public static func isEncoder(ggufAt url: URL) -> Bool {
        GGUFFile.architecture(of: url) == BertConfiguration.ggufArchitecture
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
        let inputs = texts.map { frame.input($0.prefix(maximumTokens)) }
        return try encoder.read(inputs, shouldContinue: shouldContinue) { [pooling, dimension] state, tokens in
            pooling.vector(of: state, tokens: tokens, hiddenSize: dimension)
        }
    }

    /// The unit vectors of the tokens of texts, without those of special tokens: for each text [its tokens, dimension].
    ///
    /// Blocks the calling thread and works on `threads` threads; call it off the cooperative pool.
    ///
    /// - Parameters:
    ///   - texts: as for ``embed(_:shouldContinue:)``.
    ///   - prefix: how many tokens at the beginning of each text are read and left out.
    ///   - shouldContinue: asked before each text.
    /// - Throws: `CancellationError` where `shouldContinue` said no.
    public func tokenVectors(
        of texts: [[Int32]], withoutFirst prefix: Int = 0, shouldContinue: @escaping @Sendable () -> Bool = { true }
    ) throws -> [[Float]] {
        let inputs = texts.map { frame.input($0.prefix(maximumTokens)) }
        return try encoder.read(inputs, shouldContinue: shouldContinue) { [dimension] state, tokens in
            Pooling.tokenVectors(of: state, tokens: 1 + prefix..<max(1 + prefix, tokens - 1), hiddenSize: dimension)
        }
    }
}
