internal import Testing
internal import bespoke

@Suite("Text on a terminal")
struct TextShapeTests {
    @Test(
        "Width counts columns, not characters",
        arguments: [
            ("", 0), ("abc", 3), ("你好", 4), ("e\u{301}", 1), ("한글", 4), ("🙂", 2), ("ﾊﾝ", 2), ("❤\u{FE0F}", 2),
            ("สวัสดี", 4), ("\u{200B}", 0),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test("Cutting keeps whole characters and says that something is missing")
    func truncation() {
        #expect(DisplayWidth.truncate("handbook", to: 8) == "handbook")
        #expect(DisplayWidth.truncate("handbook", to: 5) == "hand…")
        #expect(DisplayWidth.truncate("员工手册", to: 6) == "员工…")
    }

    @Test(
        "Lines break at spaces and between wide characters",
        arguments: [
            ("one two three", "one two\nthree"),
            ("one\n\ntwo", "one\n\ntwo"),
            ("averylongword x", "averylongword\nx"),
            ("员工须提前五个工作日", "员工须提前\n五个工作日"),
            ("员工须提前，五个", "员工须提\n前，五个"),
            ("  deep", "  deep"),
        ])
    func wrapping(text: String, expected: String) {
        var whole = LineWrapper(width: 10)
        #expect(whole.push(text) + whole.finish() == expected)
        var pieces = LineWrapper(width: 10)
        #expect(text.map { pieces.push(String($0)) }.joined() + pieces.finish() == expected)
    }

    @Test("Broken lines are indented, and no width leaves the text alone")
    func indentation() {
        var wrapper = LineWrapper(width: 12, indent: 4)
        #expect(wrapper.push("[1] one two three") + wrapper.finish() == "[1] one two\n    three")
        var open = LineWrapper(width: nil, indent: 4)
        #expect(open.push("[1] one two three") + open.finish() == "[1] one two three")
    }

    @Test("Control characters are shown, not obeyed")
    func controlCharacters() {
        #expect(
            ControlCharacters.neutralized("a\u{1B}[31mb\u{7}\u{9B}2J\u{7F}\tc\r\nd\re") == "a␛[31mb␇\u{FFFD}2J␡\tc\nd␍e"
        )
        #expect(ControlCharacters.escapedInJSON("\"\u{9B}\u{7F}é\"") == "\"\\u009b\\u007fé\"")
    }

    @Test("Columns line up, wide characters included, and the first is cut where the table is too wide")
    func table() {
        var table = Table([("FILE", .left), ("CHUNKS", .right)])
        table.add(["员工手册.md", "2,310"])
        table.add(["a.txt", "7"])
        #expect(table.lines(width: 80) == ["FILE         CHUNKS", "员工手册.md   2,310", "a.txt             7"])
        var wide = Table([("FILE", .left), ("N", .right)])
        wide.add(["a-very-long-name-of-a-file.txt", "1"])
        #expect(wide.lines(width: 20) == ["FILE               N", "a-very-long-name…  1"])
        var told = Table([("ENGINE", .left), ("STATE", .left)])
        told.add(["a-name-of-a-model", "it must be fetched before it can be asked"])
        #expect(
            told.lines(width: 45) == [
                "ENGINE             STATE", "a-name-of-a-model  it must be fetched before",
                "                   it can be asked",
            ])
    }

    @Test("Quantities read naturally")
    func quantities() {
        #expect(Quantity.count(1, "file") == "1 file")
        #expect(Quantity.count(2310, "file") == "2,310 files")
        #expect(Quantity.grouped(1_234_567) == "1,234,567")
        #expect(
            [0, 999, 1000, 4_660, 91_000_000, 999_600_000].map { Quantity.bytes($0) }
                == ["0 B", "999 B", "1.0 kB", "4.7 kB", "91 MB", "1.0 GB"])
        #expect([8, 200, 7500].map { Quantity.duration(seconds: $0) } == ["8 s", "3 min 20 s", "2 h 5 min"])
    }

    @Test("What looks like an option and is none is found, values of options and what follows -- are not")
    func mistakenOptions() {
        #expect(CommandLineArguments.mistakenOption(in: ["add", "x", "-dash.md"]) == "-dash.md")
        #expect(CommandLineArguments.mistakenOption(in: ["add", "x", "--json", "-dash.md"]) == "-dash.md")
        for arguments in [
            ["add", "x", "-"], ["add", "x", "--", "-dash.md"], ["create", "x", "--seed", "-1"], ["list", "-hq"],
            ["delete", "x", "-y"], ["create", "x", "--instructions=-words"],
        ] {
            #expect(CommandLineArguments.mistakenOption(in: arguments) == nil)
        }
    }

    @Test("Global options may lead the command")
    func leadingOptions() {
        #expect(CommandLineArguments.globalOptionsLast(["--json", "list"]) == ["list", "--json"])
        #expect(
            CommandLineArguments.globalOptionsLast(["--home", "x", "-q", "ask", "a", "--", "-b"])
                == ["ask", "a", "--home", "x", "-q", "--", "-b"])
        #expect(CommandLineArguments.globalOptionsLast(["--version"]) == ["--version"])
        #expect(CommandLineArguments.globalOptionsLast(["--json"]) == ["--json"])
    }
}
