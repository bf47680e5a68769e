internal import Testing
internal import bespoke

@Suite("Line editing")
struct LineEditingTests {
    /// The text after keys that a terminal sent as these bytes.
    private func typed(_ input: String) -> LineBuffer {
        var decoder = KeyDecoder()
        var buffer = LineBuffer()
        for key in decoder.decode(Array(input.utf8)) { buffer.edit(key) }
        return buffer
    }

    @Test(
        "Keys do what they do in a shell",
        arguments: [
            ("abc\u{1}X", "Xabc", "X"), ("abc\u{1}\u{5}X", "abcX", "abcX"), ("ab\u{1B}[DX", "aXb", "aX"),
            ("one two\u{17}", "one ", "one "), ("one two  \u{17}X", "one X", "one X"), ("one two\u{15}X", "X", "X"),
            ("one\u{1}\u{B}X", "X", "X"), ("one two\u{17}\u{1}\u{19}", "twoone ", "two"), ("abc\u{7F}\u{8}", "a", "a"),
            ("abc\u{1B}[D\u{1B}[D\u{1B}[3~", "ac", "a"), ("one two\u{1B}bX", "one Xtwo", "one X"),
            ("one two\u{1}\u{1B}[1;5CX", "oneX two", "oneX"), ("ab\u{1B}OHX", "Xab", "X"), ("ab\u{1B}[1~X", "Xab", "X"),
            ("one two\u{1}\u{1B}dX", "X two", "X"),
        ])
    func keys(input: String, text: String, before: String) {
        let buffer = typed(input)
        #expect(buffer.text == text)
        #expect(buffer.before == before)
    }

    @Test("A character is one step, however many code points and bytes it has")
    func characters() {
        #expect(typed("年假👩‍👩‍👧é\u{7F}\u{7F}").text == "年假")
        #expect(typed("e\u{301}x\u{1B}[D\u{7F}").text == "x")
        #expect(typed("年假\u{1B}[D多少").text == "年多少假")
    }

    @Test("Bytes of one key may come one by one, and what is no key is left out")
    func pieces() {
        var decoder = KeyDecoder()
        var keys: [Key] = []
        for byte in "年\u{1B}[1;5D\u{1B}[200~a\nb\u{1B}[201~x\u{1B}[99;99~y".utf8 { keys += decoder.decode([byte]) }
        #expect(keys == [.text("年"), .wordLeft, .paste("a\nb"), .text("x"), .text("y")])
        keys = decoder.decode([0xFF, 0xC3, 0x28, 0x00, 0x61])
        #expect(keys == [.text("("), .text("a")])
        keys = decoder.decode([0x1B])
        #expect(keys.isEmpty && decoder.isWaiting)
        keys = decoder.giveUp()
        #expect(keys == [.escape])
    }

    @Test("Pasted lines are one text, and bring no control characters")
    func paste() {
        #expect(typed("\u{1B}[200~one\r\ntwo\tthree\u{1B}]0;x\u{7}\u{1B}[201~").text == "one\ntwo    three]0;x")
    }

    @Test("Lines go on behind a backslash and within three quotation marks")
    func severalLines() {
        #expect(MultilineText.goesOn("one\\") && !MultilineText.goesOn("one\\\\") && !MultilineText.goesOn("one"))
        #expect(
            MultilineText.goesOn("\"\"\"") && MultilineText.goesOn("\"\"\"\none")
                && !MultilineText.goesOn("\"\"\"one\"\"\""))
        #expect(MultilineText.meant("\"\"\"\none\ntwo\n\"\"\"") == "one\ntwo")
        var buffer = LineBuffer("one\\")
        MultilineText.breakLine(&buffer)
        #expect(buffer.text == "one\n")
    }

    @Test("What was typed is called up again, and what is being typed comes back")
    func memory() {
        var memory = LineMemory(["first", "second"])
        var lines = ["draft", "second", "first"].map { memory.earlier(than: $0) }
        #expect(lines == ["second", "first", nil])
        lines = [memory.later(), memory.later(), memory.later()]
        #expect(lines == ["second", "draft", nil])
        memory.add("third")
        memory.add("third")
        lines = [memory.earlier(than: ""), memory.earlier(than: "third")]
        #expect(lines == ["third", "second"])
    }

    @Test("Up and down move within several lines first")
    func lines() {
        var buffer = LineBuffer("one\nlonger\nab")
        var moves: [Bool] = []
        var places: [String] = []
        for step in [-1, -1, -1, 1] {
            moves.append(buffer.moveLine(by: step))
            places.append(buffer.before)
        }
        #expect(moves == [true, true, false, true])
        #expect(places == ["one\nlo", "on", "on", "one\nlo"])
    }

    @Test("A line wraps at the terminal's edge, wide characters whole, with the cursor where it belongs")
    func layout() {
        var buffer = LineBuffer("年假有多少天")
        let whole = LineLayout(buffer, prompt: "> ", columns: 9)
        #expect(whole.rows == ["> 年假有", "多少天"])
        #expect(whole.cursor == (1, 6))
        for _ in 0..<4 { buffer.moveLeft() }
        #expect(LineLayout(buffer, prompt: "> ", columns: 9).cursor == (0, 6))
        #expect(LineLayout(LineBuffer("abcdefgh"), prompt: "> ", columns: 10).rows == ["> abcdefgh", ""])
        #expect(LineLayout(LineBuffer("a\nb"), prompt: "p> ", columns: 20).rows == ["p> a", "   b"])
    }

    @Test("Of more rows than the terminal has, those around the cursor are shown")
    func window() {
        var buffer = LineBuffer((1...30).map(String.init).joined(separator: "\n"))
        let end = LineLayout(buffer, prompt: "> ", columns: 20).window(height: 5)
        #expect(end.rows.last == "  30" && end.rows.count == 5 && end.cursor == (4, 4))
        while buffer.moveLine(by: -1) { continue }
        let start = LineLayout(buffer, prompt: "> ", columns: 20).window(height: 5)
        #expect(start.rows.first == "> 1" && start.cursor.row == 0)
    }
}
