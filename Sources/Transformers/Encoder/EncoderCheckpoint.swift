internal import Foundation

/// The parts of an encoder that all its uses need.
struct EncoderCheckpoint {
    /// What a model is read from.
    enum Origin {
        case folder(URL)
        case gguf(GGUFFile)

        var path: String {
            switch self {
            case .folder(let url): url.path
            case .gguf(let file): file.path
            }
        }
    }

    let origin: Origin
    let weights: BertWeights
    let tokenizer: any Tokenizer
    let frame: TextFrame

    /// Opens a model folder or a GGUF file.
    ///
    /// - Parameter prepared: what the name of a file begins with that keeps the vocabulary as it is searched; nil for none.
    /// - Throws: a ``ModelFileError`` that names the file and what is wrong with it.
    init(contentsOf url: URL, prepared: URL?) throws {
        let vocabulary = prepared.map { URL(filePath: $0.path + "-vocabulary") }
        let tokenizerName: String
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
            let file = try GGUFFile(contentsOf: url)
            weights = BertWeights(file, try BertConfiguration(file))
            (tokenizer, tokenizerName) = (try TokenizerLoader.tokenizer(of: file, keptAt: vocabulary), "its tokenizer")
            origin = .gguf(file)
        } else {
            let configuration = try BertConfiguration(contentsOf: url)
            (tokenizer, tokenizerName) = try Self.tokenizer(in: url, keptAt: vocabulary)
            weights = BertWeights(try SafetensorsFolder(contentsOf: url), configuration)
            origin = .folder(url)
        }
        guard let frame = TextFrame(tokenizer), tokenizer.vocabularySize <= weights.configuration.vocabularySize else {
            throw ModelFileError(
                .damaged, "\(url.path): \(tokenizerName) does not belong to the model; fetch the model again")
        }
        self.frame = frame
    }

    /// The tokenizer of a model folder, and the name of its file.
    private static func tokenizer(in folder: URL, keptAt kept: URL?) throws -> (any Tokenizer, name: String) {
        let words = folder.appending(path: "vocab.txt")
        let file = folder.appending(path: "tokenizer.json")
        let files = FileManager.default
        if !files.fileExists(atPath: words.path), files.fileExists(atPath: file.path) {
            return (try TokenizerLoader.tokenizer(contentsOf: file, keptAt: kept), file.lastPathComponent)
        }
        return (try WordPieceTokenizer(contentsOf: folder), words.lastPathComponent)
    }
}
