internal import Foundation
internal import Transformers

/// An engine that a profile can be given.
public struct EngineChoice: Sendable, Hashable {
    /// The engine; a model under the name that it has in the catalogue or on this machine.
    public var specification: EngineSpecification
    /// What has to be done before it can be asked, as a sentence; nil where nothing has.
    public var obstacle: String?
}

extension ModelStore {
    /// The engine that `text` names, if there is one: a model on this machine, a model of the catalogue that is still to be
    /// fetched, a GGUF file, or a server, which is not asked.
    ///
    /// - Throws: `invalidEngine` where no engine can be called so, or the model does not write; `unknownModel` with the nearest
    ///   engine's name; `modelMissing` or `unsupportedModel` for a file.
    public func engineChoice(_ text: String) throws -> EngineChoice {
        let specification = try EngineSpecification(text)
        switch specification {
        case .openAI, .anthropic: return EngineChoice(specification: specification)
        case .native(let name): return try nativeChoice(name)
        case .file(let url):
            guard FileManager.default.fileExists(atPath: url.path) else {
                throw InferenceError(.modelMissing, "there is no file \(url.path) for an engine; check the path")
            }
            if let damage = ModelInspection.damage(ofContent: (.engine, url)) {
                throw InferenceError(
                    .unsupportedModel, "\(url.path) cannot be an engine: \(damage); choose one (“bespoke engines”)")
            }
            return EngineChoice(specification: specification)
        }
    }

    /// Whether a model that is there goes on with texts and was not made to answer. Reads its file, without the weights.
    public func isBaseModel(_ model: InstalledModel) -> Bool {
        model.purpose == .engine && DecoderModel.isBaseModel(at: model.url)
    }

    private func nativeChoice(_ name: String) throws -> EngineChoice {
        let known = try installed()
        let model = known.first { $0.name == name } ?? known.first { $0.name.lowercased() == name.lowercased() }
        if let model {
            try checkWrites(model.name, model.purpose)
            return EngineChoice(
                specification: .native(model.name), obstacle: model.damage.map { damaged(model.name, $0).message })
        }
        if let description = catalogue.find(name) {
            try checkWrites(description.name, description.purpose)
            return EngineChoice(specification: .native(description.name), obstacle: missing(description).message)
        }
        let engines =
            catalogue.models.filter { $0.purpose == .engine }.map(\.name)
            + known.filter { $0.purpose == .engine }.map(\.name)
        throw InferenceError(
            .unknownModel,
            "no engine is called “\(name)”\(NearestModelName.hint(for: name, among: engines)); “bespoke engines” lists "
                + "those there are")
    }

    /// - Throws: `invalidEngine` where a model of that purpose is no engine.
    func checkWrites(_ name: String, _ purpose: ModelPurpose) throws {
        guard purpose == .engine else {
            throw InferenceError(
                .invalidEngine,
                "\(name) is a model of the kind “\(purpose.rawValue)” and cannot write; choose an engine (“bespoke engines”)"
            )
        }
    }
}
