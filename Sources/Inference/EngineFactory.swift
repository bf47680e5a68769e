internal import Foundation

/// Makes engines out of what the user wrote.
public struct EngineFactory: Sendable {
    private let store: ModelStore
    private let environment: [String: String]
    private let settings: RemoteSettingsFile?
    private let onWait: @Sendable (String) -> Void

    /// Creates a factory.
    ///
    /// - Parameters:
    ///   - store: the models on this machine.
    ///   - environment: where keys of servers and proxies are looked up.
    ///   - settings: what the user said about servers; nil for nothing.
    ///   - onWait: told, in a sentence, when an engine waits because its server is busy.
    public init(
        store: ModelStore, environment: [String: String], settings: RemoteSettingsFile? = nil,
        onWait: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.environment = environment
        self.settings = settings
        self.onWait = onWait
    }

    /// The engine that `specification` names; nil is the catalogue's default.
    ///
    /// A native engine is loaded. A server is asked for its model's window, briefly; one that is not running fails when it is
    /// asked for an answer, not here.
    ///
    /// - Throws: `invalidEngine`; `modelMissing`, `unknownModel`, `modelDamaged` or `unsupportedModel` for a native engine;
    ///   `keyMissing` or `permissionDenied` for the file of a server's key.
    public func engine(for specification: String?) async throws -> any Engine {
        let specification = try EngineSpecification(specification ?? store.catalogue.defaultEngine)
        switch specification {
        case .native(let name):
            let model = try store.model(named: name)
            try store.checkWrites(model.name, model.purpose)
            return try await NativeEngine.open(model.url, name: model.name, keepsCaches: true)
        case .file(let url):
            return try await NativeEngine.open(url, name: url.deletingPathExtension().lastPathComponent)
        case .openAI(let address, let model):
            let server = try server(.openAI, address, model, specification)
            return await OpenAIEngine.connecting(to: server, setting: try settings(of: specification).window)
        case .anthropic(let address, let model):
            let server = try server(.anthropic, anthropicAddress(address), model, specification)
            return await AnthropicEngine.connecting(to: server, setting: try settings(of: specification).window)
        }
    }

    /// What is known of an engine on a server; nil for one on this machine.
    ///
    /// - Parameter asksServer: whether the server is asked for its window.
    /// - Throws: as ``engine(for:)``.
    public func remoteDescription(
        of engine: EngineSpecification, asksServer: Bool = true
    ) async throws -> RemoteDescription? {
        let server: RemoteServer
        switch engine {
        case .native, .file: return nil
        case .openAI(let address, let model): server = try self.server(.openAI, address, model, engine)
        case .anthropic(let address, let model):
            server = try self.server(.anthropic, anthropicAddress(address), model, engine)
        }
        let setting = try settings(of: engine).window
        let found = asksServer ? await WindowSearch(server).window() : nil
        return RemoteDescription(RemoteModel(server, window: EngineWindow(found: found, setting: setting)))
    }

    private func settings(of engine: EngineSpecification) throws -> RemoteSettings {
        try settings?.settings(of: engine) ?? RemoteSettings()
    }

    private func server(
        _ api: RemoteAPI, _ address: URL, _ model: String, _ specification: EngineSpecification
    ) throws -> RemoteServer {
        let settings = try settings(of: specification)
        let key = try ServerKey(for: api, environment: environment, file: settings.keyFile)
        var server = RemoteServer(api, address: address, model: model, key: key)
        server.name = specification.description
        server.proxy = try ServerProxy(for: address, environment: environment)
        server.prices = settings.prices
        if let timeout = settings.timeout { server.limits.firstToken = .seconds(timeout) }
        server.onWait = onWait
        return server
    }

    /// The address that was written, else that of `ANTHROPIC_BASE_URL`, as Anthropic's own clients read it, else Anthropic's.
    private func anthropicAddress(_ written: URL?) throws -> URL {
        if let written { return written }
        let set = environment["ANTHROPIC_BASE_URL"] ?? ""
        let text = set.isEmpty ? EngineSpecification.anthropicAddress : set
        return try EngineSpecification.server("anthropic:\(text)#m", prefix: "anthropic:", function: "/messages")
            .address
    }
}
