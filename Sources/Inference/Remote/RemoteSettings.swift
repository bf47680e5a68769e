public import Foundation

/// What the user said about an engine on a server; nil for what was not said.
public struct RemoteSettings: Sendable, Hashable, Codable {
    /// Tokens that prompt and answer may have together: where the server does not say, or where less is wanted.
    public var window: Int?
    /// What its tokens cost.
    public var prices: TokenPrices?
    /// The path of the file that holds its key.
    public var keyFile: String?
    /// The longest wait for the first piece of text, in seconds.
    public var timeout: Double?

    /// Settings that say nothing.
    public init() {}

    /// What is wrong with them, in words; nil where nothing is.
    public var problem: String? {
        if let window, !(256...100_000_000).contains(window) {
            return "the window is \(window) tokens; it must be from 256 to 100000000"
        }
        if let timeout, !(1...86_400).contains(timeout) {
            return "the time limit is \(timeout) seconds; it must be from 1 to 86400"
        }
        guard let prices else { return nil }
        let all = [prices.prompt, prices.answer, prices.cacheRead ?? 0, prices.cacheWrite ?? 0]
        if let price = all.first(where: { !(0...1_000_000).contains($0) }) {
            return "a price is \(price) for a million tokens; it must be from 0 to 1000000"
        }
        guard (1...8).contains(prices.currency.count), prices.currency.allSatisfy(\.isLetter) else {
            return "the currency is “\(prices.currency.prefix(20))”; it must be letters, such as USD"
        }
        return nil
    }
}

/// The file `engines.json` in the user's folder: ``RemoteSettings`` by engine.
///
/// ```json
/// {"anthropic:claude-haiku-4-5": {"prices": {"prompt": 1, "answer": 5, "currency": "USD"}}}
/// ```
public struct RemoteSettingsFile: Sendable {
    private let url: URL

    /// Names the file in a folder; it need not be there.
    public init(in folder: URL) { url = folder.appending(path: "engines.json") }

    /// All settings, by what engines are called (``EngineSpecification/description``).
    ///
    /// - Throws: `invalidEngine` where the file is not what it should be: a setting is not dropped silently.
    public func all() throws -> [String: RemoteSettings] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [:] }
        guard let data = try? Data(contentsOf: url), data.count <= 1 << 20 else {
            throw InferenceError(.invalidEngine, "\(url.path) cannot be read; check its permissions, or delete it")
        }
        do {
            let settings = try JSONDecoder().decode([String: RemoteSettings].self, from: data)
            for (engine, settings) in settings {
                if let problem = settings.problem { throw Misfit(reason: "for \(engine), \(problem)") }
            }
            if let unknown = Self.unknownKey(in: data) { throw Misfit(reason: "“\(unknown)” is not known") }
            return settings
        } catch {
            let reason = (error as? Misfit)?.reason ?? "it does not have the form that “bespoke engines set” writes"
            throw InferenceError(.invalidEngine, "\(url.path) cannot be used: \(reason); correct it, or delete it")
        }
    }

    /// The settings of one engine; such as say nothing where there are none.
    public func settings(of engine: EngineSpecification) throws -> RemoteSettings {
        try all()[engine.description] ?? RemoteSettings()
    }

    /// Sets the settings of one engine; such as say nothing take it out. The file is replaced as a whole.
    ///
    /// - Throws: `invalidEngine` for settings that are out of range; `permissionDenied` where it cannot be written.
    public func set(_ settings: RemoteSettings, of engine: EngineSpecification) throws {
        if let problem = settings.problem { throw InferenceError(.invalidEngine, "\(problem)") }
        var all = try all()
        all[engine.description] = settings == RemoteSettings() ? nil : settings
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try encoder.encode(all).write(to: url, options: .atomic)
        } catch {
            throw InferenceError(.permissionDenied, "\(url.path) cannot be written; check the folder's permissions")
        }
    }

    private struct Misfit: Error { var reason: String }

    private static func unknownKey(in data: Data) -> String? {
        let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: [String: Any]] ?? [:]
        let known: Set = ["window", "prices", "keyFile", "timeout"]
        let prices: Set = ["prompt", "answer", "cacheRead", "cacheWrite", "currency"]
        for settings in object.values {
            if let key = settings.keys.first(where: { !known.contains($0) }) { return key }
            let stated = settings["prices"] as? [String: Any] ?? [:]
            if let key = stated.keys.first(where: { !prices.contains($0) }) { return key }
        }
        return nil
    }
}
