/// A run of `*`, `_` or `~` in the output.
struct EmphasisRun {
    var byte: UInt8
    /// Where its first mark stands in the output.
    var place: Int
    /// Marks that are not used up.
    var count: Int
    /// Marks that it had.
    let length: Int
    /// Whether it could also close emphasis.
    let isTwoSided: Bool

    /// Whether a run of `length` marks may close what this one opened: the rule of three.
    func matches(_ byte: UInt8, length: Int, isTwoSided: Bool) -> Bool {
        guard byte == self.byte else { return false }
        let isAmbiguous = (isTwoSided || self.isTwoSided) && (length + self.length) % 3 == 0
        return !isAmbiguous || length % 3 == 0 && self.length % 3 == 0
    }
}

extension MarkdownInline {
    /// Runs that are kept as possible openers.
    private static var maximumOpeners: Int { 256 }

    /// Reads a run of emphasis marks, as a closer of an earlier run if it can be one.
    ///
    /// Source: CommonMark, "emphasis and strong emphasis".
    mutating func readEmphasis(_ byte: UInt8) {
        var length = 0
        while index + length < source.count, source[index + length] == byte { length += 1 }
        let before = index > 0 ? source[index - 1] : 0x20
        let after = index + length < source.count ? source[index + length] : 0x20
        let canOpen = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
        let canClose = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
        let place = output.count
        for _ in 0..<length { copy() }
        if byte == UInt8(ascii: "~"), length != 2 && length != 1 { return }
        let isWordInside = byte == UInt8(ascii: "_") && canOpen && canClose
        let opens = canOpen && !(isWordInside && !before.isPunctuation)
        let closes = canClose && !(isWordInside && !after.isPunctuation)
        var left = length
        var used = 0
        if closes { used = close(byte, &left, place: place, isTwoSided: opens) }
        if opens, left > 0 {
            if openers.count == Self.maximumOpeners { openers.removeFirst(Self.maximumOpeners / 2) }
            openers.append(
                EmphasisRun(byte: byte, place: place + used, count: left, length: length, isTwoSided: closes))
        }
    }

    /// Takes the marks of the nearest openers out, and as many of this run.
    private mutating func close(_ byte: UInt8, _ left: inout Int, place: Int, isTwoSided: Bool) -> Int {
        let length = left
        var used = 0
        while left > 0,
            let opener = openers.lastIndex(where: { $0.matches(byte, length: length, isTwoSided: isTwoSided) })
        {
            let count = min(left, openers[opener].count)
            if byte == UInt8(ascii: "~"), openers[opener].count != left { return used }
            openers.removeSubrange((opener + 1)...)
            let end = openers[opener].place + openers[opener].count
            for mark in (end - count)..<end { output[mark] = Self.erased }
            for mark in (place + used)..<(place + used + count) { output[mark] = Self.erased }
            openers[opener].count -= count
            if openers[opener].count == 0 { openers.removeLast() }
            used += count
            left -= count
        }
        return used
    }
}
