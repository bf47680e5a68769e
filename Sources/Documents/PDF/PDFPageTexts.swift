/// The text layers of a file's pages, as `pdftotext` prints them with a form feed after each.
struct PDFPageTexts {
    private var pages: [ArraySlice<UInt8>]

    init(_ output: [UInt8]) {
        pages = output.split(separator: 0x0C, omittingEmptySubsequences: false)
        // What is behind the last form feed is no page.
        if output.isEmpty || output.last == 0x0C { pages.removeLast() }
    }

    var count: Int { pages.count }

    /// All pages, as they were or as they were replaced.
    var joined: [UInt8] { Array(pages.map { $0 + [0x0C] }.joined()) }

    /// The numbers of pages, counted from 1, that have no text, or one that is none: characters without a meaning, as fonts
    /// without a table of theirs give.
    var unreadable: [Int] { pages.indices.filter { !Self.isText(pages[$0]) }.map { $0 + 1 } }

    /// Gives a page another text.
    mutating func replace(_ number: Int, by text: String) { pages[number - 1] = Array(text.utf8)[...] }

    /// Whether at most a quarter of the characters have no meaning.
    private static func isText(_ page: ArraySlice<UInt8>) -> Bool {
        var characters = 0
        var strays = 0
        for scalar in String(decoding: page, as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .lineSeparator, .paragraphSeparator: continue
            case .control where scalar.value == 0x0A || scalar.value == 0x0D || scalar.value == 0x09: continue
            case .privateUse, .unassigned, .control, .surrogate: strays += 1
            default: if scalar == "\u{FFFD}" { strays += 1 }
            }
            characters += 1
        }
        return characters > 0 && strays * 4 <= characters
    }
}
