public import Foundation

/// What the user wrote for an engine: a model's name, a GGUF file, or a server.
///
/// ```swift
/// try EngineSpecification("SmolLM2-135M-Instruct")                // a model on this machine
/// try EngineSpecification("openai:http://localhost:8080#gemma")   // a server, asked at http://localhost:8080/v1
/// ```
public enum EngineSpecification: Sendable, Hashable, CustomStringConvertible {
    /// A model on this machine, by its name.
    case native(String)
    /// A GGUF file on this machine.
    case file(URL)
    /// A server that speaks the OpenAI protocol; `address` is what `/chat/completions` is added to.
    case openAI(address: URL, model: String)

    /// Reads a specification.
    ///
    /// - Throws: `invalidEngine`, with what is wrong and the form that is right. Whether a model or server is there is not asked.
    public init(_ text: String) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.lowercased().hasPrefix("openai:") {
            self = try Self.server(String(trimmed.dropFirst("openai:".count)))
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
        }
    }

    private static func server(_ text: String) throws -> EngineSpecification {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let shown = "openai:\(text)"
        guard var components = URLComponents(string: parts[0]), let host = components.host, !host.isEmpty,
            let scheme = components.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw invalid(shown, "“\(parts[0])” is not an http or https address") }
        guard components.user == nil, components.password == nil else {
            throw InferenceError(
                .invalidEngine,
                "an engine's address must not hold a user or a password; put the key into BESPOKE_API_KEY instead")
        }
        guard components.query == nil else { throw invalid(shown, "its address must not have a query") }
        guard parts.count == 2, !parts[1].isEmpty else { throw invalid(shown, "it names no model after “#”") }
        guard !parts[1].contains(where: \.isNewline) else {
            throw invalid("openai:\(parts[0])", "its model has a line break")
        }
        var path = components.path
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix("/chat/completions") { path.removeLast("/chat/completions".count) }
        components.path = path.isEmpty ? "/v1" : path
        guard let address = components.url else { throw invalid(shown, "its address is not one") }
        return .openAI(address: address, model: parts[1])
    }

    private static func invalid(_ text: String, _ reason: String) -> InferenceError {
        InferenceError(
            .invalidEngine,
            "“\(text.prefix(200))” is not an engine: \(reason); an engine is a model's name (“bespoke models list”), a .gguf "
                + "file, or openai:URL#MODEL, such as openai:http://localhost:8080#gemma")
    }
}
