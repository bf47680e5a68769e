package import Foundation

/// Finds the format of a file by its content; the name's extension breaks ties.
package struct TypeDetector: Sendable {
    /// How many bytes at the start of a text are looked at.
    private static let sampleSize = 65_536

    package init() {}

    /// The format of `bytes`.
    ///
    /// - Throws: `DocumentError` with the code `unsupportedFormat`, which names the format where it is known.
    package func type(of bytes: Data, name: String) throws -> DocumentType {
        let fileExtension = Self.fileExtension(name)
        let start = [UInt8](bytes.prefix(Self.sampleSize))
        if Self.isPDF(start) { return .pdf }
        let isMarked = ByteOrderMark(bytes) != nil
        if !isMarked, let foreign = ForeignFormat.signature(of: start) {
            throw (start.count < bytes.count ? ForeignFormat.signature(of: [UInt8](bytes)) ?? foreign : foreign).error(
                name)
        }
        if !isMarked, Self.isBinary(bytes) {
            if fileExtension == "pdf" { return .pdf }
            throw ForeignFormat.unknownBinary.error(name)
        }
        let text = TextDecoder().decode(bytes.prefix(Self.sampleSize)).bytes
        if let foreign = ForeignFormat.text(text, fileExtension: fileExtension) { throw foreign.error(name) }
        return textType(text, fileExtension: fileExtension)
    }

    private func textType(_ text: [UInt8], fileExtension: String) -> DocumentType {
        if HTMLSigns.isPage(text) { return .html }
        if Self.markdownExtensions.contains(fileExtension) { return .markdown }
        if Self.htmlExtensions.contains(fileExtension), HTMLSigns.hasTags(text) { return .html }
        if !fileExtension.isEmpty, !Self.htmlExtensions.contains(fileExtension), fileExtension != "pdf" {
            return .plainText
        }
        if HTMLSigns.isFragment(text) { return .html }
        return MarkdownSigns.count(in: text) >= 2 ? .markdown : .plainText
    }

    private static let markdownExtensions: Set = ["md", "markdown", "mdown", "mkd", "mkdn", "mdx", "rmd", "qmd"]
    private static let htmlExtensions: Set = ["html", "htm", "xhtml", "xht"]

    private static func fileExtension(_ name: String) -> String {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
        return last[last.index(after: dot)...].lowercased()
    }

    /// A PDF may have some bytes before its header, but a text may quote the header; so a header further on counts only
    /// at a line's start and before an object.
    private static func isPDF(_ start: [UInt8]) -> Bool {
        let header = Array("%PDF-".utf8)
        if start.starts(with: header) { return true }
        let head = start.prefix(1_024)
        guard let place = head.indices.first(where: { head[$0...].starts(with: header) }) else { return false }
        let isAtLineStart = place > 0 && (head[place - 1] == 0x0A || head[place - 1] == 0x0D)
        let isAfterSpace = head[..<place].allSatisfy { $0.isSpace || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        let rest = String(decoding: start[place...].prefix(4_096), as: UTF8.self)
        return isAfterSpace || isAtLineStart && rest.contains(" obj")
    }

    /// Whether more than one byte in fifty of the start, or of the middle, is a control character that texts don't have.
    private static func isBinary(_ bytes: Data) -> Bool {
        // Aligned, so that a sample of UTF-32 is one too.
        let middle = bytes.dropFirst(bytes.count / 2 & ~3)
        return [bytes.prefix(sampleSize), middle.prefix(sampleSize)].contains { sample in
            sample.withUnsafeBytes { raw in
                let buffer = raw.bindMemory(to: UInt8.self)
                guard WideEncoding.guess(buffer) == nil else { return false }
                let isControl = { (byte: UInt8) in byte < 0x20 && !byte.isSpace && byte != 0x1B && byte != 0x08 }
                let controls = buffer.reduce(0) { $0 + (isControl($1) ? 1 : 0) }
                return controls > 2 && controls * 50 > buffer.count
            }
        }
    }
}

/// What tells an HTML page from other text.
enum HTMLSigns {
    /// Whether the text begins as a page does, after comments and an XML declaration.
    static func isPage(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        while true {
            rest = rest.drop { $0.isSpace }
            if begins(rest, "<!--") {
                guard let end = firstRange(of: "-->", in: rest) else { return false }
                rest = rest[end.upperBound...]
            } else if begins(rest, "<?xml") {
                guard let end = firstRange(of: "?>", in: rest) else { return false }
                rest = rest[end.upperBound...]
            } else {
                break
            }
        }
        return ["<!doctype html", "<html", "<head>", "<body"].contains { begins(rest, $0) }
    }

    /// Whether the text begins with a tag of HTML and has a closing one.
    static func isFragment(_ text: [UInt8]) -> Bool {
        let rest = text.drop { $0.isSpace }
        let openings = [
            "<p", "<div", "<h1", "<h2", "<table", "<ul", "<ol", "<title", "<meta", "<section", "<article", "<main",
        ]
        return openings.contains { begins(rest, $0) } && hasTags(text)
    }

    /// Whether there is a closing tag or a paragraph tag anywhere.
    static func hasTags(_ text: [UInt8]) -> Bool {
        var index = 0
        while index + 2 < text.count {
            if text[index] == 0x3C, text[index + 1] == 0x2F && text[index + 2].isLetter || text[index + 1].isLetter {
                return true
            }
            index += 1
        }
        return false
    }

    private static func begins(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
        text.count >= word.utf8.count && zip(text, word.utf8).allSatisfy { $0.lowercased == $1 }
    }

    private static func firstRange(of word: String, in text: ArraySlice<UInt8>) -> Range<Int>? {
        let word = Array(word.utf8)
        return text.indices.first { text[$0...].starts(with: word) }.map { $0..<$0 + word.count }
    }
}

/// What tells Markdown from plain text where the name does not.
enum MarkdownSigns {
    /// How many different signs of Markdown the text has: headings, fences, table rules, links, emphasis.
    static func count(in text: [UInt8]) -> Int {
        var signs: Set<String> = []
        for line in text.split(separator: 0x0A).prefix(2_000) {
            let start = line.drop { $0 == 0x20 }
            if start.starts(with: "```".utf8) || start.starts(with: "~~~".utf8) { signs.insert("fence") }
            let hashes = start.prefix { $0 == UInt8(ascii: "#") }.count
            if (1...6).contains(hashes), start.dropFirst(hashes).first == 0x20 {
                signs.insert("heading\(min(hashes, 2))")
            }
            if start.first == UInt8(ascii: "|"), start.allSatisfy({ "|-: ".utf8.contains($0) }), start.count > 4 {
                signs.insert("table")
            }
            for index in start.indices.dropLast(2)
            where start[index] == UInt8(ascii: "]") && start[index + 1] == UInt8(ascii: "(") {
                signs.insert("link")
            }
            for index in start.indices.dropLast(3)
            where start[index] == UInt8(ascii: "*") && start[index + 1] == UInt8(ascii: "*") {
                signs.insert("emphasis")
            }
        }
        return signs.count
    }
}
