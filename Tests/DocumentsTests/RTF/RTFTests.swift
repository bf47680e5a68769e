import Documents
import Foundation
import Testing

@Suite("RTF") struct RTFTests {
    @Test(
        "Text is read in its encodings",
        arguments: [
            (#"{\rtf1\ansi Plain \b bold\b0  text\par next\line line}"#, ["Plain bold text", "next\nline"]),
            (#"{\rtf1\ansi\ansicpg1252 Caf\'e9 \{x\} a\~b\emdash c}"#, ["Café {x} a\u{A0}b—c"]),
            (#"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}"#, ["При"]),
            (
                #"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f1 \'cf\f2 \'8a\'bf\'8e\'9a\f0 \'e9}"#,
                ["П漢字é"]
            ),
            (#"{\rtf1\ansi\uc1\u8364?{\uc2\u233 xy}\u-10179?\u-8704?z\u233\'65}"#, ["€é😀zé"]),
            (#"{\rtf1\ansi\uc0\u233 b}"#, ["éb"]),
            ("{\\rtf1 a\r\nb\\\nc}", ["ab", "c"]),
            (
                #"{\rtf1{\*\generator Word;}{\colortbl;\red0;}{\header head}{\footerl foot}{\pict\bin5 }}}}}abc}d{\*\unknown x}{\field{\*\fldinst HYPERLINK "u"}{\fldrslt link}}}"#,
                ["dlink"]
            ),
            (#"{\rtf1 a{\footnote note}b{\*\annotation why}}"#, ["a [note]b [why]"]),
        ])
    func text(source: String, expected: [String]) async throws {
        let document = try await read(source, as: "a.rtf")
        #expect(document.type == .rtf)
        #expect(document.blocks.map(\.text) == expected)
        #expect(document.diagnostics == [])
    }

    @Test("Headings, lists, tables and the title are read")
    func structure() async throws {
        let source = #"""
            {\rtf1\ansi{\info{\title The \'e9 title}{\author Me}}
            {\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Heading 2;}{\*\cs3 Char;}}
            \pard\s1 First\par\pard text\par
            \pard\s2 Second\par
            \pard\outlinelevel2 Third\par
            \pard{\listtext\bullet\tab}item\par{\listtext 2.\tab}two\par\pard
            \trowd\cellx1\cellx2\pard\intbl a\par b\cell {\b c}\cell\row
            \trowd\cellx1\cellx2\pard\intbl 1\cell\cell\row
            \pard after\par}
            """#
        let document = try await read(source, as: "a.rtf")
        #expect(document.title == "The é title")
        #expect(
            outline(document).map { $0.replacingOccurrences(of: " : ", with: ": ") } == [
                "heading 1: First", "paragraph: text", "heading 2: Second", "heading 3: Third", "listItem: item",
                "listItem: 2. two", "table: a b | c\n1 | ", "paragraph: after",
            ])
        #expect(document.blocks.last?.headings == ["First", "Second", "Third"])
    }

    @Test("Hidden text is hidden, and that of another program for it")
    func hidden() async throws {
        let document = try await read(#"{\rtf1 seen {\v secret}\htmlrtf x\htmlrtf0 \v more\v0 too}"#, as: "a.rtf")
        #expect(document.blocks.map(\.isHidden) == [false, true])
        #expect(document.blocks.map(\.text) == ["seen too", "secretmore"])
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
    }

    @Test("What is cut off or too deep is read and reported")
    func damaged() async throws {
        let cut = try await read(#"{\rtf1 one\par {\b two \trowd a\cell b"#, as: "a.rtf")
        #expect(cut.blocks.map(\.text) == ["one", "two a | b"])
        #expect(cut.diagnostics.map(\.code) == ["damaged"])
        let deep = String(repeating: "{", count: 100_000) + "deep" + String(repeating: "}", count: 100_000)
        let document = try await read("{\\rtf1 a\(deep)b}", as: "a.rtf")
        #expect(document.blocks.map(\.text) == ["adeepb"])
        #expect(document.diagnostics.map(\.code) == ["limitExceeded"])
    }

    @Test("A document without text is refused", arguments: [#"{\rtf1}"#, #"{\rtf1{\pict 00ff}}"#])
    func empty(source: String) async { #expect(await failure(Data(source.utf8), "a.rtf")?.code == .noText) }

    @Test(
        "Megabytes are read in linear time", .timeLimit(.minutes(1)),
        arguments: [#"\u233?"#, #"\'e9"#, "{x}", #"\par x"#, #"\cell x"#])
    func long(piece: String) async throws {
        let document = try await read("{\\rtf1 " + String(repeating: piece, count: 200_000) + "}", as: "a.rtf")
        #expect(!document.blocks.isEmpty)
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample =
            #"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset128 A;}}{\info{\title t}}\f0 a\'8a\'bf\uc1\u8364?\par{\v h}\intbl a\cell b\cell\row\pard\bin3 abc x\par}"#
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.rtf", rounds: 600)
    }
}
