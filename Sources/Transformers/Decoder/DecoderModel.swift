public import Foundation

/// A decoder from a GGUF file: Llama, Mistral, SmolLM, Qwen 2 and 3, Gemma 2 and 3.
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

    /// Opens a GGUF file.
    ///
    /// - Parameters:
    ///   - threads: how many threads a context works on; the default is the number of processors.
    ///   - packedWeights: a file that keeps the weights as they are packed for the processor, so that the model opens faster the
    ///     next time; made where it is not there or belongs to another version of the model. Nil for none.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    public init(
        contentsOf url: URL, threads: Int = ProcessInfo.processInfo.activeProcessorCount, packedWeights: URL? = nil
    ) throws {
        let file = try GGUFFile(contentsOf: url)
        let configuration = try DecoderConfiguration(file)
        self.configuration = configuration
        self.threads = max(1, threads)
        name = file.string("general.name") ?? url.deletingPathExtension().lastPathComponent
        contextLength = configuration.contextLength
        vocabularySize = configuration.vocabularySize
        parameterCount = file.parameterCount
        tokenizer = try TokenizerLoader.tokenizer(of: file)
        chatTemplate = Self.chatTemplate(of: file)
        func token(_ key: String) -> Int32? {
            file.integer("tokenizer.ggml." + key).flatMap {
                (0..<configuration.vocabularySize).contains($0) ? Int32($0) : nil
            }
        }
        beginningOfText = token("bos_token_id")
        addsBeginningOfText =
            file.bool("tokenizer.ggml.add_bos_token") ?? (file.string("tokenizer.ggml.model") == "llama")
        endOfText = token("eos_token_id")
        let spelled = [
            "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>", "<|end|>", "</s>",
            "<end_of_turn>",
        ]
        endTokens = Set(
            [endOfText, token("eot_token_id")].compactMap(\.self)
                + spelled.compactMap { [tokenizer] in tokenizer.id(of: $0) })
        weights = try DecoderWeights(file, configuration, keptAt: packedWeights)
    }

    /// Whether the file holds a base model, judged without its weights; false for a file that cannot be read.
    public static func isBaseModel(ggufAt url: URL) -> Bool {
        guard let file = try? GGUFFile(contentsOf: url) else { return false }
        return chatTemplate(of: file) == nil
    }

    private static func chatTemplate(of file: GGUFFile) -> String? {
        file.string("tokenizer.chat_template").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
}
