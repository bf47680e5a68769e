public import Foundation

/// The models on this machine: a folder with a folder for each.
///
/// A model's folder appears whole or not at all; what is being fetched lies in `.partial` beside it.
public struct ModelStore: Sendable {
    /// The folder; it need not be there yet.
    public let folder: URL
    /// The models that can be fetched by name.
    public let catalogue: ModelCatalogue

    let settings: DownloadSettings
    let background = Background(label: "bespoke.models")

    /// Creates a store over a folder. Touches nothing.
    public init(folder: URL, catalogue: ModelCatalogue = .standard) {
        self.init(folder: folder, catalogue: catalogue, settings: DownloadSettings())
    }

    package init(folder: URL, catalogue: ModelCatalogue, settings: DownloadSettings) {
        self.folder = folder
        self.catalogue = catalogue
        self.settings = settings
    }

    /// The models that are there, by name. Looks at names, sizes and first bytes only.
    ///
    /// - Throws: `permissionDenied` where the folder cannot be read.
    public func installed() throws -> [InstalledModel] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return names.filter { !$0.hasPrefix(".") }.sorted().compactMap(inspect)
        } catch {
            throw SystemFailure.error("reading \(folder.path)", error)
        }
    }

    /// Whether a model is there, with files of the right sizes. ``isWhole(_:)`` reads every byte.
    public func isInstalled(_ model: ModelDescription) throws -> Bool {
        ModelInspection.damage(of: model, in: modelFolder(model.name)) == nil
    }

    /// What opens a model: a GGUF file, or the folder of an embedder.
    ///
    /// - Throws: `modelMissing` with the command that fetches it, `unknownModel` with the nearest name, `modelDamaged`.
    public func url(of name: String) throws -> URL { try model(named: name).url }

    /// A model that is there and looks whole; upper and lower case of its name are the same.
    ///
    /// - Throws: as ``url(of:)``.
    public func model(named name: String) throws -> InstalledModel {
        let known = try installed()
        guard
            let model = known.first(where: { $0.name == name })
                ?? known.first(where: { $0.name.lowercased() == name.lowercased() })
        else {
            if let description = catalogue.find(name) { throw missing(description) }
            let names = catalogue.models.map(\.name) + known.map(\.name)
            throw InferenceError(
                .unknownModel,
                "no model is called “\(name)”\(NearestModelName.hint(for: name, among: names)); "
                    + "“bespoke models list” lists those there are")
        }
        if let damage = model.damage { throw damaged(model.name, damage) }
        return model
    }

    /// Compares every byte of a model with its SHA-256: the catalogue's, or that of the day it was added.
    ///
    /// - Throws: `modelDamaged` with the file; as ``url(of:)``; `CancellationError`.
    public func verify(_ name: String) async throws {
        let model = try model(named: name)
        if let damage = try await damage(of: model) { throw damaged(model.name, damage) }
    }

    /// What is wrong with a model that is there, judged by every byte; nil where nothing is.
    ///
    /// - Throws: `modelDamaged` where its list of hashes cannot be read; `CancellationError`.
    public func damage(of model: InstalledModel) async throws -> String? {
        if let damage = model.damage { return damage }
        let folder = modelFolder(model.name)
        let files = try catalogue.models.first { $0.name == model.name }?.files ?? ModelManifest.read(in: folder)
        return try await damage(of: files, in: folder)
    }

    /// Whether a model is there, byte for byte as the catalogue has it.
    ///
    /// - Throws: `permissionDenied` where a file cannot be read; `CancellationError`.
    public func isWhole(_ model: ModelDescription) async throws -> Bool {
        guard try isInstalled(model) else { return false }
        return try await damage(of: model.files, in: modelFolder(model.name)) == nil
    }

    private func damage(of files: [ModelFile], in folder: URL) async throws -> String? {
        for file in files {
            let url = folder.appending(path: file.name)
            let found = try await background.run { try FileDigest.sha256(of: url, $0) }
            guard found == file.sha256 else { return "\(file.name) has the SHA-256 \(found), not \(file.sha256)" }
        }
        return nil
    }

    /// Removes a model, and what an interrupted download of it left.
    ///
    /// - Throws: `unknownModel` or `modelMissing` where it is not there, `permissionDenied`.
    public func remove(named name: String) async throws {
        try ModelName.check(name)
        let known = try installed()
        let exact = known.first { $0.name == name } ?? known.first { $0.name.lowercased() == name.lowercased() }
        guard let model = exact else {
            throw InferenceError(
                .modelMissing,
                "no model “\(name)” is in \(folder.path)\(NearestModelName.hint(for: name, among: known.map(\.name)))")
        }
        try await withLock(model.name) {
            try await background.run { [self] _ in
                let discarded = partialFolder.appending(path: "\(model.name).removed")
                do {
                    try? FileManager.default.removeItem(at: discarded)
                    try FileManager.default.moveItem(at: modelFolder(model.name), to: discarded)
                    try FileManager.default.removeItem(at: discarded)
                    try? FileManager.default.removeItem(at: staging(model.name))
                } catch {
                    throw SystemFailure.error("removing \(modelFolder(model.name).path)", error)
                }
            }
        }
    }

    private func inspect(_ name: String) -> InstalledModel? {
        let folder = modelFolder(name)
        let description = catalogue.models.first { $0.name == name }
        let content = ModelInspection.content(of: folder)
        guard let purpose = content?.purpose ?? description?.purpose else { return nil }
        let url = content?.url ?? folder
        let damage =
            if let description {
                ModelInspection.damage(of: description, in: folder)
            } else {
                ModelInspection.damage(ofContent: (purpose, url))
            }
        let bytes = ModelInspection.sizes(in: folder).values.reduce(0, +)
        return InstalledModel(name: name, purpose: purpose, bytes: bytes, url: url, damage: damage)
    }

    /// The error for a model of the catalogue that is not on this machine.
    func missing(_ model: ModelDescription) -> InferenceError {
        InferenceError(
            .modelMissing,
            "the model \(model.name) is not in \(folder.path); fetch it: bespoke models pull \(model.name)")
    }

    /// The error for a model that is there and cannot be used.
    func damaged(_ name: String, _ damage: String) -> InferenceError {
        let remedy =
            catalogue.find(name) == nil
            ? "remove it and add it again: bespoke models remove \(name)"
            : "fetch it again: bespoke models pull \(name)"
        return InferenceError(.modelDamaged, "the model \(name) is damaged: \(damage); \(remedy)")
    }
}

