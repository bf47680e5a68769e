public import Foundation

/// What the user wrote for an engine: a model's name, a GGUF file, or a server.
///
/// ```swift
/// try EngineSpecification("SmolLM2-135M-Instruct")                // a model on this machine
/// try EngineSpecification("openai:http://localhost:8080#gemma")   // a server, asked at http://localhost:8080/v1
/// try EngineSpecification("anthropic:claude-haiku-4-5")           // Anthropic's own server
/// ```
public enum EngineSpecification: Sendable, Hashable, CustomStringConvertible {
    /// A model on this machine, by its name.
    case native(String)
    /// A GGUF file on this machine.
    case file(URL)
    /// A server that speaks the OpenAI protocol; `address` is what `/chat/completions` is added to.
    case openAI(address: URL, model: String)
    /// A server that speaks Anthropic's Messages API; `address` is what `/messages` is added to, nil for Anthropic's own.
    case anthropic(address: URL?, model: String)

    /// Anthropic's own server.
    static let anthropicAddress = "https://api.anthropic.com/v1"

    /// Reads a specification.
    ///
    /// - Throws: `invalidEngine`, with what is wrong and the form that is right. Whether a model or server is there is not asked.
    public init(_ text: String) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.lowercased().hasPrefix("openai:") {
            let server = try Self.server(trimmed, prefix: "openai:", function: "/chat/completions")
            self = .openAI(address: server.address, model: server.model)
        } else if trimmed.lowercased().hasPrefix("anthropic:") {
            self = try Self.anthropic(trimmed)
        } else if trimmed.lowercased().hasSuffix(".gguf") {
            self = .file(URL(filePath: trimmed))
        } else {
            do {
                try ModelName.check(trimmed)
            } catch {
                throw Self.invalid(trimmed, "it is neither a model's name nor a server")
            }
            self = .native(trimmed)
        }
    }

    public var description: String {
        switch self {
        case .native(let name): name
        case .file(let url): url.path
        case .openAI(let address, let model): "openai:\(address.absoluteString)#\(model)"
        case .anthropic(let address?, let model) where address.absoluteString != Self.anthropicAddress:
            "anthropic:\(address.absoluteString)#\(model)"
        case .anthropic(_, let model): "anthropic:\(model)"
        }
    }

    /// Whether it is on a server.
    public var isRemote: Bool {
        switch self {
        case .native, .file: false
        case .openAI, .anthropic: true
        }
    }

    /// `anthropic:MODEL`, or `anthropic:URL#MODEL`.
    private static func anthropic(_ text: String) throws -> EngineSpecification {
        let rest = text.dropFirst("anthropic:".count)
        if rest.contains("#") || rest.contains("://") {
            let server = try server(text, prefix: "anthropic:", function: "/messages")
            return .anthropic(address: server.address, model: server.model)
        }
        let isName = rest.allSatisfy { $0.isLetter || $0.isNumber || "-._:/@".contains($0) }
        guard !rest.isEmpty, isName else { throw invalid(text, "it names no model after “anthropic:”") }
        return .anthropic(address: nil, model: String(rest))
    }

    /// - Parameter function: what is often copied with an address and is no part of it.
    static func server(_ text: String, prefix: String, function: String) throws -> (address: URL, model: String) {
        let prefix = String(text.prefix(prefix.count)).lowercased()
        let text = String(text.dropFirst(prefix.count))
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let shown = prefix + text
        guard var components = URLComponents(string: parts[0]), let host = components.host, !host.isEmpty,
            let scheme = components.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw invalid(shown, "“\(parts[0])” is not an http or https address") }
        guard components.user == nil, components.password == nil else {
            throw InferenceError(
                .invalidEngine,
                "an engine's address must not hold a user or a password; put the key into the environment instead "
                    + "(“bespoke engines --help”)")
        }
        guard components.query == nil else { throw invalid(shown, "its address must not have a query") }
        guard parts.count == 2, !parts[1].isEmpty else { throw invalid(shown, "it names no model after “#”") }
        guard !parts[1].contains(where: \.isNewline) else {
            throw invalid(prefix + parts[0], "its model has a line break")
        }
        var path = components.path
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(function) { path.removeLast(function.count) }
        components.path = path.isEmpty ? "/v1" : path
        guard let address = components.url else { throw invalid(shown, "its address is not one") }
        return (address, parts[1])
    }

    private static func invalid(_ text: String, _ reason: String) -> InferenceError {
        InferenceError(
            .invalidEngine,
            "“\(text.prefix(200))” is not an engine: \(reason); an engine is a model's name (“bespoke models list”), a .gguf "
                + "file, openai:URL#MODEL, such as openai:http://localhost:8080#gemma, or anthropic:MODEL")
    }
}
