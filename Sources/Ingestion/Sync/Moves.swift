internal import Crypto
internal import Documents
internal import Foundation
internal import Library

/// Finds files that have another path and the same bytes.
enum Moves {
    /// One of them.
    struct Move: Sendable {
        /// The name that the profile has it under.
        var old: String
        /// Where it is now.
        var source: Source
        /// Path, size and time of that; the name is the source's.
        var file: NewFile
    }

    /// Pairs files that vanished with those that are new. Only files of a size that one of the vanished has are read.
    ///
    /// - Throws: `CancellationError`; a file that cannot be read is no pair.
    static func find(
        vanished: [LibraryFile], sources: [Source], files: [LibraryFile], reader: SourceReader
    ) async throws -> [Move] {
        let known = Set(files.compactMap(\.file.path))
        var open = Dictionary(grouping: vanished, by: \.file.size)
        var moves: [Move] = []
        for source in sources {
            try Task.checkCancellation()
            guard case .file(let path) = source.content, !known.contains(path),
                let size = try? reader.stamp(of: path, named: source.name).size, let candidates = open[size],
                !candidates.isEmpty
            else { continue }
            do {
                let (bytes, stamp) = try await reader.read(path, named: source.name)
                let id = try await Background.run { _ in DocumentID(hashing: bytes) }
                guard let index = candidates.firstIndex(where: { $0.document == id }) else { continue }
                open[size]?.remove(at: index)
                moves.append(
                    Move(
                        old: candidates[index].file.name, source: source,
                        file: NewFile(
                            name: source.name, path: path, size: stamp.size,
                            modified: stamp.isSettled ? stamp.modified : nil)))
            } catch is DocumentError {
                continue
            }
        }
        return moves
    }
}
