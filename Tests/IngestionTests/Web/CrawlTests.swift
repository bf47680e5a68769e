import Foundation
import Ingestion
import Library
import TestSupport
import Testing

/// Following the links of a site.
struct CrawlTests {
    private func page(_ text: String, links: [String] = [], head: String = "") -> WebServer.Page {
        let anchors = links.map { "<a href=\"\($0)\">link</a>" }.joined(separator: " ")
        return WebServer.Page("<html><head>\(head)</head><body><p>\(text)</p>\(anchors)</body></html>")
    }

    @Test("Links are followed to the depth, on the same site, below the folder of the first page")
    func scope() async throws {
        let elsewhere = try WebServer(["/docs/x": page("Elsewhere.")])
        let server = try WebServer([
            "/docs/": page(
                "Start.",
                links: [
                    "one", "/docs/one#part", "sub/two", "../outside", elsewhere.url("/docs/x"), "mailto:a@b.c",
                    "javascript:x",
                ]),
            "/docs/one": page("One.", links: ["three", "/docs/"]), "/docs/sub/two": page("Two.", links: ["../missing"]),
            "/docs/three": page("Three.", links: ["four"]), "/docs/four": page("Four."), "/outside": page("Outside."),
        ])
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/docs/")) { $0.crawlDepth = 2 }
            #expect(report.failed == [])
            let names = ["/docs/", "/docs/one", "/docs/sub/two", "/docs/three"].map(server.url)
            #expect(try await shop.names() == names)
            #expect(elsewhere.requests.isEmpty)
            #expect(Set(server.paths).count == server.paths.count, "each page is fetched once")
        }
    }

    @Test("What pages and robots.txt ask of programs is done")
    func manners() async throws {
        let server = try WebServer([
            "/": page(
                "Start.",
                links: ["/noindex", "/nofollow", "/header", "/closed", "/base/page", "/c?session=1", "/c?session=2"]),
            "/noindex": page("Not me.", links: ["/behind"], head: "<meta name=\"ROBOTS\" content=\"NoIndex\">"),
            "/behind": page("Behind."),
            "/nofollow": page("Me.", links: ["/hidden"], head: "<meta name=robots content=nofollow>"),
            "/header": page("Not me either."), "/hidden": page("Hidden."), "/closed": page("Closed."),
            "/base/page": page("Based.", links: ["relative"], head: "<base href=\"/other/\">"),
            "/other/relative": page("Relative."),
            "/c?session=1": page("Session 1.", head: "<link rel=canonical href=/c>"),
            "/c?session=2": page("Session 2.", head: "<link rel=canonical href=/c>"),
        ])
        server["/header"]?.headers["X-Robots-Tag"] = "noindex"
        server["/robots.txt"] = .init("User-agent: *\nDisallow: /closed", type: "text/plain")
        server["/"]?.body.append(Data("<a rel='nofollow' href='/hidden'>x</a>".utf8))
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/")) { $0.crawlDepth = 5 }
            #expect(report.failed == [])
            let names = ["/", "/base/page", "/behind", "/c", "/nofollow", "/other/relative"].map(server.url)
            #expect(try await shop.names() == names)
            #expect(!server.paths.contains("/closed") && !server.paths.contains("/hidden"))
        }
    }

    @Test("A site that makes up pages ends at the page limit, which is said, and equal pages are taken once")
    func traps() async throws {
        let server = try WebServer(["/": page("Start.", links: ["/day?n=1", "/loop/"])])
        for number in 1...60 {
            server["/day?n=\(number)"] = page("Day \(number).", links: ["/day?n=\(number + 1)"])
            server[String(repeating: "/loop", count: number) + "/"] = page("The same.", links: ["loop/"])
        }
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/")) {
                $0.crawlDepth = 50
                $0.maximumPages = 12
            }
            #expect(report.added == 12)
            #expect(report.failed.map(\.code) == ["limitExceeded"])
            #expect(try await shop.names().filter { $0.contains("/loop") }.count == 1)
        }
    }

    @Test("Pictures and programs are left out, and files that are read are taken")
    func types() async throws {
        let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 64))
        let server = try WebServer([
            "/": page("Start.", links: ["/a.png", "/a.bin", "/a.csv"]), "/a.png": .init(bytes: png, type: "image/png"),
            "/a.bin": .init(
                bytes: Data((0...255).map { UInt8($0) } + [0, 0, 0, 1, 2, 3]), type: "application/octet-stream"),
            "/a.csv": .init("name,legs\nspider,8\n", type: "text/csv"),
        ])
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/")) { $0.crawlDepth = 1 }
            #expect(report.counts == [2, 0, 0, 0, 0, 0])
            #expect(report.skipped == 2)
        }
    }

    @Test("Requests keep the pace that was asked for, and the slower one of robots.txt")
    func pace() async throws {
        let server = try WebServer(["/": page("Start.", links: ["/1", "/2"]), "/1": page("One."), "/2": page("Two.")])
        for (delay, robots, least) in [(0.2, "", 0.2), (0.0, "User-agent: *\nCrawl-delay: 0.3", 0.3)] {
            server["/robots.txt"] = .init(robots, type: "text/plain")
            let before = server.paths.count
            _ = try await Workshop.run { shop in
                try await shop.addSources(server.url("/")) {
                    $0.crawlDepth = 1
                    $0.delay = delay
                }
            }
            let times = server.requests.filter { $0.path != "/robots.txt" }.dropFirst(before).map(\.time)
            #expect(times.count == 3)
            for (one, next) in zip(times, times.dropFirst()) { #expect(next - one > .seconds(least - 0.02)) }
        }
    }

    @Test("A sync takes new pages, removes those that are gone, and asks for what did not change only whether it did")
    func sync() async throws {
        let server = try WebServer([
            "/": page("Start.", links: ["/1", "/2"]), "/1": page("One.", links: ["/deep"]), "/2": page("Two."),
            "/deep": page("Deep."),
        ])
        server["/1"]?.headers["ETag"] = "\"1\""
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/")) { $0.crawlDepth = 3 }
            #expect(try await shop.sync().counts == [0, 0, 4, 0, 0, 0])
            server["/"] = page("Start.", links: ["/1", "/3"])
            server["/2"] = nil
            server["/3"] = page("Three.")
            server["/deep"] = page("Deeper.")
            #expect(try await shop.sync().counts == [1, 2, 1, 0, 1, 0])
            #expect(try await shop.names() == ["/", "/1", "/3", "/deep"].map(server.url))
            // No link leads to it any more, but it is there.
            server["/"] = page("Start.", links: ["/1"])
            #expect(try await shop.sync().removed == 0)
            #expect(try await shop.names().contains(server.url("/3")))
        }
    }

    @Test("A second add goes deeper, which is remembered also where the pages did not change")
    func deeper() async throws {
        let server = try WebServer(["/": page("Start.", links: ["/1"]), "/1": page("One.", links: ["/2"])])
        for path in ["/", "/1"] { server[path]?.headers["ETag"] = "\"1\"" }
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/")) { $0.crawlDepth = 1 }
            #expect(try await shop.addSources(server.url("/")) { $0.crawlDepth = 2 }.counts == [0, 0, 2, 0, 0, 0])
            server["/2"] = page("Two.")
            #expect(try await shop.sync().counts == [1, 0, 2, 0, 0, 0])
        }
    }

    @Test("A site that fails, or sends everybody to one page for a while, loses nothing")
    func outage() async throws {
        let server = try WebServer(["/": page("Start.", links: ["/1", "/2"]), "/1": page("One."), "/2": page("Two.")])
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/")) { $0.crawlDepth = 1 }
            let names = try await shop.names()
            for path in ["/1", "/2"] { server[path] = .init(status: 302, headers: ["Location": "/"]) }
            #expect(try await shop.sync().removed == 0)
            for path in ["/1", "/2"] { server[path] = .init(status: 500) }
            let failing = try await shop.sync()
            #expect(failing.removed == 0 && failing.failed.map(\.code) == ["busy", "busy"])
            server.stop()
            let down = try await shop.sync()
            #expect(down.removed == 0 && down.failed.count == 1)
            #expect(try await shop.names() == names)
        }
    }
}
