internal import Inference

/// The result of `models list`.
struct ModelListReport: Encodable {
    let models: [ModelRow]
}

/// A model of the catalogue, or one that the user added.
struct ModelRow: Encodable {
    let name: String
    let purpose: String
    let bytes: Int64
    let licence: String?
    let installed: Bool
    let isDefault: Bool
    let damage: String?
    /// Whether it goes on with texts and was not made to answer; nil for what is no engine on this machine.
    let baseModel: Bool?

    private enum CodingKeys: String, CodingKey {
        case name, purpose, bytes, licence, installed, damage, baseModel
        case isDefault = "default"
    }

    /// All models: the catalogue's first, then those that the user added.
    static func all(in workspace: Workspace) throws -> [ModelRow] {
        let store = workspace.models
        let installed = try store.installed()
        func baseModel(_ model: InstalledModel?) -> Bool? {
            guard let model, model.purpose == .engine, model.isUsable else { return nil }
            return store.isBaseModel(model)
        }
        let catalogue = ModelCatalogue.standard
        let known = catalogue.models.map { model in
            let found = installed.first { $0.name == model.name }
            return ModelRow(
                name: model.name, purpose: model.purpose.rawValue, bytes: model.bytes, licence: model.licence,
                installed: found != nil, isDefault: catalogue.defaults.contains { $0.name == model.name },
                damage: found?.damage, baseModel: baseModel(found))
        }
        let added = installed.filter { found in !known.contains { $0.name == found.name } }
        return known
            + added.map {
                ModelRow(
                    name: $0.name, purpose: $0.purpose.rawValue, bytes: $0.bytes, licence: nil, installed: true,
                    isDefault: false, damage: $0.damage, baseModel: baseModel($0))
            }
    }

    /// How it is, in words.
    var state: String {
        guard installed else { return "bespoke models pull \(name)" }
        return damage.map { "damaged: \($0)" } ?? (baseModel == true ? "ready; base model" : "ready")
    }
}
