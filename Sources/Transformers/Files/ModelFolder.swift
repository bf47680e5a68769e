internal import Foundation

/// The folder of a model, whose files name others.
enum ModelFolder {
    /// Whether a model is opened by a folder, not by a file.
    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The file or folder with this name in a model folder; nil where the name leads anywhere else.
    static func entry(_ name: String, of folder: URL) -> URL? {
        let isPlain = !name.isEmpty && !name.hasPrefix(".") && !name.utf8.contains { [0, 0x2F, 0x5C].contains($0) }
        return isPlain ? folder.appending(path: name) : nil
    }
}
