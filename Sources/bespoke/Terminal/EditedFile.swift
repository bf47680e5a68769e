internal import Foundation

/// A text that the user works on in an editor, in a folder that nobody else may look into: editors put copies beside it.
struct EditedFile {
    /// The file.
    let url: URL
    private let original: String

    /// Writes `text` to a new file.
    ///
    /// - Parameter name: what the text is about; its letters and digits become part of the path.
    /// - Throws: a ``Failure`` where the folder for temporary files cannot be written.
    init(_ text: String, named name: String) throws {
        original = text
        let plain = name.filter { $0.isLetter || $0.isNumber }.prefix(40)
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        url = folder.appending(path: plain.isEmpty ? "profile.yaml" : "\(plain).yaml")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: url)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        } catch {
            throw Failure(
                "\(url.path), the text for the editor, cannot be written: \(SystemReason.of(error)); set TMPDIR to a "
                    + "folder that can be")
        }
    }

    /// What the file holds; nil where it is gone or not UTF-8.
    var text: String? { (try? Data(contentsOf: url)).flatMap { String(validating: $0, as: UTF8.self) } }

    /// Deletes the file and what an editor left beside it.
    func discard() { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

    /// Deletes the file where the user wrote nothing, and says whether it is gone.
    func discardIfUnchanged() -> Bool {
        guard text == original else { return false }
        discard()
        return true
    }
}
