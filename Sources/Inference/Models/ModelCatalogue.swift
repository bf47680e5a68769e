/// The models that can be fetched by name.
public struct ModelCatalogue: Sendable {
    /// All models, the default pair first.
    public var models: [ModelDescription]
    /// The name of the embedder that is used where nothing else is said.
    public var defaultEmbedder: String
    /// The name of the engine that is used where nothing else is said.
    public var defaultEngine: String

    /// Creates a catalogue; the defaults are names of its models.
    public init(models: [ModelDescription], defaultEmbedder: String, defaultEngine: String) {
        self.models = models
        self.defaultEmbedder = defaultEmbedder
        self.defaultEngine = defaultEngine
    }

    /// The default pair: an embedder and an engine.
    public var defaults: [ModelDescription] {
        [defaultEmbedder, defaultEngine].compactMap { name in models.first { $0.name == name } }
    }

    /// The model of a name; upper and lower case are the same.
    ///
    /// - Throws: `unknownModel`, with the nearest name.
    public func model(named name: String) throws -> ModelDescription {
        if let model = find(name) { return model }
        throw InferenceError(
            .unknownModel,
            "no model is called “\(name)”\(NearestModelName.hint(for: name, among: models.map(\.name))); "
                + "“bespoke models list” lists those there are")
    }

    /// The model of a name, or nil.
    func find(_ name: String) -> ModelDescription? {
        models.first { $0.name == name } ?? models.first { $0.name.lowercased() == name.lowercased() }
    }
}
