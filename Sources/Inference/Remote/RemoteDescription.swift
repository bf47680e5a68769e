internal import Foundation

/// What is known of an engine on a server, for the user to see. Holds no key.
public struct RemoteDescription: Sendable {
    /// What the engine is called.
    public let engine: String
    /// The address that requests go to.
    public let address: String
    /// The form of its API: “OpenAI” or “Anthropic”.
    public let api: String
    /// How far its words are trusted.
    public let sizeClass: EngineSizeClass
    /// Where the key comes from, such as "OPENAI_API_KEY"; nil for no key.
    public let keySource: String?
    /// The variables in which a key is looked for.
    public let keyVariables: [String]
    /// Its window and how that is known.
    public let window: EngineWindow
    /// What its tokens cost, where the user said.
    public let prices: TokenPrices?
    /// What stands between, without user and password; nil for nothing.
    public let proxy: String?
    /// The longest waits for a connection, for the first piece of text, for the next piece and for the whole answer, in seconds.
    public let limits: [Double]
    /// Most attempts before the first piece of text.
    public let attempts: Int
    /// What it cannot do: a request with one of these is refused.
    public let refuses: [String]
    /// Settings that its API does not know and that are left out.
    public let leavesOut: [String]

    init(_ model: RemoteModel) {
        let server = model.server
        engine = model.name
        address = server.address.absoluteString
        sizeClass = model.sizeClass
        keySource = server.key.source
        keyVariables = server.api.keyVariables
        window = model.window
        prices = server.prices
        proxy = server.proxy?.description
        let limits = server.limits
        self.limits = [HTTPConnection.connectLimit, limits.firstToken, limits.idle, limits.total].map {
            $0 / .seconds(1)
        }
        attempts = limits.attempts
        switch server.api {
        case .openAI:
            api = "OpenAI"
            refuses = ["regular expressions", "spans", "biases of tokens that are named by text"]
            leavesOut = ["top-k", "min-p", "repetition penalty"]
        case .anthropic:
            api = "Anthropic"
            refuses = [
                "seeds", "constraints", "logit bias", "log-probabilities", "temperatures above 1",
            ]
            leavesOut = ["top-p", "min-p", "repetition penalty"]
        }
    }
}
