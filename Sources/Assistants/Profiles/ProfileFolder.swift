public import Foundation
public import Library

/// A ready-made profile as a folder: `profile.yaml`, `instructions.md` and the documents in `files/`.
public struct ProfileFolder: Sendable {
    /// The profile, named as `profile.yaml` says or else as the folder.
    public var profile: Profile
    /// The folder's `files`, where there is one.
    public var files: URL?

    /// Reads a folder. `instructions.md` wins over instructions in `profile.yaml`; one of the two must be there.
    ///
    /// - Throws: an ``AssistantError`` that names the file and says what is wrong with it.
    public init(contentsOf folder: URL) throws {
        let path = folder.path
        guard let yaml = try Self.text(at: folder.appending(path: "profile.yaml")) else {
            throw AssistantError(
                .invalidProfileFolder,
                "\(path) is not a profile folder: it has no profile.yaml; give a folder with profile.yaml, instructions.md and files/"
            )
        }
        profile = try ProfileDocument.parse(
            yaml, name: folder.standardizedFileURL.lastPathComponent,
            origin: folder.appending(path: "profile.yaml").path)
        if let instructions = try Self.text(at: folder.appending(path: "instructions.md")) {
            profile.instructions = instructions.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard !profile.instructions.isEmpty else {
            throw AssistantError(
                .invalidProfileFolder,
                "\(path) has no instructions; write them to instructions.md, or under “instructions:” in profile.yaml")
        }
        let files = folder.appending(path: "files")
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: files.path, isDirectory: &isFolder)
        self.files = exists && isFolder.boolValue ? files : nil
    }

    /// The text of a small file, nil where there is none.
    private static func text(at url: URL) throws -> String? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let data = try? Data(contentsOf: url), data.count <= 1 << 20,
            let text = String(validating: data, as: UTF8.self)
        else {
            throw AssistantError(
                .invalidProfileFolder,
                "\(url.path) cannot be read as UTF-8 text of at most 1 MiB; check the file and its permissions")
        }
        return text
    }
}
