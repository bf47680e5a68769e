internal import Foundation

/// What a decoder is opened from: a GGUF file, or a folder as Hugging Face has it.
struct DecoderCheckpoint {
    /// The model's own name, or the file's.
    var name: String
    var configuration: DecoderConfiguration
    /// The tensors, under the names that GGUF files give them.
    var tensors: any TensorSource
    var tokenizer: any Tokenizer
    var chatTemplate: String?
    var beginningOfText: Int32?
    var addsBeginningOfText: Bool
    var endOfText: Int32?
    /// Further tokens that end a text or a turn.
    var otherEnds: [Int32]

    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    init(contentsOf url: URL) throws {
        self = ModelFolder.isFolder(url) ? try Self(folder: url) : try Self(gguf: url)
    }

    /// The template that turns messages into a prompt, where there is one that is not blank; reads no weights.
    ///
    /// - Throws: as ``init(contentsOf:)``.
    static func chatTemplate(of url: URL) throws -> String? {
        ModelFolder.isFolder(url)
            ? try DecoderFolder(url).chatTemplate : chatTemplate(of: try GGUFFile(contentsOf: url))
    }
}

extension DecoderCheckpoint {
    private init(gguf url: URL) throws {
        let file = try GGUFFile(contentsOf: url)
        configuration = try DecoderConfiguration(file)
        name = file.string("general.name") ?? url.deletingPathExtension().lastPathComponent
        tensors = file
        tokenizer = try TokenizerLoader.tokenizer(of: file)
        chatTemplate = Self.chatTemplate(of: file)
        let tokens = 0..<configuration.vocabularySize
        func token(_ key: String) -> Int32? {
            file.integer("tokenizer.ggml." + key).flatMap { tokens.contains($0) ? Int32($0) : nil }
        }
        beginningOfText = token("bos_token_id")
        addsBeginningOfText =
            file.bool("tokenizer.ggml.add_bos_token") ?? (file.string("tokenizer.ggml.model") == "llama")
        endOfText = token("eos_token_id")
        otherEnds = [token("eot_token_id")].compactMap(\.self)
    }

    private static func chatTemplate(of file: GGUFFile) -> String? {
        file.string("tokenizer.chat_template")?.ifNotBlank
    }
}

extension DecoderCheckpoint {
    private init(folder url: URL) throws {
        let folder = try DecoderFolder(url)
        name = url.lastPathComponent
        configuration = try DecoderConfiguration(folder.configuration)
        (tokenizer, addsBeginningOfText) = try folder.tokenizer()
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw ModelFileError(
                .damaged, "\(url.path): its tokenizer does not belong to the model; fetch the model again")
        }
        tensors = try DecoderTensors(
            SafetensorsFolder(contentsOf: url), configuration.architecture, isTied: folder.isTied)
        chatTemplate = try folder.chatTemplate
        beginningOfText = folder.beginningOfText(tokenizer)
        let ends = folder.endTokens(tokenizer)
        (endOfText, otherEnds) = (ends.first, Array(ends.dropFirst()))
    }
}

extension String {
    /// The text; nil where it is white space only.
    var ifNotBlank: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
