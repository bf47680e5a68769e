import Documents
import Foundation
import Testing

@Suite("HTML") struct HTMLTests {
    @Test(
        "A page's blocks are read with their lines",
        arguments: [
            (
                "<h1>A &amp; b</h1>\n<p>one <b>two</b>\nthree<br>four</p>",
                ["heading 1 1: A & b", "paragraph 2–3: one two three\nfour"]
            ),
            ("<p>a<p>b<div>c</div>d", ["paragraph 1: a", "paragraph 1: b", "paragraph 1: c", "paragraph 1: d"]),
            (
                "<ul>\n<li>a\n<ul><li>b</li></ul></li>\n<li><p>c</p><p>d</p></ul>",
                ["listItem 2: a", "listItem 3: b", "listItem 4: c", "paragraph 4: d"]
            ),
            (
                "<ol start=3><li>x<li>y</ol><ol><li>z</ol>",
                ["listItem 1: 3. x", "listItem 1: 4. y", "listItem 1: 1. z"]
            ),
            (
                "<table>\n<tr><th>A<th>B</tr>\n<tr><td>1<td>x<br>y</tr>\n<tr><td></td><td></td></tr></table>",
                ["table 1–3: A | B\n1 | x y"]
            ),
            (
                "<table><tr><td><h2>T</h2><p>body</p></td><td>side</td></tr></table>",
                ["heading 2 1: T", "paragraph 1: body", "paragraph 1: side"]
            ),
            ("<table><tr><td><table><tr><td>a<td>b</table></table>", ["table 1: a | b"]),
            ("<pre>\n  one\n\n    two\n</pre>", ["code 2–4:   one\n\n    two"]),
            ("<p>a<script>var x = '<p>no</p>';</script><style>p{}</style>b</p><!-- no -->", ["paragraph 1: ab"]),
            ("<p>soft\u{AD}hyphen, caf\u{E9}</p>", ["paragraph 1: softhyphen, caf\u{E9}"]),
            ("<p>pic: <img src=x alt='a duck'></p>", ["paragraph 1: pic: a duck"]),
            ("<p>x &lt; y</p><p>unclosed <b>bold", ["paragraph 1: x < y", "paragraph 1: unclosed bold"]),
        ])
    func blocks(body: String, expected: [String]) async throws {
        #expect(outline(try await read("<html><body>" + body, as: "a.html")) == expected)
    }

    @Test(
        "Text that a browser does not show is hidden",
        arguments: [
            "<p style='display:none'>X</p>", "<p style='color:red;DISPLAY : none !important'>X</p>",
            "<div hidden><p>X</div>",
            "<p style='visibility:hidden'>X</p>", "<p style='font-size:0'>X</p>", "<p style='font-size:1px'>X</p>",
            "<p style='opacity:0'>X</p>", "<p style='color:#fff'>X</p>", "<font color=white>X</font>",
            "<p style='color:rgb(0, 0, 0);background:black'>X</p>", "<p style='position:absolute;left:-9999px'>X</p>",
            "<template>X</template>", "<noscript>X</noscript>", "<p>a <span style='display:none'><i>X</i></span> b</p>",
            "<table><tr><td style='display:none'>X<td>y</table>",
        ])
    func hidden(body: String) async throws {
        let document = try await read("<html><body><p>seen</p>\(body)", as: "a.html")
        #expect(document.blocks.filter(\.isHidden).map(\.text) == ["X"])
        #expect(document.blocks.filter { !$0.isHidden }.allSatisfy { !$0.text.contains("X") })
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
    }

    @Test(
        "Text that a browser shows is not",
        arguments: [
            "<p aria-hidden=true>X</p>", "<div style='visibility:hidden'><p style='visibility:visible'>X</div>",
            "<div style='background:#000'><p style='color:white'>X</div>",
            "<p style='font-size:12px;opacity:0.5'>X</p>",
            "<table bgcolor=black><tr><td><font color=white>X</font></table>", "<p style='display:block'>X</p>",
            "<div style='background:url(x.png)'><p style='color:white'>X</div>",
        ])
    func shown(body: String) async throws {
        let document = try await read("<html><body>\(body)", as: "a.html")
        #expect(document.blocks.map(\.text) == ["X"])
        #expect(document.blocks.allSatisfy { !$0.isHidden })
    }

    @Test("The title is the page's, not a drawing's")
    func title() async throws {
        let document = try await read(
            "<html><head><title>A &amp;\n b</title></head><body><svg><title>no</title></svg><p>x", as: "a")
        #expect(document.title == "A & b")
        #expect(outline(document) == ["paragraph 2: x"])
    }

    @Test("Lines are right beyond 65,535")
    func farLines() async throws {
        let document = try await read("<html>" + String(repeating: "\n", count: 100_000) + "<p>far</p>", as: "a.html")
        #expect(outline(document) == ["paragraph 100001: far"])
    }

    @Test("A page without text is refused, and the message says why that can be")
    func noText() async {
        let error = await failure(Data("<html><body><script>draw()</script></body></html>".utf8), "app.html")
        #expect(error?.code == .noText)
    }
}
