/// What a text may hold besides text: carriage returns, NUL, terminal colours.
package enum ControlCharacters {
    /// `text` with `\n` for each line end, a space for each form feed, and without other control characters and
    /// terminal escape sequences.
    ///
    /// - Returns: the clean text and how many characters were left out; line ends and form feeds don't count.
    package static func cleaned(_ text: [UInt8]) -> (text: [UInt8], dropped: Int) {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var dropped = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case 0x0D:
                result.append(0x0A)
                if index < text.count, text[index] == 0x0A { index += 1 }
            case 0x0B, 0x0C: result.append(0x20)
            case 0x1B:
                dropped += 1
                index = endOfEscape(text, index)
            case 0x09, 0x0A, 0x20..<0x7F, 0x80...: result.append(byte)
            default: dropped += 1
            }
        }
        return (result, dropped)
    }

    /// Where the terminal sequence that an escape at `index - 1` opens ends: `[`, parameters, one letter.
    private static func endOfEscape(_ text: [UInt8], _ index: Int) -> Int {
        guard index < text.count, text[index] == 0x5B else { return index }
        var end = index + 1
        while end < text.count, end - index < 32, text[end].isDigit || text[end] == 0x3B || text[end] == 0x3F {
            end += 1
        }
        return end < text.count && text[end].isLetter ? end + 1 : index
    }
}
