extension RTFParser {
    /// Takes a control word.
    mutating func read(_ word: String, _ number: Int?) throws {
        let opensGroup = isGroupStart
        let wasOptional = isOptional
        isGroupStart = false
        isOptional = false
        if word == "u" {
            guard !skipsFallback() else { return }
            return append(unit: number ?? 0)
        }
        if let text = Self.characters[word] {
            guard !skipsFallback() else { return }
            flushBytes()
            return append(text)
        }
        flushBytes()
        fallbackLeft = 0
        if opensGroup || wasOptional, readDestination(word, isOptional: wasOptional) { return }
        if state.destination == .skipped { return }
        if try readParagraph(word, number) { return }
        readProperty(word, number)
    }

    /// Takes a control symbol.
    mutating func read(_ symbol: UInt8) throws {
        if symbol == UInt8(ascii: "*") {
            isOptional = true
            return
        }
        isGroupStart = false
        guard !skipsFallback() else { return }
        flushBytes()
        switch symbol {
        case UInt8(ascii: "~"): append("\u{A0}")
        case UInt8(ascii: "_"): append("\u{2011}")
        case UInt8(ascii: "-"): break
        case 0x0A, 0x0D: if state.destination == .body { try endParagraph() }
        default:
            if symbol == UInt8(ascii: "\\") || symbol == UInt8(ascii: "{") || symbol == UInt8(ascii: "}") {
                append(String(Unicode.Scalar(symbol)))
            }
        }
    }

    /// Sets where the text of the group goes that the word opens.
    private mutating func readDestination(_ word: String, isOptional: Bool) -> Bool {
        guard state.destination != .skipped else { return true }
        switch word {
        case "fonttbl": state.destination = .fonts
        case "stylesheet": state.destination = .styles
        case "info":
            state.destination = .skipped
            // The title is the one part of it that is text of the document.
            state.destination = .fonts
        case "title" where state.destination == .fonts: state.destination = .title
        case "listtext", "pntext": if state.destination == .body { state.destination = .listText }
        case "footnote", "annotation":
            guard state.destination == .body else { return true }
            state.isNote = true
            append(" [")
        case "shpinst", "shptxt", "fldrslt", "ud", "upr": break
        case _ where Self.skipped.contains(word) || isOptional:
            if state.destination != .styles { state.destination = .skipped }
        default: return false
        }
        return true
    }

    private mutating func readParagraph(_ word: String, _ number: Int?) throws -> Bool {
        guard state.destination == .body else { return false }
        switch word {
        case "par", "sect", "page":
            if state.isInTable { append("\n") } else { try endParagraph() }
        case "line": append("\n")
        case "cell", "nestcell":
            paragraph.endCell()
        case "row", "nestrow":
            try paragraph.endRow(in: &collector)
            state.isInTable = false
        case "pard":
            if !paragraph.isInCell { state.isInTable = false }
            state.outlineLevel = nil
            state.style = nil
            state.isListItem = false
        case "intbl":
            state.isInTable = true
        case "outlinelevel": state.outlineLevel = number
        case "ls", "pnlvlblt", "pnlvlbody": state.isListItem = true
        default: return false
        }
        return true
    }

    private mutating func readProperty(_ word: String, _ number: Int?) {
        switch word {
        case "ansicpg": codePage = number.flatMap { $0 > 0 ? $0 : nil } ?? 1252
        case "uc": state.fallbackCount = min(max(0, number ?? 1), 16)
        case "f":
            if state.destination == .fonts { entry = number ?? 0 } else { state.font = number }
        case "fcharset":
            if let page = RTFCharset.codePage(charset: number ?? 0) { fontCodePages[entry] = page }
        case "s":
            if state.destination == .styles { entry = number ?? 0 } else { state.style = number }
        case "outlinelevel":
            if let number, number < 9, state.destination == .styles { entryLevel = number + 1 }
        case "v", "deleted": state.isHidden = number != 0
        case "htmlrtf": state.isStandIn = number != 0
        case "plain":
            state.isHidden = false
            state.font = nil
        default: break
        }
    }

    private static let characters: [String: String] = [
        "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
        "rdblquote": "”", "enspace": " ", "emspace": " ", "qmspace": " ", "zwj": "\u{200D}", "zwnj": "\u{200C}",
    ]

    /// Destinations without text of the document.
    private static let skipped: Set<String> = [
        "colortbl", "pict", "object", "objdata", "objclass", "header", "headerl", "headerr", "headerf", "footer",
        "footerl", "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "themedata",
        "colorschememapping", "latentstyles", "datastore", "generator", "listtable", "listoverridetable", "rsidtbl",
        "xmlnstbl", "mmathPr", "fldinst", "filetbl", "revtbl", "nonshppict", "sp", "sn", "sv", "bkmkstart", "bkmkend",
        "tc", "xe", "author", "operator", "company", "doccomm", "keywords", "subject", "category", "comment", "falt",
        "panose", "template", "private", "atnid", "atnauthor", "atndate", "atnref", "atrfstart", "atrfend",
    ]
}
