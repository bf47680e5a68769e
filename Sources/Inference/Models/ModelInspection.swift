internal import Foundation
internal import Transformers

/// Looks at a model's files.
enum ModelInspection {
    /// The GGUF file, or the first of several that are one model, or the folder of safetensors that `folder` holds or is, judged by
    /// names, first bytes and `config.json`; nil where it holds none of these.
    static func content(of folder: URL) -> (purpose: ModelPurpose, url: URL)? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let ggufs = names.filter { $0.lowercased().hasSuffix(".gguf") }.sorted()
        if let first = ggufs.first.map({ folder.appending(path: $0, directoryHint: .notDirectory) }),
            GGUFFile.parts(of: first).map(\.lastPathComponent) == ggufs
        {
            return (purpose(ofFile: first), first)
        }
        guard weightNames.contains(where: names.contains) else { return nil }
        if DecoderModel.isDecoder(folder: folder) { return (.engine, folder) }
        return (CrossEncoder.isCrossEncoder(folder: folder) ? .reranker : .embedder, folder)
    }

    /// A file of Bespoke's own beside a model's file or in its folder; it can be made again.
    static func hiddenFile(_ kind: String, of engine: URL) -> URL {
        isFile(engine)
            ? engine.deletingLastPathComponent().appending(path: ".\(engine.lastPathComponent).\(kind)")
            : engine.appending(path: ".\(kind)")
    }

    /// What a GGUF file is for, judged by its first bytes; what is not one is taken for an engine's.
    static func purpose(ofFile url: URL) -> ModelPurpose {
        guard BertModel.isEncoder(ggufAt: url) else { return .engine }
        return CrossEncoder.isCrossEncoder(ggufAt: url) ? .reranker : .embedder
    }

    /// Whether a model is opened by a file, not by a folder.
    static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// What holds the weights of a folder: one file, or the list of several.
    private static let weightNames = ["model.safetensors", "model.safetensors.index.json"]

    /// The sizes of the files of a folder and of the folders in it, such as "1_Pooling/config.json", in bytes; without hidden
    /// ones, which can be made again.
    static func sizes(in folder: URL) -> [String: Int64] {
        sizes(in: folder, prefix: "") { name in
            sizes(in: folder.appending(path: name), prefix: name + "/") { _ in [:] }
        }
    }

    private static func sizes(
        in folder: URL, prefix: String, inner: (String) -> [String: Int64]
    ) -> [String: Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.reduce(into: [:]) { sizes, name in
            let path = folder.appending(path: name).resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            switch attributes?[.type] as? FileAttributeType {
            case .typeRegular?: sizes[prefix + name] = (attributes?[.size] as? NSNumber)?.int64Value
            case .typeDirectory?: sizes.merge(inner(name)) { $1 }
            default: break
            }
        }
    }

    /// What is wrong with the files of a model of the catalogue, judged by names and sizes.
    static func damage(of model: ModelDescription, in folder: URL) -> String? {
        let sizes = sizes(in: folder)
        for file in model.files {
            guard let size = sizes[file.name] else { return "\(file.name) is missing" }
            guard size == file.bytes else { return "\(file.name) has \(size) bytes, not \(file.bytes)" }
        }
        return nil
    }

    /// What is wrong with a model that is not of the catalogue, judged by the first bytes of its file, or by its folder's names.
    static func damage(ofContent content: (purpose: ModelPurpose, url: URL)) -> String? {
        guard !isFile(content.url) else {
            return head(of: content.url) == Data("GGUF".utf8)
                ? nil : "\(content.url.lastPathComponent) is not a GGUF file"
        }
        let sizes = sizes(in: content.url)
        let tokenizers = content.purpose == .engine ? ["tokenizer.json"] : ["vocab.txt", "tokenizer.json"]
        let missing = [["config.json"], tokenizers, weightNames].first { names in
            names.allSatisfy { sizes[$0, default: 0] == 0 }
        }
        return missing.map { "\($0.joined(separator: " or ")) is missing or empty" }
    }

    /// Opens a model the way it will be used. Blocks, and takes as long as loading it.
    ///
    /// - Throws: `unsupportedModel`, `modelDamaged` or `modelMissing`, with what the file says.
    static func open(_ content: (purpose: ModelPurpose, url: URL)) throws {
        try translatingErrors {
            switch content.purpose {
            case .engine: _ = try DecoderModel(contentsOf: content.url, threads: 1)
            case .embedder: _ = try BertModel(contentsOf: content.url, threads: 1)
            case .reranker: _ = try CrossEncoder(contentsOf: content.url, threads: 1)
            }
        }
    }

    /// Passes on the errors of model files as those of this module.
    static func translatingErrors<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as ModelFileError {
            switch error.code {
            case .unreadable: throw InferenceError(.modelMissing, error.message)
            case .damaged: throw InferenceError(.modelDamaged, error.message)
            case .notAModel, .unsupported, .templateFailed: throw InferenceError(.unsupportedModel, error.message)
            }
        }
    }

    private static func head(of url: URL) -> Data? {
        guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? file.close() }
        return try? file.read(upToCount: 4)
    }
}
