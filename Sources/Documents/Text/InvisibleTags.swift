/// Unicode's tag characters (U+E0000 to U+E007F): a copy of ASCII that no program shows, and a known way to hide
/// instructions in a text.
package enum InvisibleTags {
    /// UTF-8 without tag characters, and how many there were.
    package static func removed(from text: [UInt8]) -> (text: [UInt8], count: Int) {
        guard text.contains(0xF3) else { return (text, 0) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var count = 0
        var index = 0
        while index < text.count {
            let isTag =
                text[index] == 0xF3 && index + 3 < text.count && text[index + 1] == 0xA0
                && (text[index + 2] == 0x80 || text[index + 2] == 0x81)
            if isTag {
                count += 1
                index += 4
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return (result, count)
    }

    /// What to tell about them, nil if there were none.
    package static func diagnostic(_ count: Int) -> Diagnostic? {
        guard count > 0 else { return nil }
        let message =
            count == 1 ? "1 invisible character (a Unicode tag) is" : "\(count) invisible characters (Unicode tags) are"
        return Diagnostic(severity: .warning, code: "hiddenText", message: "\(message) left out")
    }
}
