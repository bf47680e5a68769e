import Documents
import Foundation
import Testing

@Suite("E-mail") struct MailTests {
    private func message(_ lines: String...) -> String {
        ([
            "From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <j@x.y>", "To: Ann <a@x.y>,", " Bob <b@x.y>",
            "Date: Mon, 1 Jan 2024 10:00:00 +0100",
            "Subject: =?UTF-8?B?R3LDvMOf?=", " =?UTF-8?B?ZQ==?= from =?iso-8859-1?q?K=F6ln?=", "MIME-Version: 1.0",
        ] + lines).joined(separator: "\r\n")
    }

    private let fields =
        "From: Jürgen Müller <j@x.y>\nTo: Ann <a@x.y>, Bob <b@x.y>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Grüße from Köln"

    @Test("Fields are unfolded and decoded, and the text keeps its lines")
    func plain() async throws {
        let document = try await read(message("", "Hello", "you.", "", "> quoted", "", "-- ", "J."), as: "a.eml")
        #expect(document.type == .eml)
        #expect(document.title == "Grüße from Köln")
        #expect(
            outline(document) == [
                "paragraph 1–7: \(fields)", "paragraph 9–10: Hello\nyou.", "paragraph 12: > quoted",
                "paragraph 14–15: -- \nJ.",
            ])
        #expect(document.diagnostics == [])
    }

    @Test(
        "Bodies are decoded",
        arguments: [
            (
                "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe an=\r\n alle =3D =zz=",
                ["Grüße an alle = =zz"]
            ),
            (
                "Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOf\r\nZSE=\r\n",
                ["Grüße!"]
            ),
            (
                "Content-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: base64\r\n\r\nir+OmoK3gumCwYLEgsiCsYLGgs2CyILGg4GBW4OL\r\n",
                ["漢字するってなことはなとメール"]
            ),
            (
                "Content-Type: text/plain; format=flowed\r\n\r\none \r\ntwo\r\n\r\n> a \r\n> b\r\n-- \r\nJ.\r\n",
                ["one two", "> a b\n-- \nJ."]
            ),
            ("Content-Type: text/html\r\n\r\n<h1>Hi</h1><p>a <b>b</b></p>", ["Hi", "a b"]),
        ])
    func bodies(source: String, expected: [String]) async throws {
        let document = try await read(message(source), as: "a.eml")
        #expect(document.blocks.dropFirst().map(\.text) == expected)
        #expect(document.blocks.dropFirst().allSatisfy { $0.headings == [] })
    }

    @Test("Of alternatives the plain text is read, unless HTML has a table or far more text")
    func alternatives() async throws {
        func both(_ plain: String, _ html: String) -> String {
            message(
                "Content-Type: multipart/alternative; boundary=\"b 1\"", "", "preamble", "--b 1",
                "Content-Type: text/plain", "", plain,
                "--b 1", "Content-Type: text/html", "", html, "--b 1--", "epilogue")
        }
        let one = try await read(both("plain words", "<p>html words</p>"), as: "a.eml")
        #expect(one.blocks.dropFirst().map(\.text) == ["plain words"])
        #expect(one.blocks.last?.location.lines == 14...14)
        let two = try await read(both("plain table", "<table><tr><td>a<td>b</table>and words"), as: "a.eml")
        #expect(two.blocks.dropFirst().map(\.text) == ["a | b", "and words"])
        let three = try await read(both("see html", "<p>\(String(repeating: "word ", count: 20))</p>"), as: "a.eml")
        #expect(three.blocks.count == 2 && three.blocks[1].text.hasPrefix("word word"))
    }

    @Test("Attachments that are text are read, others are files inside, and enclosed messages have a heading")
    func attachments() async throws {
        let source = message(
            "Content-Type: multipart/mixed; boundary=x", "", "--x", "", "The text.", "--x",
            "Content-Type: application/pdf", "Content-Disposition: attachment;", " filename*0*=utf-8''Gr%C3%BC;",
            " filename*1=\"n.pdf\"",
            "Content-Transfer-Encoding: base64", "", "AAAA", "--x", "Content-Type: text/plain; name=notes.txt",
            "Content-Disposition: attachment",
            "", "Noted.", "--x", "Content-Type: message/rfc822", "", "From: c@x.y", "Subject: Inner", "", "Inside.",
            "--x--", "")
        let document = try await read(source, as: "a.eml")
        let lines = document.blocks.dropFirst().map { "\($0.headings.joined(separator: "/")): \($0.text)" }
        #expect(
            lines == [
                ": The text.", ": notes.txt", "notes.txt: Noted.", ": Inner", "Inner: From: c@x.y", "Inner: Inside.",
            ])
        #expect(document.children == [ChildFile(name: "Grün.pdf", bytes: Data([0, 0, 0]))])
        #expect(document.diagnostics.map(\.code) == ["attachment"])
        #expect(document.diagnostics.first?.message == "Grün.pdf (application/pdf) is attached")
    }

    @Test("A mailbox is divided into its messages, and its quoting taken away")
    func mailbox() async throws {
        let text = """
            From a@x.y Mon Jan  1 10:00:00 2024
            From: a@x.y
            Subject: One

            >From the start
            From here on it is text 1.

            >>From me

            From b@x.y Tue Jan  2 10:00:00 2024
            From: b@x.y
            To: c@x.y

            Second.
            """
        let document = try await read(text, as: "a.mbox")
        #expect(document.type == .mbox)
        #expect(
            outline(document)
                == [
                    "heading 1 2–4: One", "paragraph 2–4: From: a@x.y",
                    "paragraph 5–6: From the start\nFrom here on it is text 1.",
                    "paragraph 8: >From me", "heading 1 11–13: Message 2", "paragraph 11–13: From: b@x.y\nTo: c@x.y",
                    "paragraph 14: Second.",
                ].map {
                    $0.replacingOccurrences(of: "2–4", with: "2–3").replacingOccurrences(of: "11–13", with: "11–12")
                })
        #expect(document.blocks.last?.headings == ["Message 2"])
    }

    @Test("A saved page is read as the page that it is")
    func page() async throws {
        let text = """
            From: <Saved by Blink>
            Subject: A page
            MIME-Version: 1.0
            Content-Type: multipart/related; type="text/html"; boundary="b"
            Snapshot-Content-Location: http://x.y

            --b
            Content-Type: text/html
            Content-Transfer-Encoding: quoted-printable

            <html><title>T=C3=A4st</title><h1>Head</h1><p>caf=C3=A9
            --b
            Content-Type: text/css

            p {}
            --b--
            """
        let document = try await read(text, as: "a.mhtml")
        #expect(document.type == .mhtml)
        #expect(document.title == "Täst")
        #expect(document.blocks.map(\.text) == ["Head", "café"])
    }

    @Test("Endless nesting and many parts end in bounded time", .timeLimit(.minutes(1)))
    func hostile() async throws {
        let deep =
            (0..<200).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
            + "\r\nend\r\n"
        let nested = try await read(message(deep), as: "a.eml")
        #expect(nested.diagnostics.map(\.code) == ["limitExceeded"])
        let many = String(repeating: "--x\r\n\r\nword\r\n", count: 20_000)
        let document = try await read(message("Content-Type: multipart/mixed; boundary=x", "", many), as: "a.eml")
        #expect(document.blocks.count > 1_000)
        let words = String(repeating: "=?utf-8?q?", count: 6_000)
        #expect(try await read(message("X: y\r\nCc: \(words)", "", "text"), as: "a.eml").blocks.count == 2)
    }

    @Test("A message that is cut off is read up to there") func cut() async throws {
        let document = try await read(
            message("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "The te"), as: "a.eml")
        #expect(document.blocks.last?.text == "The te")
    }

    @Test("Damaged messages are read or refused", arguments: ["a.eml", "a.mbox", "a.mhtml"]) func fuzz(name: String)
        async throws
    {
        var text = message(
            "Content-Type: multipart/alternative; boundary=x", "", "--x", "Content-Type: text/plain; format=flowed", "",
            "a \u{FC}", "--x",
            "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "", "PHA+YTwvcD4=", "--x--")
        if name == "a.mbox" { text = "From a@x.y Mon Jan  1 10:00:00 2024\n\(text)" }
        if name == "a.mhtml" { text = "From: <Saved by Blink>\nSnapshot-Content-Location: x\n" + text }
        try await expectToSurviveMutations(of: Data(text.utf8), as: name, rounds: 400)
    }
}
