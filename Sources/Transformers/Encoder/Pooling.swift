internal import Foundation

/// How the hidden states of a text's tokens become one vector.
enum Pooling: Sendable {
    /// The mean over all tokens, special tokens included.
    case mean
    /// The state of the first token, `[CLS]` or `<s>`.
    case firstToken

    /// The unit vector of a text.
    ///
    /// - Parameter state: [tokens, hiddenSize].
    func vector(of state: UnsafePointer<Float>, tokens: Int, hiddenSize: Int) -> [Float] {
        var vector = [Float](repeating: 0, count: hiddenSize)
        for token in 0..<(self == .mean ? tokens : 1) {
            for place in 0..<hiddenSize { vector[place] += state[token * hiddenSize + place] }
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }

    /// The unit vectors of some tokens: [tokens, hiddenSize].
    ///
    /// - Parameter state: [all tokens, hiddenSize].
    static func tokenVectors(of state: UnsafePointer<Float>, tokens: Range<Int>, hiddenSize: Int) -> [Float] {
        var vectors = [Float](repeating: 0, count: tokens.count * hiddenSize)
        for (row, token) in tokens.enumerated() {
            let source = UnsafeBufferPointer(start: state + token * hiddenSize, count: hiddenSize)
            let length = source.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for place in 0..<hiddenSize { vectors[row * hiddenSize + place] = source[place] / length }
        }
        return vectors
    }
}

extension Pooling {
    /// How the vectors of a model are made.
    ///
    /// - Throws: `damaged`, or `unsupported` for a way of pooling that is not known.
    init(_ origin: EncoderCheckpoint.Origin) throws {
        switch origin {
        case .folder(let url): try self.init(contentsOf: url)
        case .gguf(let file): try self.init(file)
        }
    }

    /// Reads `modules.json` of sentence-transformers and the file of the pooling module that it names; without `modules.json` it
    /// is the mean, as there.
    private init(contentsOf folder: URL) throws {
        self = .mean
        let url = folder.appending(path: "modules.json")
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        guard let modules = try ModelJSON(contentsOf: url).value.array else {
            throw ModelFileError(.damaged, "\(url.path) is not a list of modules; fetch the model again")
        }
        for module in modules {
            let type = module["type"]?.text ?? "none"
            switch type.split(separator: ".").last {
            case "Transformer", "Normalize": continue
            case "Pooling":
                let name = module["path"]?.text ?? ""
                guard let path = ModelFolder.entry(name, of: folder) else {
                    throw ModelFileError(
                        .damaged, "\(url.path) names the folder “\(name)”, which is none of its folder")
                }
                self = try Self.read(ModelJSON(contentsOf: path.appending(path: "config.json")))
            default:
                throw ModelFileError(.unsupported, "\(url.path): modules of type “\(type)” cannot be run")
            }
        }
    }

    /// Newer files name the mode; older ones have a flag for each.
    private static func read(_ file: ModelJSON) throws -> Self {
        let flags = (file.value.members ?? []).filter {
            $0.key.starts(with: "pooling_mode_".utf8) && $0.value.bool == true
        }
        let raised = flags.map { String(decoding: $0.key, as: UTF8.self).dropFirst("pooling_mode_".count) }
        let modes = file.value["pooling_mode"]?.text.map { [$0[...]] } ?? raised
        switch modes {
        case ["mean"], ["mean_tokens"]: return .mean
        case ["cls"], ["cls_token"]: return .firstToken
        default:
            throw ModelFileError(
                .unsupported,
                "\(file.path): pooling of the kind “\(modes.joined(separator: "” and “"))” cannot be run; “mean” and “cls” can"
            )
        }
    }

    /// Reads the metadata of a GGUF file, in which 1 is the mean and 2 the first token.
    private init(_ file: GGUFFile) throws {
        switch file.integer("bert.pooling_type") ?? 1 {
        case 1: self = .mean
        case 2: self = .firstToken
        case let type:
            throw ModelFileError(
                .unsupported, "\(file.path): pooling of type \(type) cannot be run; 1 (mean) and 2 (first token) can")
        }
    }
}
