internal import Foundation

/// The small files of a decoder's folder as Hugging Face has it: `config.json`, `tokenizer.json` and, where they are there,
/// `tokenizer_config.json`, `generation_config.json` and `chat_template.jinja`.
struct DecoderFolder {
    /// `config.json`, or the part of it that is about text.
    let configuration: ModelJSON
    /// Whether the embeddings are the output matrix too.
    let isTied: Bool
    private let url: URL
    private let tokenizerSettings: ModelJSON?
    private let generationSettings: ModelJSON?

    /// - Throws: `unreadable` or `damaged` with the file.
    init(_ url: URL) throws {
        let whole = try ModelJSON(contentsOf: url.appending(path: "config.json"))
        guard whole.value["quantization_config"] == nil else {
            throw ModelFileError(
                .unsupported,
                "\(whole.path): its weights are quantised in a way that cannot be run; use the model's GGUF file, or the "
                    + "folder before it was quantised")
        }
        let text = whole.member("text_config")
        configuration = text ?? whole
        isTied =
            (whole.value["tie_word_embeddings"] ?? text?.value["tie_word_embeddings"])?.bool
            ?? DecoderConfiguration.isTiedByDefault(configuration)
        func settings(_ name: String) throws -> ModelJSON? {
            let file = url.appending(path: name)
            return FileManager.default.fileExists(atPath: file.path) ? try ModelJSON(contentsOf: file) : nil
        }
        self.url = url
        tokenizerSettings = try settings("tokenizer_config.json")
        generationSettings = try settings("generation_config.json")
    }

    /// Whether a folder is that of a decoder, whether or not it can be run: it is one of a model that writes.
    static func isDecoder(_ url: URL) -> Bool {
        guard let file = try? ModelJSON(contentsOf: url.appending(path: "config.json")) else { return false }
        let classes = (file.value["architectures"]?.array ?? []).compactMap(\.text)
        return classes.contains { $0.hasSuffix("ForCausalLM") || $0.hasSuffix("ForConditionalGeneration") }
            || DecoderConfiguration.architecture(file.value["model_type"]?.text ?? "") != nil
    }

    /// The tokenizer, and whether it puts a token before every text.
    ///
    /// - Throws: as ``TokenizerLoader/tokenizer(contentsOf:)``.
    func tokenizer() throws -> (any Tokenizer, addsBeginningOfText: Bool) {
        let (tokenizer, adds) = try TokenizerLoader.tokenizerOfModel(contentsOf: url.appending(path: "tokenizer.json"))
        return (tokenizer, tokenizerSettings?.value["add_bos_token"]?.bool ?? adds)
    }

    /// The template that is in a file of its own or among the tokenizer's settings; of several, the one called “default”.
    ///
    /// - Throws: `unreadable` or `damaged` for a template that is not UTF-8 text.
    var chatTemplate: String? {
        get throws {
            let file = url.appending(path: "chat_template.jinja")
            if FileManager.default.fileExists(atPath: file.path) {
                guard let data = try? Data(contentsOf: file), let text = String(data: data, encoding: .utf8) else {
                    throw ModelFileError(.damaged, "\(file.path) is not a text; fetch the model again")
                }
                return text.ifNotBlank
            }
            let setting = tokenizerSettings?.value["chat_template"]
            let named = setting?.array?.first { $0["name"]?.text == "default" }?["template"]
            return (setting?.text ?? named?.text)?.ifNotBlank
        }
    }

    /// The token that begins a text.
    func beginningOfText(_ tokenizer: any Tokenizer) -> Int32? {
        spelledToken("bos_token", tokenizer) ?? numberedTokens(configuration, "bos_token_id", tokenizer).first
    }

    /// The tokens that end a text, the first of which is the tokenizer's own.
    func endTokens(_ tokenizer: any Tokenizer) -> [Int32] {
        [spelledToken("eos_token", tokenizer)].compactMap(\.self)
            + numberedTokens(generationSettings, "eos_token_id", tokenizer)
            + numberedTokens(configuration, "eos_token_id", tokenizer)
    }

    /// A token that the tokenizer's settings name by its spelling.
    private func spelledToken(_ key: StaticString, _ tokenizer: any Tokenizer) -> Int32? {
        let setting = tokenizerSettings?.value[key]
        return (setting?.text ?? setting?["content"]?.text).flatMap { tokenizer.id(of: $0) }
    }

    /// One token or several that a file names by their numbers.
    private func numberedTokens(_ file: ModelJSON?, _ key: StaticString, _ tokenizer: any Tokenizer) -> [Int32] {
        let setting = file?.value[key]
        let numbers = setting?.array?.compactMap(\.integer) ?? [setting?.integer].compactMap(\.self)
        return numbers.filter { (0..<tokenizer.vocabularySize).contains($0) }.map(Int32.init)
    }
}
