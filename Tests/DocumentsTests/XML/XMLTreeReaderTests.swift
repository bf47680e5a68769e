import Documents
import Foundation
import Testing

@Suite("XML trees") struct XMLTreeReaderTests {
    private func read(_ text: String) throws -> XMLTreeReader.Outcome { try XMLTreeReader().read(Data(text.utf8)) }

    @Test("Elements are known by their local names, attributes by namespace too") func names() throws {
        let root = try #require(
            try read(
                """
                <x:a xmlns:x="urn:one" xmlns:r="urn:two/relationships"><x:b r:id="r1" id="7" n="a &amp; &lt;b"/>
                <b xmlns="urn:one">t<i>e</i><![CDATA[x]]>t &#x6F22;&amp;</b></x:a>
                """
            ).root)
        #expect(root.name == "a" && root.namespace == "urn:one")
        let first = try #require(root.child("b"))
        #expect(first["id"] == "7" && first.attribute("id", in: "/relationships") == "r1")
        #expect(first["n"] == "a & <b")
        #expect(root.children("b").map(\.text) == ["", "text 漢&"])
        #expect(root.first("i")?.text == "e")
        #expect(root.children("b").map(\.line) == [1, 2])
    }

    @Test("Parts are handed out when they end, and not kept") func parts() throws {
        var found: [String] = []
        let text = "<s>" + (0..<1_000).map { "<r n='\($0)'><c>\($0)</c><r/></r>\n" }.joined() + "</s>"
        let outcome = try XMLTreeReader().read(Data(text.utf8), parts: ["r"]) { found.append($0.text) }
        #expect(found == (0..<1_000).map(String.init))
        #expect(outcome.root?.nodes.isEmpty == true)
    }

    @Test("Elements around parts are told when they begin, those in parts are not") func opened() throws {
        var names: [String] = []
        let text = "<s><t n='1'><r><t n='2'/></r></t><t n='3'><r/></t></s>"
        _ = try XMLTreeReader().read(
            Data(text.utf8), parts: ["r"], opened: { names.append($0.name + ($0["n"] ?? "")) },
            { names.append($0.name) })
        #expect(names == ["s", "t1", "r", "t3", "r"])
    }

    @Test("UTF-16 and other encodings are read as they are stated") func encodings() throws {
        let utf16 = Data([0xFF, 0xFE]) + "<a>漢</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try XMLTreeReader().read(utf16).root?.text == "漢")
        let latin = Data("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Data("</a>".utf8)
        #expect(try XMLTreeReader().read(latin).root?.text == "é")
    }

    @Test("What is cut off is read up to the cut, and the fault is told") func cutOff() throws {
        let outcome = try read("<a><b>one</b><b>tw")
        #expect(outcome.root?.children("b").map(\.text) == ["one", "tw"])
        #expect(outcome.fault?.hasPrefix("line 1: ") == true)
        let part = try XMLTreeReader().read(Data("<a><b>one</b><b>tw".utf8), parts: ["b"]) { _ in }
        #expect(part.fault != nil)
        #expect(try read("no markup").root == nil)
        #expect(try read("").root == nil)
    }

    @Test("Entities of the document are not expanded, nor files read") func entities() throws {
        let names = (1..<12).map { "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">" }
        let laughs = "<!DOCTYPE a [<!ENTITY l0 \"lol\">\(names.joined())]><a n=\"&l11;\">x&l11;y</a>"
        #expect(try (read(laughs).root?.text.utf8.count ?? 0) < 100)
        let external = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>x&e;y</a>"
        #expect(try read(external).root?.text == "xy")
    }

    @Test("Depth, number and time are bounded", .timeLimit(.minutes(1))) func limits() {
        let deep = String(repeating: "<a>", count: 300)
        #expect(throws: DocumentError(.limitExceeded, "it has elements nested more than 200 deep")) { try read(deep) }
        var limits = XMLTreeReader.Limits()
        limits.nodes = 10
        let many = Data(("<a>" + String(repeating: "<b/>", count: 20) + "</a>").utf8)
        #expect(throws: DocumentError(.limitExceeded, "it has more than 10 elements")) {
            try XMLTreeReader(limits: limits).read(many)
        }
        limits = XMLTreeReader.Limits()
        limits.time = .zero
        #expect(throws: DocumentError.self) { try XMLTreeReader(limits: limits).read(many) }
    }

    @Test("An error of the one who takes the parts ends the reading") func bodyError() {
        var count = 0
        #expect(throws: CancellationError.self) {
            _ = try XMLTreeReader().read(Data("<a><b/><b/></a>".utf8), parts: ["b"]) { _ in
                count += 1
                throw CancellationError()
            }
        }
        #expect(count == 1)
    }
}
