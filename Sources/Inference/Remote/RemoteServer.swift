internal import AsyncHTTPClient
package import Foundation
internal import NIOCore
internal import NIOHTTP1

/// A server that an engine asks, and the model that is wanted of it.
package struct RemoteServer: Sendable {
    /// What the engine is called.
    package var name: String
    /// The form of its API.
    package var api: RemoteAPI
    /// What `/chat/completions` or `/messages` is added to.
    package var address: URL
    /// The model's name there.
    package var model: String
    /// The key that it wants.
    package var key: ServerKey
    /// What stands between; nil for nothing.
    package var proxy: ServerProxy?
    /// What its tokens cost, where the user said.
    package var prices: TokenPrices?
    /// How long to wait for it.
    package var limits = RemoteLimits()
    /// Told, in a sentence, of each wait before another attempt.
    package var onWait: @Sendable (String) -> Void = { _ in }

    package init(_ api: RemoteAPI = .openAI, address: URL, model: String, key: ServerKey) {
        self.api = api
        self.address = address
        self.model = model
        self.key = key
        let specification: EngineSpecification =
            api == .openAI ? .openAI(address: address, model: model) : .anthropic(address: address, model: model)
        name = specification.description
    }

    /// The version of Anthropic's API that is spoken (docs.claude.com, “Versions”).
    package static let anthropicVersion = "2023-06-01"

    /// A request for one of its functions, with the headers that every request has.
    func request(_ path: String, at base: String? = nil) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: (base ?? address.absoluteString) + path)
        request.headers.add(name: "User-Agent", value: "bespoke")
        switch api {
        case .openAI:
            if let secret = key.secret { request.headers.add(name: "Authorization", value: "Bearer \(secret)") }
        case .anthropic:
            if let secret = key.secret { request.headers.add(name: "x-api-key", value: secret) }
            request.headers.add(name: "anthropic-version", value: Self.anthropicVersion)
        }
        return request
    }

    /// Sends a request, through the proxy where there is one.
    func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        try await HTTPConnection.engines(through: proxy).execute(request, deadline: .distantFuture)
    }
}

/// How long an engine waits for a server, and how often it asks again.
package struct RemoteLimits: Sendable {
    /// The longest wait for the first piece of text. The default is two minutes.
    package var firstToken: Duration = .seconds(120)
    /// The longest wait for the next piece. The default is a minute.
    package var idle: Duration = .seconds(60)
    /// The longest answer. The default is fifteen minutes.
    package var total: Duration = .seconds(900)
    /// The longest search for the window. The default is three seconds.
    package var models: Duration = .seconds(3)
    /// Attempts before the first piece of text. The default is 4.
    package var attempts = 4
    /// The wait before the second attempt; it doubles with each. The default is half a second.
    package var firstDelay: Duration = .milliseconds(500)
    /// The longest wait between attempts, also where the server asks for a longer one. The default is a minute.
    package var longestDelay: Duration = .seconds(60)
    /// The longest line of a stream, in bytes. The default is a megabyte.
    package var longestLine = 1 << 20

    package init() {}
}
