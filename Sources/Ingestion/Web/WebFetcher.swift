internal import Documents
internal import Foundation
package import Library
internal import NIOHTTP1

/// Fetches pages as a polite and careful program: it obeys robots.txt, keeps a pace, follows a bounded number of redirects, and
/// asks no address of a private network unless it may.
package actor WebFetcher {
    /// What came of a request.
    package enum Outcome: Sendable {
        case page(FetchedPage)
        /// The version that the validators name is the newest.
        case notModified
    }

    private struct Key: Hashable {
        var origin: String
        var allowsPrivateAddresses: Bool
    }

    private let maximumBytes: Int
    private let environment: [String: String]
    private var connections: [Key: WebConnection] = [:]
    private var robots: [Key: RobotsRules] = [:]
    private var nextRequest: [String: ContinuousClock.Instant] = [:]

    private init(maximumBytes: Int, environment: [String: String]) {
        (self.maximumBytes, self.environment) = (maximumBytes, environment)
    }

    /// Runs `body` with a fetcher, and closes its connections.
    ///
    /// - Parameters:
    ///   - maximumBytes: the most bytes of a page, unpacked.
    ///   - environment: names the proxy that sites are reached through, if any. The default is that of the process.
    package static func with<Value: Sendable>(
        maximumBytes: Int, environment: [String: String] = ProcessInfo.processInfo.environment,
        _ body: (WebFetcher) async throws -> Value
    ) async throws -> Value {
        let fetcher = WebFetcher(maximumBytes: maximumBytes, environment: environment)
        do {
            let value = try await body(fetcher)
            await fetcher.close()
            return value
        } catch {
            await fetcher.close()
            throw error
        }
    }

    private func close() async {
        for connection in connections.values { await connection.close() }
        connections = [:]
    }

    /// Fetches a page.
    ///
    /// - Parameter validators: those of the version that is there already.
    /// - Throws: an ``IngestFailure`` with the code `notFound` for a page that is gone; `disallowed`, `refused`, `busy`,
    ///   `tooManyRedirects`, `privateAddress`, `invalidProxy`, `unreachable`, `timedOut`, `brokenOff` or `limitExceeded`; `CancellationError`.
    package func fetch(
        _ address: WebAddress, validators: WebValidators = WebValidators(), settings: WebSettings
    ) async throws -> Outcome {
        var current = address
        var isForGood = true
        for _ in 0...WebSettings.maximumRedirects {
            try await checkRobots(current, for: address, settings)
            let response = try await politely(current, validators, settings)
            switch response.status {
            case 200:
                let hint = ContentHint(response.headers.first(name: "Content-Type"))
                return .page(
                    FetchedPage(
                        address: current, bytes: hint.decoded(response.body), typeName: hint.typeName(for: current),
                        validators: WebValidators(
                            etag: response.headers.first(name: "ETag"),
                            lastModified: response.headers.first(name: "Last-Modified")),
                        robots: Set(response.headers["X-Robots-Tag"].flatMap(PageLinks.words)),
                        hasMoved: isForGood && current != address))
            case 304: return .notModified
            case 301, 302, 303, 307, 308:
                guard let target = response.headers.first(name: "Location").flatMap({ current.resolve($0) }) else {
                    throw WebFailure.badRedirect(current)
                }
                current = target
                isForGood = isForGood && [301, 308].contains(response.status)
            default: throw WebFailure.status(response.status, current, named: address)
            }
        }
        throw WebFailure.tooManyRedirects(address)
    }

    /// Whether robots.txt allows a page, for links that are to be passed over without a failure.
    func mayFetch(_ address: WebAddress, settings: WebSettings) async throws -> Bool {
        try await rules(for: address, settings).allows(address.pathAndQuery)
    }

    private func checkRobots(_ current: WebAddress, for address: WebAddress, _ settings: WebSettings) async throws {
        guard try await mayFetch(current, settings: settings) else { throw WebFailure.disallowed(current) }
    }

    /// Asks at the site's pace, and again where it says that it is busy and for how long.
    private func politely(
        _ address: WebAddress, _ validators: WebValidators, _ settings: WebSettings
    ) async throws -> WebResponse {
        var headers: [(String, String)] = []
        if let etag = validators.etag { headers.append(("If-None-Match", etag)) }
        if let date = validators.lastModified { headers.append(("If-Modified-Since", date)) }
        var waits = 0
        while true {
            try await keepPace(address, settings)
            let response = try await connection(to: address, named: address, settings)
                .get(address, named: address, headers: headers, limit: maximumBytes, seconds: settings.totalLimit)
            guard [429, 503].contains(response.status), waits < 2,
                let seconds = RetryAfter.seconds(response.headers.first(name: "Retry-After")),
                seconds <= settings.longestWait
            else { return response }
            waits += 1
            try await Task.sleep(for: .seconds(seconds))
        }
    }

    private func keepPace(_ address: WebAddress, _ settings: WebSettings) async throws {
        let asked = min(try await rules(for: address, settings).delay ?? 0, WebSettings.longestCrawlDelay)
        if let next = nextRequest[address.host], next > .now { try await Task.sleep(until: next, clock: .continuous) }
        nextRequest[address.host] = .now + .seconds(max(settings.delay, asked))
    }

    private func connection(
        to address: WebAddress, named: WebAddress, _ settings: WebSettings
    ) async throws -> WebConnection {
        let key = Key(origin: address.origin, allowsPrivateAddresses: settings.allowsPrivateAddresses)
        if let known = connections[key] { return known }
        let connection = try await WebConnection(
            to: address, named: named, settings: settings, environment: environment)
        connections[key] = connection
        return connection
    }

    /// The site's rules, asked for once. Where there are none everything is allowed; where they cannot be had, nothing.
    private func rules(for address: WebAddress, _ settings: WebSettings) async throws -> RobotsRules {
        let key = Key(origin: address.origin, allowsPrivateAddresses: settings.allowsPrivateAddresses)
        if let known = robots[key] { return known }
        let rules = try await fetchRules(of: address, settings)
        robots[key] = rules
        return rules
    }

    private func fetchRules(of address: WebAddress, _ settings: WebSettings) async throws -> RobotsRules {
        var current = address.atRoot("/robots.txt")
        // RFC 9309 wants at least five redirects followed.
        for _ in 0...5 {
            guard let asked = current else { return RobotsRules() }
            let response = try await connection(to: asked, named: address, settings)
                .get(
                    asked, named: address, headers: [], limit: RobotsRules.maximumBytes, isCut: true,
                    seconds: settings.idleLimit)
            switch response.status {
            case 200: return RobotsRules(response.body)
            case 301, 302, 303, 307, 308:
                current = response.headers.first(name: "Location").flatMap { asked.resolve($0) }
            case 500...: throw WebFailure.noRobots(address, status: response.status)
            default: return RobotsRules()
            }
        }
        return RobotsRules()
    }
}
