import Documents
import Foundation
import Testing

/// What a crawler learns from a page.
struct PageLinksTests {
    private func links(_ text: String) -> PageLinks { PageLinks(Data(text.utf8)) }

    @Test("Links, base, own address and wishes are found however the page is written")
    func finds() {
        let links = links(
            """
            <HTML><head><BASE HREF="/docs/"><base href="/second/"><link rel="stylesheet canonical" href=/own>
            <meta NAME=Robots content="noindex, NoFollow"></head>
            <body><a href=" one.html ">1</a><A HREF='two?a=1&amp;b=2'>2</A><a name=x>no link</a><area href=three>
            <a href=four rel="external NOFOLLOW">4</a><iframe src=frame></iframe><!-- <a href=comment>c</a> -->
            <script>"<a href='script'>"</script><p><a href=open>
            """)
        #expect(links.targets == ["one.html", "two?a=1&b=2", "three", "frame", "open"])
        #expect(links.base == "/docs/")
        #expect(links.canonical == "/own")
        #expect(links.robots == ["noindex", "nofollow"])
    }

    @Test("Bytes that are no page have no links, and endless ones are cut off", .timeLimit(.minutes(1)))
    func hostile() {
        #expect(links("").targets.isEmpty)
        #expect(PageLinks(Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 37) })).targets.count < 10_000)
        #expect(links(String(repeating: "<a href=x>", count: 50_000)).targets.count == 10_000)
        #expect(links("<a href='" + String(repeating: "x", count: 5_000) + "'>").targets.isEmpty)
        #expect(links(String(repeating: "<div>", count: 100_000) + "<a href=x>").targets.count <= 1)
    }
}
