/// What llama.cpp's server says at `/props`; the window is that of one of its slots.
struct LlamaProperties: Decodable {
    private var settings: Settings

    private struct Settings: Decodable {
        var window: Int

        private enum CodingKeys: String, CodingKey { case window = "n_ctx" }
    }

    private enum CodingKeys: String, CodingKey { case settings = "default_generation_settings" }

    var window: Int { settings.window }
}

/// What Ollama says at `/api/ps` of the models that it has loaded.
struct OllamaLoaded: Decodable {
    private var models: [Model]

    private struct Model: Decodable {
        var name: String
        var window: Int?

        private enum CodingKeys: String, CodingKey {
            case name
            case window = "context_length"
        }
    }

    func window(of model: String) -> Int? {
        models.first { $0.name == model || $0.name == "\(model):latest" }?.window
    }
}

/// What Ollama says at `/api/show` of a model that may not be loaded.
///
/// The length that the model was made for is not the window: Ollama loads it with `num_ctx`, or with its own default, and cuts
/// longer prompts without a word. An environment variable of its server may raise that default, which it does not tell.
struct OllamaModel: Decodable {
    /// What it gives a model for which nobody says otherwise.
    static let defaultWindow = 4096

    let window: Int?

    private enum CodingKeys: String, CodingKey {
        case parameters
        case information = "model_info"
    }

    /// A number where there is one; any other value counts for nothing.
    private struct Number: Decodable {
        var value: Int?

        init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Int.self) }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let parameters = try container.decodeIfPresent(String.self, forKey: .parameters) ?? ""
        let set = parameters.split(whereSeparator: \.isNewline).lazy.compactMap { line -> Int? in
            let words = line.split(separator: " ")
            return words.count == 2 && words[0] == "num_ctx" ? Int(words[1]) : nil
        }.first
        let information = try container.decode([String: Number].self, forKey: .information)
        let longest = information.first { $0.key.hasSuffix(".context_length") }?.value.value
        window = set ?? longest.map { min($0, Self.defaultWindow) }
    }
}

/// What LM Studio says at `/api/v0/models`; the length that a model was made for is not the one that it is loaded with.
struct StudioModels: Decodable {
    private var data: [Model]

    private struct Model: Decodable {
        var id: String
        var window: Int?

        private enum CodingKeys: String, CodingKey {
            case id
            case window = "loaded_context_length"
        }
    }

    func window(of model: String) -> Int? { data.first { $0.id == model }?.window }
}
