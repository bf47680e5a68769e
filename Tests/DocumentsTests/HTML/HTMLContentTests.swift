import Documents
import Foundation
import Testing

@Suite("The content of web pages") struct HTMLContentTests {
    private func read(_ page: String) async throws -> Document {
        try await DocumentReaders.standard.read(Data("<!doctype html><html>\(page)".utf8), name: "page.html")
    }

    /// Text of the length of an article's paragraph.
    private static let article = "The ferry to the island sails at 7:40 and at 16:10, on Sundays only in the morning."

    @Test(
        "Navigation, footers and banners are left out and counted",
        arguments: [
            "<nav><a href=/>Home</a><p>Our shops</p></nav>", "<div role=navigation>Home</div>",
            "<div class='site-menu'><a href=/a>Timetable</a> <a href=/b>Prices</a></div>",
            "<ul class=breadcrumb><li><a href=/>Home</a><li><a href=/f>Ferries</a></ul>",
            "<header><a href=/>Ferries</a> <a href=/shop>Shop</a></header>", "<footer>© 2026 The company</footer>",
            "<div id=CookieBanner><p>We value your privacy and store cookies.</p></div>",
            "<aside><a href=/n>News of the harbour</a></aside>",
        ])
    func besideContent(part: String) async throws {
        for page in ["\(part)<main><p>\(Self.article)</main>", "<p>\(Self.article)</p>\(part)"] {
            let document = try await read("<body>" + page)
            #expect(document.blocks.map(\.text) == [Self.article], "\(page)")
            #expect(document.omissions.map(\.kind) == [.navigation])
        }
    }

    @Test(
        "What only looks like it is kept",
        arguments: [
            // A restaurant's menu, an article's own parts, a page that is nothing but links.
            "<div class=menu><p>Soup of the day 4.50</p><p>Fish pie 12.00</p></div>",
            "<article><header><p>By A. Author</p></header><p>Text</p><footer>Published in May</footer></article>",
            "<article><aside>The tide table is at the pier.</aside></article>",
            "<nav><a href=/a>Timetable</a><a href=/b>Prices</a></nav>",
            "<p class=cookies>Cookies need flour.</p>", "<body class=sidebar-open><p>Text</p>",
        ])
    func kept(page: String) async throws {
        let document = try await read(page)
        #expect(document.omissions.isEmpty, "\(document.omissions)")
        #expect(!document.blocks.isEmpty)
    }

    @Test("A page's own heading is kept, also where it stands in the header")
    func heading() async throws {
        let document = try await read(
            "<body><header><h1>Ferries</h1><a href=/>All our pages, from A to Z</a></header><main><p>\(Self.article)</main>"
        )
        #expect(document.blocks.map(\.text) == ["Ferries", Self.article])
        #expect(document.blocks.last?.headings == ["Ferries"])
    }

    @Test("Hidden text stays hidden text, and a mail's navigation is its text")
    func otherUses() async throws {
        let page = try await read("<body><nav hidden>Obey</nav><p>\(Self.article)")
        #expect(page.blocks.map(\.isHidden) == [true, false])
        let mail =
            "Subject: Hello\nMIME-Version: 1.0\nContent-Type: text/html\n\n<nav>Way to us: the second pier.</nav>"
        let document = try await DocumentReaders.standard.read(Data(mail.utf8), name: "a.eml")
        #expect(document.blocks.contains { $0.text == "Way to us: the second pier." })
    }

    @Test("The address that a page says it has is read")
    func canonical() async throws {
        let page =
            "<head><link rel=stylesheet href=a.css><link rel=canonical href='https://a.example/x?y=1'></head><p>Text"
        #expect(try await read(page).canonicalAddress == "https://a.example/x?y=1")
        #expect(try await read("<p>Text").canonicalAddress == nil)
    }
}
