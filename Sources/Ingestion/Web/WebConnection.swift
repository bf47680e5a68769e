internal import AsyncHTTPClient
internal import Foundation
internal import Inference
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

/// An answer of a web server.
struct WebResponse: Sendable {
    var status: Int
    var headers: HTTPHeaders
    /// The body of a success; of other answers nothing is read.
    var body = Data()
}

/// Connections to one site, always to an address that was checked: a name that leads elsewhere later changes nothing.
struct WebConnection: Sendable {
    private let clients: [HTTPClient]
    private let proxy: ServerProxy?

    /// Looks up and checks all addresses of the site's host. Through a proxy only what this machine knows of them can be checked.
    ///
    /// - Parameters:
    ///   - named: the address that messages name.
    ///   - environment: names the proxy, if any.
    /// - Throws: an ``IngestFailure`` with the code `privateAddress`, `unreachable`, `timedOut` or `invalidProxy`.
    init(
        to address: WebAddress, named: WebAddress, settings: WebSettings, environment: [String: String]
    ) async throws {
        do {
            proxy = try ServerProxy(for: address.url, environment: environment)
        } catch let error as InferenceError {
            throw IngestFailure(
                source: "\(named)", code: "invalidProxy", message: "\(named) cannot be fetched: \(error.message)")
        }
        let known = try await HostResolver.addresses(of: address.host)
        guard let found = known ?? proxy.map({ _ in [] }) else {
            throw IngestFailure(
                source: "\(named)", code: "timedOut",
                message: "\(named) cannot be fetched: the name \(address.host) was not found within "
                    + "\(HostResolver.limit.components.seconds) seconds; is there a network?")
        }
        guard !found.isEmpty || proxy != nil else {
            throw IngestFailure(
                source: "\(named)", code: "unreachable",
                message:
                    "\(named) cannot be fetched: the name \(address.host) is not known; check it, and the network")
        }
        if !settings.allowsPrivateAddresses, let own = found.first(where: { !AddressRange.isPublic($0) }) {
            let place = own == address.host ? own : "\(address.host), which is \(own),"
            throw IngestFailure(
                source: "\(named)", code: "privateAddress",
                message:
                    "\(named) was not fetched: \(place) is on this machine or a private network; where that is what you "
                    + "want, add it with --allow-private-addresses")
        }
        if let proxy {
            clients = [Self.client(settings) { $0.proxy = proxy.configuration }]
        } else {
            clients = found.prefix(3).map { own in Self.client(settings) { $0.dnsOverride = [address.host: own] } }
        }
    }

    private static func client(
        _ settings: WebSettings, reaching: (inout HTTPClient.Configuration) -> Void
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .seconds(HTTPConnection.connectLimit.components.seconds),
                read: .seconds(Int64(settings.idleLimit))))
        configuration.connectionPool.retryConnectionEstablishment = false
        reaching(&configuration)
        configuration.decompression = .enabled(limit: .size(1 << 30))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the connections.
    func close() async {
        for client in clients { try? await client.shutdown() }
    }

    /// Asks for one page of the site.
    ///
    /// - Parameters:
    ///   - named: the address that messages name.
    ///   - limit: the most bytes of the body, unpacked.
    ///   - isCut: whether a longer body is cut there, and not a failure.
    /// - Throws: an ``IngestFailure`` with the code `unreachable`, `timedOut`, `brokenOff` or `limitExceeded`;
    ///   `CancellationError`.
    func get(
        _ address: WebAddress, named: WebAddress, headers: [(String, String)], limit: Int, isCut: Bool = false,
        seconds: Int
    ) async throws -> WebResponse {
        var request = HTTPClientRequest(url: address.description)
        request.headers.add(name: "User-Agent", value: "\(RobotsRules.agent)/0.1")
        request.headers.add(name: "Accept", value: "*/*")
        request.headers.add(name: "Accept-Encoding", value: "gzip, deflate")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let deadline = NIODeadline.now() + .seconds(Int64(seconds))
        let response: HTTPClientResponse
        do {
            response = try await connect(request, deadline)
        } catch {
            throw try failure(error, named, seconds: seconds)
        }
        var answer = WebResponse(status: Int(response.status.code), headers: response.headers)
        guard answer.status == 200 else { return answer }
        if !isCut, let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limit {
            throw tooLarge(named, limit)
        }
        do {
            for try await piece in response.body {
                guard NIODeadline.now() < deadline else { throw HTTPClientError.deadlineExceeded }
                answer.body.append(contentsOf: piece.readableBytesView)
                if answer.body.count > limit {
                    guard isCut else { throw tooLarge(named, limit) }
                    answer.body = answer.body.prefix(limit)
                    return answer
                }
            }
        } catch let error as IngestFailure {
            throw error
        } catch {
            throw try failure(error, named, seconds: seconds, received: answer.body.count)
        }
        return answer
    }

    /// The head of the answer, from the first of the host's addresses that takes a connection.
    private func connect(_ request: HTTPClientRequest, _ deadline: NIODeadline) async throws -> HTTPClientResponse {
        for client in clients.dropLast() {
            do {
                return try await client.execute(request, deadline: deadline)
            } catch let error as HTTPClientError where error != .connectTimeout {
                throw error
            } catch {
                try Task.checkCancellation()
            }
        }
        guard let last = clients.last else { throw HTTPClientError.emptyHost }
        return try await last.execute(request, deadline: deadline)
    }

    private func failure(
        _ error: any Error, _ address: WebAddress, seconds: Int, received: Int? = nil
    ) throws -> IngestFailure {
        try Task.checkCancellation()
        switch error as? HTTPClientError {
        case .deadlineExceeded?, .readTimeout?:
            return IngestFailure(
                source: "\(address)", code: "timedOut",
                message: "\(address) did not come within its time limit of \(seconds) seconds; try again later")
        default: break
        }
        guard let received else {
            return IngestFailure(
                source: "\(address)", code: "unreachable",
                message:
                    "\(address) cannot be fetched\(proxy.map { " through \($0)" } ?? ""): \(HTTPConnection.reason(error)); check "
                    + "the address\(proxy == nil ? "" : " and the proxy"), or try again later"
            )
        }
        return IngestFailure(
            source: "\(address)", code: "brokenOff",
            message:
                "\(address) came in part only: the server broke off after \(received) bytes; nothing of it was taken, try "
                + "again")
    }

    private func tooLarge(_ address: WebAddress, _ limit: Int) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "limitExceeded",
            message: "\(address) is larger than \(limit) bytes, the most that a file may have")
    }
}
