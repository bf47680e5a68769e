package import AsyncHTTPClient
package import Foundation

/// The HTTP proxy that stands between this machine and a server. Its password is never printed.
package struct ServerProxy: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let host: String
    let port: Int
    private let user: String?
    private let password: String?
    private let variable: String

    /// The proxy that the environment names for an address, as curl reads it: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme, else
    /// `ALL_PROXY`, none for the hosts in `NO_PROXY`; names in small letters come first. This machine is reached without one.
    ///
    /// - Throws: `invalidEngine` for a value that is no http:// address, naming the variable only.
    package init?(for address: URL, environment: [String: String]) throws {
        guard let target = address.host?.lowercased(), !Self.isThisMachine(target) else { return nil }
        func value(_ name: String) -> (variable: String, text: String)? {
            [name.lowercased(), name].lazy.compactMap { name in
                environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
            }.first
        }
        guard
            let (variable, text) = value(address.scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY") ?? value("ALL_PROXY")
        else { return nil }
        let port = address.port ?? (address.scheme == "https" ? 443 : 80)
        guard !Self.isExcluded(target, port: port, by: value("NO_PROXY")?.text ?? "") else { return nil }
        let components = URLComponents(string: text.contains("://") ? text : "http://\(text)")
        guard let components, components.scheme?.lowercased() == "http", let host = components.host, !host.isEmpty
        else {
            throw InferenceError(
                .invalidEngine, "\(variable) does not name an HTTP proxy; set it to http://HOST:PORT, or take it away")
        }
        self.host = host.trimmingCharacters(in: ["[", "]"])
        self.port = components.port ?? 80
        (user, password) = (components.user, components.password)
        self.variable = variable
    }

    /// As the HTTP client wants it.
    package var configuration: HTTPClient.Configuration.Proxy {
        guard let user else { return .server(host: host, port: port) }
        return .server(host: host, port: port, authorization: .basic(username: user, password: password ?? ""))
    }

    package var description: String { "the proxy \(host):\(port) of \(variable)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "[::1]"
            || host.wholeMatch(of: /127(\.\d+){1,3}/) != nil
    }

    /// `*`, or hosts divided by commas, each for its subdomains too and with a port where it ends in one.
    private static func isExcluded(_ host: String, port: Int, by list: String) -> Bool {
        list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { entry in
            if entry == "*" { return true }
            var name = entry.lowercased()
            if let match = name.firstMatch(of: /^([^:]+):(\d+)$/) {
                guard Int(match.output.2) == port else { return false }
                name = String(match.output.1)
            }
            let bare = name.drop { $0 == "." || $0 == "*" }
            return !bare.isEmpty && (host == bare || host.hasSuffix(".\(bare)"))
        }
    }
}
