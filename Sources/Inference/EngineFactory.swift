internal import Foundation

/// Makes engines out of what the user wrote.
public struct EngineFactory: Sendable {
    private let store: ModelStore
    private let environment: [String: String]

    /// Creates a factory.
    ///
    /// - Parameters:
    ///   - store: the models on this machine.
    ///   - environment: where keys of servers are looked up.
    public init(store: ModelStore, environment: [String: String]) {
        self.store = store
        self.environment = environment
    }

    /// The engine that `specification` names; nil is the catalogue's default.
    ///
    /// A native engine is loaded. A server is asked for its model's window, briefly; one that is not running fails when it is
    /// asked for an answer, not here.
    ///
    /// - Throws: `invalidEngine`; `modelMissing`, `unknownModel`, `modelDamaged` or `unsupportedModel` for a native engine.
    public func engine(for specification: String?) async throws -> any Engine {
        switch try EngineSpecification(specification ?? store.catalogue.defaultEngine) {
        case .native(let name):
            let model = try store.model(named: name)
            guard model.purpose == .engine else {
                throw InferenceError(
                    .invalidEngine,
                    "\(model.name) turns text into vectors and cannot write; choose an engine (“bespoke engines”)")
            }
            return try await NativeEngine.open(model.url, name: model.name, keepsCaches: true)
        case .file(let url):
            return try await NativeEngine.open(url, name: url.deletingPathExtension().lastPathComponent)
        case .openAI(let address, let model):
            let key = try ServerKey(environment: environment)
            return await OpenAIEngine.connecting(to: OpenAIServer(address: address, model: model, key: key))
        }
    }
}
