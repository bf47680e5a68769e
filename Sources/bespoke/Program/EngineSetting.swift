internal import Foundation
internal import Inference

/// An engine as the user writes it, and as a profile keeps it.
enum EngineSetting {
    /// What profiles that name no engine use.
    private static let standard = "default"

    /// The engine that `text` names; nil where it asks for the default.
    static func named(_ text: String) -> String? {
        text.trimmingCharacters(in: .whitespacesAndNewlines) == standard ? nil : text
    }

    /// The engine as the profile keeps it, nil for the default. A file keeps its whole path: the profile is used from anywhere.
    ///
    /// - Throws: an `InferenceError` where there is no such engine, with the nearest name.
    static func stored(_ text: String, in models: ModelStore) throws -> String? {
        guard let text = named(text) else { return nil }
        return switch try models.engineChoice(text).specification {
        case .file(let url): url.absoluteURL.path
        case .native(let name): name
        case .openAI, .anthropic: text
        }
    }

    /// What has to be done before a profile's engine can be asked; nil where nothing has.
    static func obstacle(of engine: String?, in models: ModelStore) -> String? {
        guard let engine else { return nil }
        do {
            return try models.engineChoice(engine).obstacle
        } catch {
            return "\(error)"
        }
    }
}
