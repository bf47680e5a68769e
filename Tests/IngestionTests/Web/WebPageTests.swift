import Documents
import Foundation
import Ingestion
import Library
import TestSupport
import Testing

/// A single page or file by its address.
struct WebPageTests {
    private func page(_ text: String) -> WebServer.Page { WebServer.Page("<html><body><p>\(text)</p></body></html>") }

    @Test("A page becomes a document that is named by its address, without the fragment")
    func adds() async throws {
        let server = try WebServer(["/guide?lang=en": page("Otters sleep holding hands.")])
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/guide?lang=en#sleep"))
            #expect(report.counts == [1, 0, 0, 0, 0, 0])
            #expect(try await shop.names() == [server.url("/guide?lang=en")])
            #expect(try await shop.found("otters") == ["Otters sleep holding hands."])
            #expect(try await shop.library.files(ofProfile: "p")[0].file.path == server.url("/guide?lang=en"))
            #expect(server.requests.allSatisfy { $0.headers["user-agent"]?.hasPrefix("bespoke/") == true })
        }
    }

    @Test("Redirects are followed, ten of them")
    func redirects() async throws {
        let server = try WebServer(["/10": page("At the end.")])
        for number in 0..<10 {
            server["/\(number)"] = .init(
                status: [301, 302, 303, 307, 308][number % 5], headers: ["Location": "\(number + 1)"])
        }
        server["/before"] = .init(status: 302, headers: ["Location": "/0"])
        server["/file"] = .init(status: 302, headers: ["Location": "file:///etc/passwd"])
        try await Workshop.run { shop in
            #expect(try await shop.addSources(server.url("/0")).counts == [1, 0, 0, 0, 0, 0])
            #expect(try await shop.names() == [server.url("/0")])
            let report = try await shop.addSources(server.url("/before"), server.url("/file"))
            #expect(report.failed.map(\.code) == ["tooManyRedirects", "refused"])
        }
    }

    @Test("The server's charset decodes a page that does not state its own")
    func charset() async throws {
        let koi8 = Data([0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4])  // "Привет" in KOI8-R
        let body = Data("<html><meta charset=\"iso-8859-1\"><body><p>".utf8) + koi8 + Data("</p></body></html>".utf8)
        let server = try WebServer(["/": .init(bytes: body, type: "text/html; charset=\"KOI8-R\"")])
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/"))
            #expect(try await shop.found("привет") == ["Привет"])
        }
    }

    @Test("What the content leaves open is decided by the stated type, not by how the address ends")
    func type() async throws {
        let server = try WebServer([
            "/table.php?id=1": .init("name,legs\nspider,8\n", type: "text/csv"),
            "/readme": .init("# Title\n\nText.", type: "text/markdown"),
            "/fragment.php": .init("<p>Only a <b>piece</b>.</p>", type: "text/html"),
        ])
        try await Workshop.run { shop in
            let addresses = ["/table.php?id=1", "/readme", "/fragment.php"].map(server.url)
            let report = try await shop.sources().add(addresses, toProfile: "p")
            #expect(report.added == 3)
            let types = try await shop.library.files(ofProfile: "p").map { ($0.file.name, $0.type) }
            #expect(
                Dictionary(uniqueKeysWithValues: types) == [
                    addresses[0]: .csv, addresses[1]: .markdown, addresses[2]: .html,
                ])
        }
    }

    @Test("A second add asks whether there is a newer version, and reads nothing again where there is none")
    func conditional() async throws {
        let server = try WebServer(["/tagged": page("One."), "/dated": page("Two.")])
        server["/tagged"]?.headers["ETag"] = "\"v1\""
        server["/dated"]?.headers["Last-Modified"] = "Wed, 21 Oct 2015 07:28:00 GMT"
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/tagged"), server.url("/dated"))
            let again = try await shop.addSources(server.url("/tagged"), server.url("/dated"))
            #expect(again.counts == [0, 0, 2, 0, 0, 0] && again.bytes == 0)
            let asked = server.requests.filter { $0.path != "/robots.txt" }.suffix(2)
            #expect(asked.first?.headers["if-none-match"] == "\"v1\"")
            #expect(asked.last?.headers["if-modified-since"] == "Wed, 21 Oct 2015 07:28:00 GMT")
            server["/tagged"] = page("Newer.")
            #expect(try await shop.addSources(server.url("/tagged")).counts == [0, 1, 0, 0, 0, 0])
            #expect(try await shop.found("newer") == ["Newer."])
        }
    }

    @Test(
        "Private addresses are refused unless allowed, however they are written",
        arguments: [
            "http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://2130706433:PORT/",
            "http://[::ffff:127.0.0.1]:PORT/",
            "http://0.0.0.0:PORT/",
        ])
    func privateAddress(template: String) async throws {
        let server = try WebServer(["/": page("Secret.")])
        try await Workshop.run { shop in
            let address = template.replacing("PORT", with: "\(server.port)")
            let report = try await shop.addSources(address) { $0.allowsPrivateAddresses = false }
            #expect(report.failed.map(\.code) == ["privateAddress"])
            #expect(report.failed.allSatisfy { $0.message.contains("--allow-private-addresses") })
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A page that is too large, cut off, missing, forbidden or broken is a failure and no document")
    func failures() async throws {
        let long = String(repeating: "x", count: 3_000)
        let server = try WebServer([
            "/stated": page(long), "/unstated": page(long), "/cut": page("Half"), "/secret": .init(status: 403),
            "/broken": .init(status: 500), "/gone": .init(status: 410), "/teapot": .init(status: 418),
        ])
        server["/unstated"]?.isUnbounded = true
        server["/cut"]?.statedLength = 1_000
        let cases = [
            ("/stated", "limitExceeded"), ("/unstated", "limitExceeded"), ("/cut", "brokenOff"),
            ("/missing", "notFound"),
            ("/gone", "notFound"), ("/secret", "refused"), ("/broken", "busy"), ("/teapot", "refused"),
        ]
        try await Workshop.run { shop in
            for (path, code) in cases {
                let report = try await shop.sources(maximumBytes: 2_000).add([server.url(path)], toProfile: "p")
                #expect(report.counts == [0, 0, 0, 0, 0, 1])
                #expect(report.failed.map(\.code) == [code], "\(path)")
                #expect(
                    report.failed.allSatisfy { $0.source == server.url(path) && $0.message.contains(server.url(path)) })
            }
            #expect(try await shop.names().isEmpty)
            #expect(try await shop.library.sources(ofProfile: "p").isEmpty)
        }
    }

    @Test("Packed pages are unpacked, and one that unpacks to too much is a failure")
    func packed() async throws {
        try await Workshop.run { shop in
            try shop.folder.write(["page.html": "<html><body><p>Unpacked words.</p></body></html>"])
            try shop.folder.write(Data(repeating: 0x41, count: 5_000_000), to: "bomb.txt")
            let gzip = { (name: String) in
                #expect(try Command.run(["gzip", "-k", name], in: shop.folder).status == 0)
                return try Data(contentsOf: shop.folder.appending(path: name + ".gz"))
            }
            let server = try WebServer([
                "/page": .init(bytes: try gzip("page.html"), type: "text/html", headers: ["Content-Encoding": "gzip"]),
                "/bomb": .init(bytes: try gzip("bomb.txt"), type: "text/plain", headers: ["Content-Encoding": "gzip"]),
            ])
            let report = try await shop.sources(maximumBytes: 100_000)
                .add([server.url("/page"), server.url("/bomb")], toProfile: "p")
            #expect(report.added == 1)
            #expect(report.failed.map(\.code) == ["limitExceeded"])
            #expect(try await shop.found("unpacked") == ["Unpacked words."])
        }
    }

    @Test("A server that is slow beyond the limit is given up")
    func slow() async throws {
        let server = try WebServer(["/": page(String(repeating: "slow ", count: 2_000))])
        server["/"]?.trickle = 10
        try await Workshop.run { shop in
            let start = ContinuousClock.now
            let report = try await shop.addSources(server.url("/")) { $0.totalLimit = 1 }
            #expect(report.failed.map(\.code) == ["timedOut"])
            #expect(ContinuousClock.now - start < .seconds(4))
        }
    }

    @Test("A busy server is asked again when it says so, and not where that is too late")
    func busy() async throws {
        let server = try WebServer(["/soon": .init(status: 429, headers: ["Retry-After": "0"])])
        server["/late"] = .init(status: 503, headers: ["Retry-After": "3600"])
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/soon"), server.url("/late"))
            #expect(report.failed.map(\.code) == ["busy", "busy"])
            #expect(server.paths == ["/soon", "/soon", "/soon", "/late"])
        }
    }

    @Test("robots.txt is asked once and obeyed; where it is missing all is allowed, where it fails nothing")
    func robots() async throws {
        let server = try WebServer(["/open": page("Open."), "/closed/x": page("Closed.")])
        server["/robots.txt"] = .init("User-agent: *\nDisallow: /closed", type: "text/plain")
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/open"), server.url("/closed/x"))
            #expect(report.added == 1)
            #expect(report.failed.map(\.code) == ["disallowed"])
            #expect(server.requests.map(\.path) == ["/robots.txt", "/open"])
            server["/robots.txt"] = .init(status: 503)
            #expect(try await shop.addSources(server.url("/closed/x")).failed.map(\.code) == ["busy"])
            server["/robots.txt"] = nil
            #expect(try await shop.addSources(server.url("/closed/x")).added == 1)
        }
    }

    @Test(
        "Nobody there, an unknown name and addresses that are none say so",
        arguments: [
            ("http://127.0.0.1:1/", "unreachable", "connection refused"),
            ("http://nowhere.invalid/", "unreachable", "nowhere.invalid is not known"),
            ("file:///etc/passwd", "invalidAddress", "give its path instead"),
            ("ftp://example.com/x", "invalidAddress", "speaks http and https"),
            ("http:///x", "invalidAddress", "no valid web address"),
        ])
    func unreachable(address: String, code: String, words: String) async throws {
        try await Workshop.run { shop in
            let report = try await shop.addSources(address)
            #expect(report.failed.map(\.code) == [code])
            #expect(report.failed.allSatisfy { $0.message.contains(words) }, "\(report.failed)")
        }
    }

    @Test("A password in an address is refused and not repeated")
    func password() async throws {
        try await Workshop.run { shop in
            let report = try await shop.addSources("https://anna:secret@example.com/x")
            #expect(report.failed.map(\.code) == ["invalidAddress"])
            #expect(!"\(report.failed)".contains("secret") && !"\(report.failed)".contains("anna"))
            #expect(report.failed.map(\.source) == ["https://…@example.com/x"])
        }
    }
}
