internal import Foundation
internal import Synchronization

/// Gets files of a repository on Hugging Face.
struct HuggingFaceFetcher: ModelFetcher {
    let repository: String
    let revision: String
    let settings: DownloadSettings
    let background: Background

    func fetch(
        _ files: [ModelFile], of model: ModelDescription, into folder: URL,
        _ progress: @escaping @Sendable (ModelProgress) -> Void
    ) async throws {
        let missing = files.reduce(0) { $0 + $1.bytes }
        var before = model.bytes - missing
        for file in files.sorted(by: { $0.bytes < $1.bytes }) {
            let base =
                settings.huggingFace.hasSuffix("/") ? String(settings.huggingFace.dropLast()) : settings.huggingFace
            let download = FileDownload(
                address: "\(base)/\(repository)/resolve/\(revision)/\(file.name)", file: file,
                target: folder.appending(path: file.name), settings: settings, background: background)
            let start = before
            try await download.run { done in
                progress(ModelProgress(file: file.name, bytesDone: start + done, bytesTotal: model.bytes))
            }
            before += file.bytes
        }
    }
}
