internal import Foundation

/// The list of hashes that a model which the user added keeps beside its files, in the format of `sha256sum`.
enum ModelManifest {
    /// The list's name in the model's folder.
    static let name = "SHA256SUMS"

    /// The files of a folder with their hashes.
    ///
    /// - Throws: `modelDamaged` where the list is missing or is not one.
    static func read(in folder: URL) throws -> [ModelFile] {
        let url = folder.appending(path: name)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw InferenceError(.modelDamaged, "\(url.path) cannot be read; remove the model and add it again")
        }
        return try text.split(separator: "\n").map { line in
            let parts = line.split(separator: "  ", maxSplits: 1)
            guard parts.count == 2, parts[0].count == 64, isInside(parts[1]) else {
                throw InferenceError(
                    .modelDamaged, "\(url.path) is not a list of hashes; remove the model and add it again")
            }
            return ModelFile(name: String(parts[1]), bytes: 0, sha256: String(parts[0]))
        }
    }

    /// Whether a path leads to a file of the folder or of a folder in it.
    private static func isInside(_ path: Substring) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        return names.count <= 2 && names.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// Hashes the files of a folder and writes the list.
    static func write(in folder: URL, _ cancellation: Cancellation) throws {
        let names = ModelInspection.sizes(in: folder).keys.sorted()
        let lines = try names.map { name in
            "\(try FileDigest.sha256(of: folder.appending(path: name), cancellation))  \(name)\n"
        }
        do {
            try Data(lines.joined().utf8).write(to: folder.appending(path: name), options: .atomic)
        } catch {
            throw SystemFailure.error("writing \(folder.appending(path: name).path)", error)
        }
    }
}
