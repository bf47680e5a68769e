internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// Everything on disk that a command works on: the library's file and the models, in one folder.
struct Workspace: Sendable {
    /// The folder.
    let home: URL
    private let environment: [String: String]
    private let onWait: @Sendable (String) -> Void

    /// Finds the folder: `home`, else `$BESPOKE_HOME`, else the platform's data folder. Does not create it.
    ///
    /// - Parameter onWait: told, in a sentence, when an engine waits because its server is busy.
    init(
        home: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        onWait: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.environment = environment
        self.onWait = onWait
        self.home = try Self.folder(home: home, environment: environment)
    }

    /// The library's file, whether it is there or not.
    var libraryFile: URL { home.appending(path: "library.sqlite") }

    /// The models.
    var models: ModelStore { ModelStore(folder: home.appending(path: "models")) }

    /// What makes engines out of names.
    var engines: EngineFactory {
        EngineFactory(store: models, environment: environment, settings: remoteSettings, onWait: onWait)
    }

    /// What the user said about servers.
    var remoteSettings: RemoteSettingsFile { RemoteSettingsFile(in: home) }

    /// Opens the library, and creates it where there is none.
    func library() throws -> SQLiteLibrary { try SQLiteLibrary(at: home) }

    /// What turns text into vectors for a library.
    func embedder(of library: some LibraryStore) async throws -> any Embedder {
        try await NativeEmbedder.named(embedderName(of: library), in: models)
    }

    /// What an evaluation embeds with: the embedder that is named, else the library's, else the default.
    func evaluationEmbedder(named name: String?) async throws -> any Embedder {
        if let name { return try await NativeEmbedder.named(name, in: models) }
        guard FileManager.default.fileExists(atPath: libraryFile.path) else {
            return try await NativeEmbedder.named(models.catalogue.defaultEmbedder, in: models)
        }
        return try await embedder(of: library())
    }

    /// The name of a library's embedder.
    func embedderName(of library: some LibraryStore) async throws -> String {
        try await library.embedderChoice().current ?? models.catalogue.defaultEmbedder
    }

    /// What an answer was made with, as it is kept beside the answer.
    ///
    /// - Parameter engine: the engine as the user wrote it.
    func origin(of settings: AnswerSettings, engine: String?) -> AnswerOrigin {
        let names = [settings.engine, settings.embedder, settings.reranker].compactMap(\.self)
        let digests = names.compactMap { name in models.digest(of: name).map { (name, $0) } }
        return AnswerOrigin(
            program: Program.version, engine: engine,
            models: Dictionary(digests, uniquingKeysWith: { first, _ in first }))
    }

    private static func folder(home: String?, environment: [String: String]) throws -> URL {
        if let home { return URL(filePath: home, directoryHint: .isDirectory) }
        if let home = environment["BESPOKE_HOME"], !home.isEmpty {
            return URL(filePath: home, directoryHint: .isDirectory)
        }
        #if os(macOS)
            return URL.applicationSupportDirectory.appending(path: "bespoke")
        #else
            // The specification of the data folder says that a relative path is to be ignored.
            if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
                return URL(filePath: data, directoryHint: .isDirectory).appending(path: "bespoke")
            }
            return userHome(environment).appending(path: ".local/share/bespoke")
        #endif
    }

    /// `$HOME`, as in a shell. Foundation asks the list of users instead, which is used where that is missing.
    private static func userHome(_ environment: [String: String]) -> URL {
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            return FileManager.default.homeDirectoryForCurrentUser
        }
        return URL(filePath: home, directoryHint: .isDirectory)
    }
}
