internal import Foundation
internal import Transformers

/// Looks at a model's files.
enum ModelInspection {
    /// The GGUF file or the encoder folder that `folder` holds, judged by names; nil where it holds neither.
    static func content(of folder: URL) -> (purpose: ModelPurpose, url: URL)? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let ggufs = names.filter { $0.lowercased().hasSuffix(".gguf") }
        if ggufs.count == 1 { return (.engine, folder.appending(path: ggufs[0], directoryHint: .notDirectory)) }
        if names.contains("model.safetensors") { return (.embedder, folder) }
        return nil
    }

    /// Where the packed weights of an engine are kept.
    static func packedWeights(of file: URL) -> URL {
        file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).packed")
    }

    /// The sizes of the files of a folder, in bytes; without hidden ones, which can be made again.
    static func sizes(in folder: URL) -> [String: Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.reduce(into: [:]) { sizes, name in
            let path = folder.appending(path: name).resolvingSymlinksInPath().path
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                attributes[.type] as? FileAttributeType == .typeRegular
            else { return }
            sizes[name] = (attributes[.size] as? NSNumber)?.int64Value
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

    /// What is wrong with a model that is not of the catalogue, judged by the first bytes of its file.
    static func damage(ofContent content: (purpose: ModelPurpose, url: URL)) -> String? {
        switch content.purpose {
        case .engine:
            return head(of: content.url) == Data("GGUF".utf8)
                ? nil : "\(content.url.lastPathComponent) is not a GGUF file"
        case .embedder:
            let sizes = sizes(in: content.url)
            let missing = ["config.json", "vocab.txt", "model.safetensors"].first { sizes[$0, default: 0] == 0 }
            return missing.map { "\($0) is missing or empty" }
        }
    }

    /// Opens a model the way it will be used. Blocks, and takes as long as loading it.
    ///
    /// - Throws: `unsupportedModel`, `modelDamaged` or `modelMissing`, with what the file says.
    static func open(_ content: (purpose: ModelPurpose, url: URL)) throws {
        try translatingErrors {
            switch content.purpose {
            case .engine: _ = try DecoderModel(contentsOf: content.url, threads: 1)
            case .embedder: _ = try BertModel(contentsOf: content.url, threads: 1)
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
