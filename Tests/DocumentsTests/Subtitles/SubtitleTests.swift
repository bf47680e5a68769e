import Documents
import Foundation
import Testing

@Suite("Subtitles") struct SubtitleTests {
    @Test("Cues are joined up to the end of a sentence, without numbers and tags")
    func srt() async throws {
        let text = """
            1
            00:00:01,000 --> 00:00:02,500
            <i>It was a {\\an8}dark</i>

            2
            00:00:03,000 --> 00:00:04,000
            and stormy night &amp; cold.

            3
            00:01:12,000 --> 00:01:14,000
            - Who is there?
            - It's <b>me</b>, 3 < 4.
            """
        let document = try await read(text, as: "a.srt")
        #expect(document.type == .srt)
        #expect(
            document.blocks.map(\.text) == [
                "It was a dark and stormy night & cold.", "- Who is there?\n- It's me, 3 < 4.",
            ])
        #expect(
            document.blocks.map(\.location) == [
                Location(time: 1, lastTime: 3, lines: 2...7), Location(time: 72, lines: 10...12),
            ])
        #expect(document.diagnostics == [])
    }

    @Test("WebVTT's notes, styles, names and settings are left out, and speakers stay")
    func vtt() async throws {
        let text = """
            WEBVTT Kind: captions

            STYLE
            ::cue { color: red }

            NOTE a remark
            of two lines

            intro
            00:01.000 --> 00:02.000 align:start position:0%
            <v Ann>Hello <00:01.500><c.red>all</c>.

            00:02.000 --> 00:03.000
            Hello all.
            <v.loud Bob>Hi!
            """
        let document = try await read(text, as: "a.vtt")
        #expect(document.blocks.map(\.text) == ["Ann: Hello all. Hello all.\nBob: Hi!"])
        #expect(document.blocks.map(\.location) == [Location(time: 1, lastTime: 2, lines: 10...15)])
    }

    @Test("Captions that roll up are read once")
    func rolling() async throws {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\none two\n\n00:02.000 --> 00:03.000\none two\nthree four\n"
        #expect(try await read(text, as: "a.vtt").blocks.map(\.text) == ["one two three four"])
    }

    @Test("A film of long sentences is divided")
    func long() async throws {
        let cues = (0..<200).map { "\($0)\n00:\($0 / 60 + 10):\($0 % 60 + 10),0 --> 01:00:00,0\nword word word word\n" }
        let document = try await read(cues.joined(separator: "\n"), as: "a.srt")
        #expect(document.blocks.count > 3)
        #expect(document.blocks.allSatisfy { $0.text.utf8.count < 1_000 && $0.location.time != nil })
        #expect(document.blocks.map(\.text).joined(separator: " ").split(separator: " ").count == 800)
    }

    @Test("Broken cues and cues out of order are tolerated; a file without times is plain text")
    func broken() async throws {
        let text =
            "junk\n\n00:00:09,000 --> \nlater.\n\nno time here\n00:00:02,000 --> 00:00:03\nearlier.\n\n4\n00:00:05,000 -> x\n"
        let document = try await read(text, as: "a.srt")
        let all = document.blocks.map(\.text).joined(separator: " ")
        for word in ["junk", "later.", "no time here", "earlier.", "-> x"] { #expect(all.contains(word)) }
        let plain = try await read("only words", as: "a.srt")
        #expect(plain.blocks.map(\.text) == ["only words"])
        #expect(plain.diagnostics.map(\.code) == ["damaged"])
    }

    @Test(
        "A file without text is refused",
        arguments: [("", "a.srt"), ("WEBVTT\n", "a.vtt"), ("1\n00:00:01,0 --> 00:00:02,0\n", "a.srt")])
    func empty(text: String, name: String) async { #expect(await failure(Data(text.utf8), name)?.code == .empty) }

    @Test("Damaged files are read or refused", arguments: ["a.srt", "a.vtt"]) func fuzz(name: String) async throws {
        let head = name == "a.vtt" ? "WEBVTT\n\n" : ""
        let cue = "1\n00:00:01,000 --> 00:00:02,000\n<v Ann>é <i>x</i> &lt;\n\n"
        try await expectToSurviveMutations(of: Data((head + cue + cue).utf8), as: name)
    }
}
