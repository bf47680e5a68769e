import Foundation
import Inference
import Testing

/// Which proxy the environment names for an address.
struct ServerProxyTests {
    private func proxy(_ address: String, _ environment: [String: String]) throws -> String? {
        try ServerProxy(for: #require(URL(string: address)), environment: environment)?.description
    }

    @Test("The scheme chooses the variable, small letters come first, ALL_PROXY last")
    func variables() throws {
        let both = ["HTTPS_PROXY": "http://secure:1", "HTTP_PROXY": "plain:2", "ALL_PROXY": "http://all:3"]
        #expect(try proxy("https://api.example.com/v1", both) == "the proxy secure:1 of HTTPS_PROXY")
        #expect(try proxy("http://api.example.com/v1", both) == "the proxy plain:2 of HTTP_PROXY")
        #expect(
            try proxy("http://a.b/v1", ["http_proxy": "http://x", "HTTP_PROXY": "y"]) == "the proxy x:80 of http_proxy")
        #expect(try proxy("https://a.b/v1", ["ALL_PROXY": "http://all:3"]) == "the proxy all:3 of ALL_PROXY")
        #expect(try proxy("https://a.b/v1", ["HTTPS_PROXY": ""]) == nil)
    }

    @Test(
        "This machine and what NO_PROXY names are reached without one",
        arguments: [
            ("http://localhost:8080/v1", "", false), ("http://127.0.0.1:8080/v1", "", false),
            ("http://[::1]:8080/v1", "", false), ("http://127.example.com/v1", "", true),
            ("http://10.0.0.5/v1", "10.0.0.5", false), ("http://api.example.com/v1", "example.com", false),
            ("http://api.example.com/v1", ".example.com, other", false),
            ("http://badexample.com/v1", "example.com", true), ("http://example.com:81/v1", "example.com:82", true),
            ("http://example.com:81/v1", "example.com:81", false), ("http://example.com/v1", "*", false),
            ("http://example.com/v1", "", true), ("http://example.com/v1", ",", true),
        ])
    func exclusions(address: String, list: String, isProxied: Bool) throws {
        #expect(try (proxy(address, ["HTTP_PROXY": "http://p:1", "NO_PROXY": list]) != nil) == isProxied)
    }

    @Test("A value that is no HTTP proxy is refused by its variable; user and password are never shown")
    func values() throws {
        for value in ["socks5://secret:pw@p:1", "https://secret:pw@p:1", "http://", "://"] {
            let error = #expect(throws: InferenceError.self) { try proxy("http://a.b/v1", ["HTTP_PROXY": value]) }
            #expect(error?.code == .invalidEngine)
            #expect(error?.message.contains("HTTP_PROXY") == true)
            #expect(error?.message.contains("secret") == false)
        }
        let url = try #require(URL(string: "http://a.b/v1"))
        let known = try #require(try ServerProxy(for: url, environment: ["HTTP_PROXY": "http://me:hunter2@p:1"]))
        var dumped = ""
        dump(known, to: &dumped)
        #expect(!("\(known)" + String(reflecting: known) + dumped).contains("hunter2"))
    }
}
