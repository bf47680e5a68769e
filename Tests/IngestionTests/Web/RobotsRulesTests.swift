import Foundation
import Ingestion
import Testing

/// The examples of RFC 9309, sections 2.2 and 5, and what files in the wild do.
struct RobotsRulesTests {
    private func rules(_ text: String) -> RobotsRules { RobotsRules(Data(text.utf8)) }

    @Test("The longest match decides, and an allow where two are equally long")
    func longest() {
        let rules = rules(
            "User-Agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\nDisallow: /eq\nAllow: /eq")
        #expect(rules.allows("/example/page/"))
        #expect(!rules.allows("/example/page/disallowed.gif"))
        #expect(rules.allows("/eq"))
        #expect(rules.allows("/other"))
    }

    @Test("The group that names us replaces the one for all, and several of them are one")
    func groups() {
        let rules = rules(
            "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Bespoke/1.0\nDisallow: /a\n\nUser-agent: BESPOKE\nDisallow: /b"
        )
        #expect(rules.allows("/c"))
        #expect(!rules.allows("/a"))
        #expect(!rules.allows("/b"))
    }

    @Test(
        "Stars and the dollar mean what they should",
        arguments: [
            ("/*.php$", "/index.php", false), ("/*.php$", "/index.php?x=1", true), ("/*.php", "/a/b.php5", false),
            ("/fish*", "/fish/salmon", false), ("/fish", "/Fish", true), ("/", "/anything", false),
            ("", "/anything", true),
            ("/a*b*c", "/axxbyyc", false), ("/a*b*c", "/axxcyy", true), ("/ä", "/%C3%A4/x", false),
            ("/%7Ejoe", "/~joe/", false),
            ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", true),
        ])
    func patterns(pattern: String, path: String, isAllowed: Bool) {
        #expect(rules("User-agent: *\nDisallow: \(pattern)\n").allows(path) == isAllowed)
    }

    @Test("Comments, other lines, other line ends and a byte-order mark do no harm")
    func lenient() {
        let rules = rules(
            "\u{FEFF}# hello\r\nSitemap: http://x/\r\nuser-agent : * # all\r\nCrawl-Delay: 2.5\r\nDISALLOW:/x #no\r\n")
        #expect(!rules.allows("/x"))
        #expect(rules.allows("/robots.txt"))
        #expect(rules.delay == 2.5)
    }

    @Test("A hostile pattern costs no more than its length times the path's", .timeLimit(.minutes(1)))
    func hostile() {
        let rules = rules("User-agent: *\nDisallow: /" + String(repeating: "*a", count: 2_000) + "b")
        #expect(rules.allows("/" + String(repeating: "a", count: 2_000)))
    }
}