extension ModelStore {
    /// Where a model lies.
    func modelFolder(_ name: String) -> URL { folder.appending(path: name, directoryHint: .isDirectory) }

    /// Where downloads lie until they are whole.
    var partialFolder: URL { folder.appending(path: ".partial", directoryHint: .isDirectory) }

    /// Where the files of a model gather until they are whole.
    func staging(_ name: String) -> URL { partialFolder.appending(path: name, directoryHint: .isDirectory) }

    /// Runs `body` when no other process changes the model, having made the folders for what is being fetched.
    func withLock<Value: Sendable>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            try FileManager.default.createDirectory(at: partialFolder, withIntermediateDirectories: true)
        } catch {
            throw SystemFailure.error("making the folder \(partialFolder.path)", error)
        }
        return try await FileLock.with(partialFolder.appending(path: "\(name).lock"), body)
    }

    /// Puts a folder of verified files in a model's place.
    func putInPlace(_ staged: URL, as name: String) throws {
        let target = modelFolder(name)
        let discarded = partialFolder.appending(path: "\(name).removed")
        do {
            try? FileManager.default.removeItem(at: discarded)
            if FileManager.default.fileExists(atPath: target.path) {
                try FileManager.default.moveItem(at: target, to: discarded)
            }
            try FileManager.default.moveItem(at: staged, to: target)
            try? FileManager.default.removeItem(at: discarded)
        } catch {
            throw SystemFailure.error("moving \(staged.path) to \(target.path)", error)
        }
    }
}
