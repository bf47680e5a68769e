package import Foundation

/// A server that speaks the OpenAI protocol, and the model that is wanted of it.
package struct OpenAIServer: Sendable {
    /// What `/chat/completions` is added to.
    package var address: URL
    /// The model's name there.
    package var model: String
    /// The key that it wants.
    package var key: ServerKey
    /// How long to wait for it.
    package var limits = OpenAILimits()

    package init(address: URL, model: String, key: ServerKey) {
        self.address = address
        self.model = model
        self.key = key
    }

    /// The address of one of its functions.
    func url(_ path: String) -> String { address.absoluteString + path }
}

/// How long an engine waits for a server, and how often it asks again.
package struct OpenAILimits: Sendable {
    /// The longest wait for the first piece of text. The default is two minutes.
    package var firstToken: Duration = .seconds(120)
    /// The longest wait for the next piece. The default is a minute.
    package var idle: Duration = .seconds(60)
    /// The longest answer. The default is fifteen minutes.
    package var total: Duration = .seconds(900)
    /// The longest wait for the list of models. The default is three seconds.
    package var models: Duration = .seconds(3)
    /// Attempts before the first piece of text. The default is 4.
    package var attempts = 4
    /// The wait before the second attempt; it doubles with each. The default is half a second.
    package var firstDelay: Duration = .milliseconds(500)
    /// The longest wait between attempts, also where the server asks for a longer one. The default is 20 seconds.
    package var longestDelay: Duration = .seconds(20)
    /// The longest line of a stream, in bytes. The default is a megabyte.
    package var longestLine = 1 << 20

    package init() {}
}
