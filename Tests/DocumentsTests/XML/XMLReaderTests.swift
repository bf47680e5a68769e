import Documents
import Foundation
import Testing

@Suite("XML") struct XMLReaderTests {
    @Test(
        "Data become fields and tables under the names of their elements",
        arguments: [
            (
                "<?xml version=\"1.0\"?>\n<shop><name>Corner</name>\n<open from=\"8\" to=\"20\"/>\n<note>a &amp; b</note></shop>",
                ["paragraph 2–4: name: Corner\nopen.from: 8\nopen.to: 20\nnote: a & b"]
            ),
            (
                "<list>\n<item id=\"1\"><n>Ann</n><c>Rome</c></item>\n<item id=\"2\"><n>Bob</n><c>Bonn</c></item>\n</list>",
                ["heading 1 2: item", "table 2–3: id | n | c\n1 | Ann | Rome\n2 | Bob | Bonn"]
            ),
            ("<p cur=\"EUR\">3</p>", ["paragraph 1: 3 (cur EUR)"]),
            ("<a xmlns:x='u' x:y='z'><![CDATA[1 < 2]]></a>", ["paragraph 1: 1 < 2 (y z)"]),
        ])
    func data(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.xml")
        #expect(document.type == .xml)
        #expect(outline(document) == expected)
        #expect(document.diagnostics == [])
    }

    @Test("DocBook is read with its headings, lists, code and tables")
    func docBook() async throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <article xmlns="http://docbook.org/ns/docbook"><info><title>Ducks</title></info>
            <para>All about <emphasis>ducks</emphasis>,
            in short.</para>
            <section><title>Kinds</title>
            <itemizedlist><listitem><para>Mallard</para></listitem><listitem><para>Teal</para></listitem></itemizedlist>
            <section><title>Inner</title><programlisting>a
              b</programlisting></section></section>
            <section><title>Sizes</title><table><title>T</title><tgroup cols="2"><thead><row><entry>kind</entry><entry>cm</entry></row></thead>
            <tbody><row><entry>Teal</entry><entry>36</entry></row></tbody></tgroup></table>
            <para>Before <itemizedlist><listitem><para>in</para></listitem></itemizedlist> after</para></section>
            </article>
            """
        let document = try await read(text, as: "a.xml")
        #expect(document.title == "Ducks")
        let lines = document.blocks.map { "\($0.kind) \($0.headings.joined(separator: "/")): \($0.text)" }
        #expect(
            lines == [
                "heading : Ducks", "paragraph : All about ducks, in short.", "heading : Kinds",
                "listItem Kinds: Mallard",
                "listItem Kinds: Teal", "heading Kinds: Inner", "code Kinds/Inner: a\n  b", "heading : Sizes",
                "paragraph Sizes: T", "table Sizes: kind | cm\nTeal | 36", "paragraph Sizes: Before",
                "listItem Sizes: in", "paragraph Sizes: after",
            ])
        #expect(document.blocks[1].location.lines == 3...4)
    }

    @Test("Feeds are readable, and the HTML in them is text")
    func feed() async throws {
        let long = String(repeating: "word ", count: 100)
        let items = (1...2).map {
            "<item><title>Story \($0)</title><description>&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt; \(long)&lt;/p&gt;</description></item>"
        }
        let text =
            "<rss version=\"2.0\"><channel><title>News</title><link>http://x.y</link>\(items.joined(separator: "\n"))</channel></rss>"
        let document = try await read(text, as: "feed.xml")
        #expect(document.title == "News")
        #expect(document.blocks.contains { $0.text.contains("title: News\nlink: http://x.y") })
        #expect(document.blocks.filter { $0.text.contains("Hello you word") }.count == 2)
        #expect(!document.blocks.contains { $0.text.contains("<b>") })
    }

    @Test("An encoding that the text states is honoured")
    func encoding() async throws {
        let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>Größe</a>"
        let document = try await DocumentReaders.standard.read(
            Data(text.unicodeScalars.map { UInt8($0.value) }), name: "a.xml")
        #expect(document.blocks.map(\.text) == ["Größe"])
    }

    @Test(
        "What is not well formed is read to its end and reported",
        arguments: [
            "<a><b>one</b>\n<c>two</d></c>\n<e>three</e></a>", "<a>one\n two <b>three",
            "<a>one two <b x=y>three</b></a>",
        ])
    func damaged(text: String) async throws {
        let document = try await read(text, as: "a.xml")
        let all = document.blocks.map(\.text).joined(separator: " ")
        for word in ["one", "two", "three"] { #expect(all.contains(word)) }
        #expect(document.diagnostics.map(\.code) == ["damaged"])
    }

    @Test("No entity grows, and none reads a file", .timeLimit(.minutes(1)))
    func entities() async throws {
        let laughs = (1...20).map { "<!ENTITY e\($0) \"&e\($0 - 1);&e\($0 - 1);\">" }.joined()
        let text = "<!DOCTYPE a [<!ENTITY e0 \"lol\">\(laughs)<!ENTITY f SYSTEM \"/etc/hostname\">]>\n"
        let document = try await read(
            "<?xml version=\"1.0\"?>" + text + "<a>x &e0; &e20; &f; &eacute; &lt; a & b <![CDATA[&e0;]]></a>",
            as: "a.xml")
        #expect(document.blocks.map(\.text) == ["x lol &e20; &f; é < a & b &e0;"])
        #expect(document.diagnostics == [])
    }

    @Test("Deep elements and long texts end in an error or text", .timeLimit(.minutes(1)))
    func hostile() async throws {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(await failure(Data(deep.utf8), "a.xml")?.code == .limitExceeded)
        let nested = String(repeating: "<a><b>t</b>", count: 90) + String(repeating: "</a>", count: 90)
        #expect(try await read(nested, as: "a.xml").blocks.map(\.text).joined().contains("t"))
        let wide = "<a>" + String(repeating: "<b>t</b><c x='1'/>", count: 100_000) + "</a>"
        #expect(try await read(wide, as: "a.xml").blocks.count > 100)
    }

    @Test("A file without text is refused") func empty() async {
        #expect(await failure(Data(" \n".utf8), "a.xml")?.code == .empty)
        #expect(await failure(Data("<a/>".utf8), "a.xml")?.code == .noText)
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><a b=\"é\"><p>x <i>y</i></p><t><r>1</r></t><t><r>2</r></t></a>"
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.xml")
    }
}
