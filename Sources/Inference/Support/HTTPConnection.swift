internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import Synchronization

/// The HTTP clients of the module. They live as long as the process, as their connections do.
package enum HTTPConnection {
    /// The longest wait for a connection.
    package static let connectLimit: Duration = .seconds(10)

    /// Follows redirects, for downloads, which are checked by their hashes.
    static let downloads = client(redirects: .follow(max: 5, allowCycles: false))

    private static let engines = Mutex<[ServerProxy?: HTTPClient]>([:])

    /// Goes nowhere else, so that a key reaches only the server that the user named. One for each proxy.
    static func engines(through proxy: ServerProxy?) -> HTTPClient {
        engines.withLock { clients in
            if let known = clients[proxy] { return known }
            let made = client(redirects: .disallow, proxy: proxy)
            clients[proxy] = made
            return made
        }
    }

    private static func client(
        redirects: HTTPClient.Configuration.RedirectConfiguration, proxy: ServerProxy? = nil
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: redirects,
            timeout: HTTPClient.Configuration.Timeout(connect: .seconds(connectLimit.components.seconds)),
            proxy: proxy?.configuration)
        // Retries are ours: they are counted, bounded and reported.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Why a connection failed, in words without addresses of memory and without what was sent.
    package static func reason(_ error: any Error) -> String {
        switch error as? HTTPClientError {
        case .connectTimeout?: return "no connection within \(connectLimit.components.seconds) seconds"
        case .remoteConnectionClosed?: return "the connection was closed"
        case .proxyAuthenticationRequired?: return "the proxy wants another user and password"
        case .invalidProxyResponse?: return "the proxy lets nobody through to it"
        case .tlsHandshakeTimeout?: return "no TLS handshake within its time limit"
        case .redirectLimitReached?, .redirectCycleDetected?: return "it redirects in a circle"
        case let error?: return error.shortDescription
        case nil: break
        }
        let text = String(describing: error)
        let known = [
            ("Connection refused", "connection refused"), ("errno: 111", "connection refused"),
            ("Connection reset", "connection reset"), ("No route to host", "no route to host"),
            ("Network is unreachable", "the network is unreachable"), ("dnsAError: Optional", "its name is not known"),
            ("CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted"), ("invalidHTTP", "it does not speak HTTP"),
            ("WRONG_VERSION_NUMBER", "it does not speak TLS; is it an http:// address?"),
            ("HTTPParserError", "it does not speak HTTP"),
        ]
        return known.first { text.contains($0.0) }?.1 ?? "connection failed (\(type(of: error)))"
    }
}
