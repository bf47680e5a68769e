internal import Crypto
internal import Foundation

extension ModelStore {
    /// A digest of a model's files, by the hashes that are known of them; nil where none are, as for a file of the user's. Reads
    /// no weights.
    public func digest(of name: String) -> String? {
        let files: [ModelFile]
        if let known = catalogue.find(name), known.name == name {
            files = known.files
        } else if let listed = try? ModelManifest.read(in: modelFolder(name)) {
            files = listed
        } else {
            return nil
        }
        let lines = files.map { "\($0.sha256)  \($0.name)\n" }.sorted().joined()
        return FileDigest.hexadecimal(SHA256.hash(data: Data(lines.utf8)))
    }
}
