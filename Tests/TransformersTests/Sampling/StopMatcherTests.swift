internal import Testing
internal import Transformers

@Suite("Stop strings")
struct StopMatcherTests {
    /// What is given out for tokens, one after another, and at the end.
    private func output(_ tokens: [[UInt8]], stops: [String]) -> (parts: [String], isStopped: Bool) {
        var matcher = StopMatcher(stops: stops)
        let parts = tokens.map { matcher.take($0) } + [matcher.finish()]
        return (parts, matcher.isStopped)
    }

    private func output(_ tokens: String..., stops: String...) -> [String] {
        output(tokens.map { Array($0.utf8) }, stops: stops).parts
    }

    @Test("Text goes through at once where nothing can be a stop string")
    func passesThrough() {
        #expect(output("Hello", ", wor", "ld") == ["Hello", ", wor", "ld", ""])
        #expect(output("Hello", stops: "xyz", "") == ["Hello", ""])
    }

    @Test("A stop string ends the text, wherever token borders fall")
    func borders() {
        #expect(output("ab<|end|>cd", "ef", stops: "<|end|>") == ["ab", "", ""])
        #expect(output("ab<|", "en", "d|", ">cd", "ef", stops: "<|end|>") == ["ab", "", "", "", "", ""])
        #expect(output("<|end|>", stops: "<|end|>") == ["", ""])
    }

    @Test("What looked like a stop string is given out when it is none")
    func heldBack() {
        #expect(output("a<", "|", "x", stops: "<|end|>") == ["a", "", "<|x", ""])
        #expect(output("a\n", stops: "\n\n") == ["a", "\n"])
        #expect(output("aab", "aab", "aac", stops: "aabaac") == ["", "aab", "", ""])
    }

    @Test("The stop string that is complete first counts")
    func several() {
        #expect(output("one STOP two END", stops: "END", "STOP") == ["one ", ""])
        #expect(output("abcdef", stops: "bcde", "cd") == ["ab", ""])
        #expect(output("abcd", stops: "cd", "bcd") == ["a", ""])
    }

    @Test("Characters are given out when they are whole")
    func characters() {
        let rocket = Array("🚀é".utf8)
        let result = output(rocket.map { [$0] }, stops: [])
        #expect(result.parts == ["", "", "", "🚀", "", "é", ""])
        #expect(output([[0x61, 0xF0, 0x9F], [0x9A, 0x80, 0x62]], stops: ["🚀b"]).parts == ["a", "", ""])
    }

    @Test("Bytes that are not UTF-8 become U+FFFD, when it is certain that they are none")
    func invalid() {
        #expect(output([[0xFF], [0x61]], stops: []).parts == ["\u{FFFD}", "a", ""])
        #expect(output([[0xE2, 0x82], [0x61]], stops: []).parts == ["", "\u{FFFD}a", ""])
        #expect(output([[0xE2, 0x82]], stops: []).parts == ["", "\u{FFFD}"])
        #expect(output([[0x80, 0x80], [0xC0]], stops: []).parts == ["\u{FFFD}\u{FFFD}", "\u{FFFD}", ""])
    }

    @Test("White space at the beginning is left out where that is asked for, and hides no stop string behind it")
    func beginning() {
        func output(_ tokens: String...) -> [String] {
            var matcher = StopMatcher(stops: ["\n\n"], trimsStart: true)
            return tokens.map { matcher.take(Array($0.utf8)) } + [matcher.finish()]
        }
        #expect(output(" ", "\n\n", "\u{3000}a b", " c") == ["", "", "a b", " c", ""])
        #expect(output(" ", "\n") == ["", "", ""])
        #expect(output("\n\na\n", "\nb") == ["a", "", ""])
        var kept = StopMatcher()
        #expect(kept.take(Array(" a".utf8)) == " a")
    }

    @Test("Nothing comes after the end")
    func afterEnd() {
        var matcher = StopMatcher(stops: ["."])
        #expect(matcher.take(Array("a.b".utf8)) == "a")
        #expect(matcher.isStopped)
        #expect(matcher.take(Array("c".utf8)) == "")
        #expect(matcher.finish() == "")
        var ended = StopMatcher(stops: ["ab"])
        #expect(ended.take([0x61]) == "")
        #expect(ended.finish() == "a")
        #expect(ended.finish() == "")
    }

    @Test("The text is the same however it is divided", arguments: 0..<300)
    func divisions(seed: UInt64) {
        var random = RandomNumbers(seed: seed)
        func below(_ count: Int) -> Int { Int(random.unit() * Double(count)) }
        let letters: [[UInt8]] = [
            Array("a".utf8), Array("b".utf8), Array("é".utf8), Array("世".utf8), [0xE4], [0xFF], [0x96],
        ]
        let bytes = (0..<40).flatMap { _ in letters[below(letters.count)] }
        let stops = (0..<below(4)).map { _ in
            (0..<1 + below(4)).map { _ in ["a", "b", "é", "世", "\u{FFFD}"][below(5)] }.joined()
        }
        var tokens: [[UInt8]] = [[]]
        for byte in bytes {
            if below(3) == 0 { tokens.append([]) }
            tokens[tokens.count - 1].append(byte)
        }
        let divided = output(tokens, stops: stops)
        let whole = output([bytes], stops: stops)
        #expect(divided.parts.joined() == whole.parts.joined(), "\(bytes) \(stops)")
        #expect(divided.isStopped == whole.isStopped)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.utf8.starts(with: whole.parts.joined().utf8))
        #expect(whole.isStopped == stops.contains { text.contains($0) })
    }
}
