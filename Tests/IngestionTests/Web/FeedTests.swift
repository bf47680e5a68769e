import Foundation
import Ingestion
import Library
import TestSupport
import Testing

/// Feeds, each entry of which is a document.
struct FeedTests {
    private static let rss = """
        <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>News</title><link>http://example.com/</link>
        <item><title>First</title><link>/first</link><description>Short.</description></item>
        <item><title>Second &amp; more</title><link>/missing</link>
        <content:encoded><![CDATA[<p>The <b>whole</b> story.</p>]]></content:encoded></item>
        <item><title>Third</title><guid isPermaLink="false">tag:3</guid><description>No page of its own.</description></item>
        </channel></rss>
        """
    private static let rdf = """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel><title>News</title></channel>
        <item><title>First</title><link>/first</link></item>
        <item><title>Second</title><link>/missing</link><description>The whole story.</description></item>
        <item><title>Third</title><description>No page of its own.</description></item></rdf:RDF>
        """
    private static let atom = """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link rel="self" href="/feed"/>
        <entry><title>First</title><link rel="edit" href="/edit"/><link href="/first"/><id>1</id></entry>
        <entry><title>Second</title><link rel="alternate" href="/missing"/><content type="html">&lt;p>The whole story.&lt;/p></content></entry>
        <entry><title>Third</title><id>tag:3</id><summary>No page of its own.</summary></entry></feed>
        """

    @Test("Entries become documents: their pages, or what the feed holds of them", arguments: [rss, rdf, atom])
    func entries(feed: String) async throws {
        let server = try WebServer([
            "/feed": .init(feed, type: "application/xml"),
            "/first": .init("<html><body><p>The page itself.</p></body></html>"),
        ])
        try await Workshop.run { shop in
            let report = try await shop.addSources(server.url("/feed"))
            #expect(report.counts == [3, 0, 0, 0, 0, 0])
            let names = try await shop.names()
            #expect(names.contains(server.url("/first")) && names.contains(server.url("/missing")))
            #expect(names.contains { $0.hasPrefix(server.url("/feed#")) })
            #expect(try await shop.found("itself") == ["The page itself."])
            #expect(try await shop.found("story").first?.contains("whole story.") == true)
            #expect(!server.paths.contains("/edit"))
        }
    }

    @Test("A sync takes new entries and keeps those that the feed has dropped")
    func sync() async throws {
        let feed = { (paths: [String]) in
            WebServer.Page(
                "<rss><channel>" + paths.map { "<item><link>\($0)</link></item>" }.joined() + "</channel></rss>",
                type: "application/rss+xml")
        }
        let server = try WebServer(["/feed": feed(["/1", "/2"])])
        for number in 1...3 { server["/\(number)"] = .init("<html><body><p>Page \(number).</p></body></html>") }
        try await Workshop.run { shop in
            try await shop.addSources(server.url("/feed"))
            server["/feed"] = feed(["/2", "/3"])
            server["/1"] = nil
            #expect(try await shop.sync().counts == [1, 0, 1, 0, 0, 0])
            #expect(try await shop.names() == ["/1", "/2", "/3"].map(server.url))
            server["/2"] = nil
            #expect(try await shop.sync().counts == [0, 0, 2, 0, 0, 0], "an entry whose page is gone stays")
            server["/feed"] = .init(status: 404)
            #expect(try await shop.sync().counts == [0, 0, 0, 0, 0, 1])
            #expect(try await shop.names().count == 3)
        }
    }
}
