internal import Foundation

/// Gets files of a model from one source.
protocol ModelFetcher: Sendable {
    /// Puts `files` into `folder`, as they come; the caller checks their hashes.
    ///
    /// - Throws: `downloadFailed` with the reason, after which another source may be tried; `diskFull`, `permissionDenied` and
    ///   `CancellationError`, after which trying another has no sense.
    func fetch(
        _ files: [ModelFile], of model: ModelDescription, into folder: URL,
        _ progress: @escaping @Sendable (ModelProgress) -> Void
    ) async throws
}
