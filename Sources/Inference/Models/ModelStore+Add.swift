public import Foundation
internal import Transformers

extension ModelStore {
    /// Adds a model from this machine: a GGUF file, or a folder with one, or one as Hugging Face has it (`model.safetensors` or
    /// its parts, `config.json`, `tokenizer.json` or `vocab.txt`). It is opened first, and copied; the original is not needed afterwards.
    ///
    /// - Parameters:
    ///   - path: the file or folder.
    ///   - name: what to call it; by default what the file or folder is called.
    /// - Returns: the model as it now is.
    /// - Throws: `modelMissing`, `unsupportedModel` or `modelDamaged` where it cannot be used; `invalidName`, `nameTaken`;
    ///   `diskFull`, `permissionDenied`; `CancellationError`.
    @discardableResult
    public func add(_ path: URL, name: String? = nil) async throws -> InstalledModel {
        let source = path.resolvingSymlinksInPath()
        let content = try self.content(at: source)
        let isFile = ModelInspection.isFile(content.url)
        let name = name ?? (isFile ? content.url.deletingPathExtension() : source).lastPathComponent
        try ModelName.check(name)
        guard !FileManager.default.fileExists(atPath: modelFolder(name).path) else {
            throw InferenceError(
                .nameTaken, "a model called “\(name)” is there already; choose another --name, or remove it first")
        }
        // Before the lock, so that what is no model leaves nothing behind.
        try await background.run { cancellation in
            try ModelInspection.open(content)
            try cancellation.check()
        }
        try await withLock(name) {
            let staged = partialFolder.appending(path: "\(name).added", directoryHint: .isDirectory)
            defer { try? FileManager.default.removeItem(at: staged) }
            try await background.run { [self] cancellation in
                try copy(content, to: staged, cancellation)
                if let model = catalogue.models.first(where: { $0.name == name }) {
                    try checkIsSame(model, in: staged, cancellation)
                } else {
                    try ModelManifest.write(in: staged, cancellation)
                }
                try cancellation.check()
                try putInPlace(staged, as: name)
            }
        }
        return try model(named: name)
    }

    private func content(at source: URL) throws -> (purpose: ModelPurpose, url: URL) {
        guard FileManager.default.fileExists(atPath: source.path) else {
            throw InferenceError(.modelMissing, "there is no file or folder at \(source.path)")
        }
        if ModelInspection.isFile(source) { return (ModelInspection.purpose(ofFile: source), source) }
        guard let content = ModelInspection.content(of: source) else {
            throw InferenceError(
                .unsupportedModel,
                "\(source.path) holds neither one GGUF file nor model.safetensors with config.json and a tokenizer")
        }
        return content
    }

    private func copy(
        _ content: (purpose: ModelPurpose, url: URL), to staged: URL, _ cancellation: Cancellation
    ) throws {
        let files = FileManager.default
        do {
            try? files.removeItem(at: staged)
            try files.createDirectory(at: staged, withIntermediateDirectories: true)
            guard !ModelInspection.isFile(content.url) else {
                for file in GGUFFile.parts(of: content.url) {
                    let isNamed = file.pathExtension.lowercased() == "gguf"
                    let name = file.lastPathComponent + (isNamed ? "" : ".gguf")
                    try files.copyItem(at: file.resolvingSymlinksInPath(), to: staged.appending(path: name))
                }
                return
            }
            let names = ModelInspection.sizes(in: content.url).keys.filter(Self.isModelFile)
            for name in names.sorted() {
                try cancellation.check()
                let original = content.url.appending(path: name).resolvingSymlinksInPath()
                let target = staged.appending(path: name)
                try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.copyItem(at: original, to: target)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw SystemFailure.error("copying \(content.url.path) to \(staged.path)", error)
        }
    }

    /// Whether a file belongs to the model, and is not another program's copy of the weights.
    private static func isModelFile(_ name: String) -> Bool {
        name.hasSuffix("_Pooling/config.json")
            || !name.contains("/")
                && (modelFiles.contains(name) || name.hasPrefix("model") && name.hasSuffix(".safetensors"))
    }

    private static let modelFiles: Set<String> = [
        "config.json", "sentence_bert_config.json", "tokenizer_config.json", "tokenizer.json", "vocab.txt",
        "model.safetensors.index.json", "modules.json", "special_tokens_map.json", "config_sentence_transformers.json",
        "generation_config.json", "chat_template.jinja",
    ]

    /// A model that has the name of one of the catalogue must be it.
    private func checkIsSame(_ model: ModelDescription, in staged: URL, _ cancellation: Cancellation) throws {
        for file in model.files {
            let url = staged.appending(path: file.name)
            let isThere = FileManager.default.fileExists(atPath: url.path)
            guard isThere, try FileDigest.sha256(of: url, cancellation) == file.sha256 else {
                throw InferenceError(
                    .nameTaken,
                    "this is not the \(model.name) of the catalogue: \(file.name) is \(isThere ? "another" : "missing"); "
                        + "choose another --name")
            }
        }
    }
}
