/// Joins the lines of a paragraph, and the halves of the words that line ends divide.
struct LineJoiner {
    let words: Set<Substring>

    func join(_ lines: [Substring]) -> String {
        var result = ""
        for line in lines {
            guard let last = result.unicodeScalars.last, let first = line.unicodeScalars.first else {
                result += line
                continue
            }
            if last == "\u{AD}" {
                result.unicodeScalars.removeLast()
            } else if last == "-", first.properties.isLowercase, isDivided(result, line) {
                result.unicodeScalars.removeLast()
            } else if last != "-" || !first.properties.isAlphabetic {
                if !(last.isIdeographic && first.isIdeographic) { result += " " }
            }
            result += line
        }
        return result
    }

    /// Whether the word over the line end is written without the hyphen: "develop-" + "ment", but not "well-" + "known".
    private func isDivided(_ before: String, _ after: Substring) -> Bool {
        let isInWord = { (scalar: Unicode.Scalar) in scalar.properties.isAlphabetic || scalar == "-" }
        let head = before.unicodeScalars.dropLast().suffix(40).reversed().prefix(while: isInWord).reversed()
        let tail = after.unicodeScalars.prefix(40).prefix(while: isInWord)
        guard let beforeHyphen = head.last, beforeHyphen.properties.isAlphabetic else { return false }
        var start = ""
        start.unicodeScalars.append(contentsOf: head)
        var end = ""
        end.unicodeScalars.append(contentsOf: tail)
        return words.contains(Substring(start + end)) || !words.contains(Substring(start + "-" + end))
    }
}

/// Chinese, Japanese and Korean text that a page sets with a space after each character.
enum SpacedOut {
    /// `line` without those spaces, if it consists of such characters only.
    static func joined(_ line: Substring) -> Substring {
        let parts = line.split(separator: " ")
        let isSpacedOut =
            parts.count >= 3
            && parts.allSatisfy { $0.unicodeScalars.count == 1 && $0.unicodeScalars.allSatisfy(\.isIdeographic) }
        return isSpacedOut ? Substring(parts.joined()) : line
    }
}

extension Unicode.Scalar {
    /// Whether the character is written without spaces around it: Chinese and Japanese, and their punctuation.
    var isIdeographic: Bool {
        switch value {
        case 0x3000...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
