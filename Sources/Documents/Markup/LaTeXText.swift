internal import Foundation

/// Commands, arguments and accents of LaTeX.
enum LaTeXText {
    /// A command at a backslash: its name, without the white space after it, and where it ends.
    static func command(_ bytes: [UInt8], _ start: Int) -> (name: String, end: Int)? {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\\") else { return nil }
        var end = start + 1
        while end < bytes.count, end - start < 40, bytes[end].isLetter { end += 1 }
        if end == start + 1 {
            // A symbol; a character of several bytes stays text.
            guard bytes[end] < 0x80 else { return ("", end) }
            return (String(Unicode.Scalar(bytes[end])), end + 1)
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        return (name, end)
    }

    /// The group in braces that begins at a place, after spaces.
    static func group(_ bytes: [UInt8], _ start: Int) -> (inside: Range<Int>, end: Int)? {
        var index = start
        while index < bytes.count, bytes[index].isSpace, index - start < 100 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return nil }
        let open = index + 1
        var depth = 0
        let limit = min(bytes.count, open + LaTeXParser.argumentBytes)
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return (open..<index, index + 1) }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Where an environment ends: the place of its `\end` and the one after it.
    static func end(of name: String, _ bytes: [UInt8], _ start: Int) -> (start: Int, end: Int)? {
        let word = Array("\\end{\(name)}".utf8)
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), bytes[index...].starts(with: word) {
                return (index, index + word.count)
            }
            index += 1
        }
        return nil
    }

    /// The rows and cells of a table.
    static func rows(_ bytes: [UInt8], _ range: Range<Int>) -> [(cells: [Range<Int>], start: Int, end: Int)] {
        var rows: [(cells: [Range<Int>], start: Int, end: Int)] = []
        var cells: [Range<Int>] = []
        var rowStart = range.lowerBound
        var start = range.lowerBound
        var index = range.lowerBound
        func endRow(_ end: Int, next: Int) {
            cells.append(start..<end)
            var first = rowStart
            while first < end, bytes[first].isSpace { first += 1 }
            rows.append((cells, first, end))
            cells = []
            start = next
            rowStart = next
        }
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), index + 1 < range.upperBound {
                if bytes[index + 1] == UInt8(ascii: "\\") { endRow(index, next: index + 2) }
                index += 2
                continue
            }
            if byte == UInt8(ascii: "&") {
                cells.append(start..<index)
                start = index + 1
            }
            index += 1
        }
        endRow(range.upperBound, next: range.upperBound)
        return rows
    }

    /// The text of a part of a paragraph.
    static func plain(_ part: ArraySlice<UInt8>) -> String {
        let bytes = Array(part)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                guard let command = command(bytes, index) else {
                    index += 1
                    continue
                }
                index = command.end
                result.append(contentsOf: replacement(command.name, bytes, &index).utf8)
            case UInt8(ascii: "%"): index = bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            case UInt8(ascii: "{"), UInt8(ascii: "}"):
                // Two arguments of a command are two words.
                if index > 0, bytes[index] == UInt8(ascii: "{"), bytes[index - 1] == UInt8(ascii: "}") {
                    result.append(0x20)
                }
                index += 1
            case UInt8(ascii: "~"):
                result.append(0x20)
                index += 1
            default:
                result.append(bytes[index])
                index += 1
            }
        }
        return finished(result)
    }

    /// What a command shows; its argument is read on as text unless it is none.
    static func replacement(_ name: String, _ bytes: [UInt8], _ position: inout Int) -> String {
        if let text = symbols[name] {
            return text
        }
        if let mark = accents[name] { return accented(mark, bytes, &position) }
        if name == "\\" {
            return "\n"
        }
        if withoutText.contains(name) {
            while position < bytes.count, bytes[position] == UInt8(ascii: "["),
                let close = bytes[position...].prefix(1_000).firstIndex(of: UInt8(ascii: "]"))
            {
                position = close + 1
            }
            let count = name.hasPrefix("newcommand") || name == "renewcommand" || name == "setlength" ? 2 : 1
            for _ in 0..<count { if let group = group(bytes, position) { position = group.end } }
            return ""
        }
        if name == "href", let group = group(bytes, position) { position = group.end }
        if name == "footnote" || name == "cite" || name == "citep" || name == "citet",
            let group = group(bytes, position)
        {
            position = group.end
            let text =
                name == "footnote"
                ? plain(bytes[group.inside].prefix(4_096)) : String(decoding: bytes[group.inside], as: UTF8.self)
            return name == "footnote" ? " [\(text)]" : "[\(text)]"
        }
        return ""
    }

    private static func accented(_ mark: String, _ bytes: [UInt8], _ position: inout Int) -> String {
        var index = position
        while index < bytes.count, bytes[index] == UInt8(ascii: "{") || bytes[index] == 0x20 { index += 1 }
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1].lowercased | 1 == UInt8(ascii: "i") | 1
        {
            index += 1
        }
        guard index < bytes.count, bytes[index].isLetter else { return "" }
        let letter = String(Unicode.Scalar(bytes[index]))
        position = index + 1
        return (letter + mark).precomposedStringWithCanonicalMapping
    }

    /// A paragraph without the marks for quotes and dashes, and with one space for several.
    static func finished(_ bytes: [UInt8]) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        for (mark, sign) in [("``", "“"), ("''", "”"), ("---", "—"), ("--", "–")] where text.contains(mark) {
            text = text.replacingOccurrences(of: mark, with: sign)
        }
        return text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static let accents: [String: String] = [
        "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "\"": "\u{308}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
        "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "k": "\u{328}", "r": "\u{30A}", "d": "\u{323}",
    ]
    private static let symbols: [String: String] = [
        "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", ",": " ", ";": " ", "/": "",
        "-": "", "!": "", "@": "", "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
        "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "j": "j", "LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…",
        "textbackslash": "\\", "textasciitilde": "~", "S": "§", "P": "¶", "copyright": "©", "quad": " ", "qquad": " ",
        "textendash": "–", "textemdash": "—", "euro": "€", "texteuro": "€", "pounds": "£", "textbar": "|",
        "newline": "\n", "linebreak": "\n", "tabularnewline": "\n",
    ]
    /// Commands whose argument is no text.
    private static let withoutText: Set<String> = [
        "label", "usepackage", "documentclass", "bibliographystyle", "bibliography", "vspace", "hspace", "pagestyle",
        "thispagestyle", "includegraphics", "newcommand", "renewcommand", "setlength", "setcounter", "addtocounter",
        "cline", "cmidrule", "index", "pagenumbering", "graphicspath", "hypersetup", "color", "definecolor",
        "centering", "hline", "toprule", "midrule", "bottomrule", "noindent", "newtheorem", "ensuremath",
    ]
}
