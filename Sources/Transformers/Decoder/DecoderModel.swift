public import Foundation

/// A decoder from a GGUF file or a folder of safetensors: Llama, Mistral, SmolLM, Qwen 2 and 3, Gemma 2 and 3.
///
/// Weights are packed for the processor when the model is opened, and are shared by all its contexts.
public final class DecoderModel: Sendable {
    /// The model's own name, or the file's.
    public let name: String
    /// The most tokens of a context.
    public let contextLength: Int
    /// The number of weights.
    public let parameterCount: Int
    /// The number of token ids.
    public let vocabularySize: Int
    /// The model's tokenizer.
    public let tokenizer: any Tokenizer
    /// The template that turns messages into a prompt, where the file has one that is not blank.
    public let chatTemplate: String?
    /// Whether this is a base model, which goes on with a text but was not made to answer: it has no template.
    public var isBaseModel: Bool { chatTemplate == nil }
    /// The token that begins a text, where the model has one.
    public let beginningOfText: Int32?
    /// Whether every text has to begin with ``beginningOfText``.
    public let addsBeginningOfText: Bool
    /// The token that ends a text, where the model has one.
    public let endOfText: Int32?
    /// Tokens after which nothing more is to be generated.
    public let endTokens: Set<Int32>

    let configuration: DecoderConfiguration
    let weights: DecoderWeights
    let threads: Int

    /// Opens a GGUF file, or a folder as Hugging Face has it: `config.json`, `tokenizer.json`, `model.safetensors` or the parts that
    /// `model.safetensors.index.json` lists, and what there is of `tokenizer_config.json`, `generation_config.json` and
    /// `chat_template.jinja`.
    ///
    /// - Parameters:
    ///   - threads: how many threads a context works on; the default is the number of processors.
    ///   - packedWeights: a file that keeps the weights as they are packed for the processor, so that the model opens faster the
    ///     next time; made where it is not there or belongs to another version of the model. Nil for none.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    public init(
        contentsOf url: URL, threads: Int = ProcessInfo.processInfo.activeProcessorCount, packedWeights: URL? = nil
    ) throws {
        let checkpoint = try DecoderCheckpoint(contentsOf: url)
        let (configuration, tokenizer) = (checkpoint.configuration, checkpoint.tokenizer)
        self.configuration = configuration
        self.tokenizer = tokenizer
        self.threads = max(1, threads)
        name = checkpoint.name
        contextLength = configuration.contextLength
        vocabularySize = configuration.vocabularySize
        parameterCount = checkpoint.tensors.parameterCount
        chatTemplate = checkpoint.chatTemplate
        beginningOfText = checkpoint.beginningOfText
        addsBeginningOfText = checkpoint.addsBeginningOfText
        endOfText = checkpoint.endOfText
        let spelled = [
            "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>", "<|end|>", "</s>",
            "<end_of_turn>",
        ]
        endTokens = Set(
            [checkpoint.endOfText].compactMap(\.self) + checkpoint.otherEnds
                + spelled.compactMap { tokenizer.id(of: $0) })
        weights = try DecoderWeights(checkpoint.tensors, configuration, keptAt: packedWeights)
    }

    /// Whether a folder is that of a model that writes, as Hugging Face has it, judged by its `config.json`.
    public static func isDecoder(folder: URL) -> Bool { DecoderFolder.isDecoder(folder) }

    /// Whether a file or folder holds a base model, judged without its weights; false for one that cannot be read.
    public static func isBaseModel(at url: URL) -> Bool {
        do { return try DecoderCheckpoint.chatTemplate(of: url) == nil } catch { return false }
    }
}
