public import Foundation

/// The models that tests run on: the real default pair, where `make test` (or `bespoke models pull`) put it.
public enum TestModels {
    /// Why a test cannot run: its model is not there.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// The folder of all-MiniLM-L6-v2: `model.safetensors`, `vocab.txt`, `tokenizer.json`, `config.json`.
    public static func miniLM() throws -> URL { try existing("all-MiniLM-L6-v2") }

    /// The file SmolLM2-135M-Instruct.Q4_1.gguf.
    public static func smolLM2() throws -> URL {
        try existing("SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
    }

    /// The file of multilingual-e5-small.
    public static func multilingualE5() throws -> URL {
        try existing("multilingual-e5-small/multilingual-e5-small.Q4_0.gguf")
    }

    /// A small encoder of the fixtures of the native runtime's tests: a folder, or a file.
    public static func encoder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../TransformersTests/Fixtures/Encoders").standardizedFileURL.appending(path: name)
    }

    /// A small random decoder of the fixtures of the native runtime's tests: a base model that knows capitals, digits, signs and
    /// the letters a, b and c.
    public static func decoder(_ name: String) -> URL {
        encoder("../Decoders/\(name).gguf").standardizedFileURL
    }

    /// A small random decoder of the same fixtures, as a folder with safetensors.
    public static func decoderFolder(_ name: String) -> URL {
        encoder("../DecoderFolders/\(name)").standardizedFileURL
    }

    /// The models folder: `$BESPOKE_HOME/models`, else that of the user's data folder.
    public static var folder: URL {
        let environment = ProcessInfo.processInfo.environment
        if let home = environment["BESPOKE_HOME"], !home.isEmpty {
            return URL(filePath: home).appending(path: "models")
        }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty {
            return URL(filePath: data).appending(path: "bespoke/models")
        }
        let user = environment["HOME"].map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
        return user.appending(path: ".local/share/bespoke/models")
    }

    private static func existing(_ path: String) throws -> URL {
        let url = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw Missing(description: "no model at \(url.path); run `make test`, which fetches it")
        }
        return url
    }
}
