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
