/// Where sentences end, in any script: Latin full stops with their exceptions (initials, abbreviations, decimal points), and
/// the marks of Chinese, Japanese, Arabic, Devanagari, Armenian and Ethiopic text, which need no space after them.
public enum SentenceBoundaries {
    /// The sentences of `text`, in order, without the white space around them; together they hold every visible character.
    ///
    /// A single line feed is white space, because text is often wrapped; an empty line ends a sentence. Takes time linear in
    /// the length of the text.
    ///
    /// - Returns: ranges of UTF-8 offsets into `text`.
    public static func ranges(in text: String) -> [Range<Int>] {
        var scanner = Scanner(scalars: Array(text.unicodeScalars))
        return scanner.scan()
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        var ranges: [Range<Int>] = []
        /// The end of the run of marks that was last found to end no sentence; the other marks of the run need no second look.
        private var rejectedRunEnd = -1

        init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

        mutating func scan() -> [Range<Int>] {
            var index = 0
            var offset = 0
            var start: (index: Int, offset: Int)?
            var end = 0  // offset after the last visible scalar
            while index < scalars.count {
                let scalar = scalars[index]
                let next = offset + UTF8.width(scalar)
                if scalar.properties.isWhitespace {
                    if let open = start, scalar == "\n", isEmptyLine(after: index) {
                        ranges.append(open.offset..<end)
                        start = nil
                    }
                } else {
                    if start == nil { start = (index, offset) }
                    end = next
                    if let open = start, let last = sentenceEnd(at: index, openedAt: open.index) {
                        for scalar in scalars[(index + 1)..<(last + 1)] { end += UTF8.width(scalar) }
                        ranges.append(open.offset..<end)
                        start = nil
                        index = last + 1
                        offset = end
                        continue
                    }
                }
                index += 1
                offset = next
            }
            if let open = start { ranges.append(open.offset..<end) }
            return ranges
        }

        /// The index of the last scalar of the sentence that the scalar at `index` ends; nil where it ends none.
        private mutating func sentenceEnd(at index: Int, openedAt start: Int) -> Int? {
            let scalar = scalars[index]
            let isFreeStanding = SentenceBoundaries.freeStandingMarks.contains(scalar)
            guard isFreeStanding || index > rejectedRunEnd && SentenceBoundaries.spacedMarks.contains(scalar)
            else { return nil }
            var last = index
            while last + 1 < scalars.count, isTrailing(scalars[last + 1]) { last += 1 }
            last = skippingReferenceMarks(after: last)
            guard last + 1 < scalars.count else { return last }
            if isFreeStanding { return last }
            var following = last + 1
            guard scalars[following].properties.isWhitespace else {
                rejectedRunEnd = last
                return nil
            }
            while following < scalars.count, scalars[following].properties.isWhitespace || isOpening(scalars[following])
            {
                following += 1
            }
            guard following < scalars.count else { return last }
            if scalars[following].properties.isLowercase {
                rejectedRunEnd = last
                return nil
            }
            return scalar == "." && isAbbreviation(before: index, from: start) ? nil : last
        }

        private func isTrailing(_ scalar: Unicode.Scalar) -> Bool {
            SentenceBoundaries.closingMarks.contains(scalar) || SentenceBoundaries.spacedMarks.contains(scalar)
                || SentenceBoundaries.freeStandingMarks.contains(scalar)
        }

        private func isOpening(_ scalar: Unicode.Scalar) -> Bool { "\"'“‘„«»([{*_".unicodeScalars.contains(scalar) }

        /// Steps over footnote marks such as `[12]` that follow a full stop directly.
        private func skippingReferenceMarks(after index: Int) -> Int {
            var last = index
            while last + 2 < scalars.count, scalars[last + 1] == "[" {
                var close = last + 2
                while close < scalars.count, close - last < 8, scalars[close].properties.numericType != nil {
                    close += 1
                }
                guard close > last + 2, close < scalars.count, scalars[close] == "]" else { break }
                last = close
            }
            return last
        }

        /// Whether the word before a full stop is an initial or a common abbreviation.
        private func isAbbreviation(before index: Int, from start: Int) -> Bool {
            var first = index
            while first > start, index - first < 8, !scalars[first - 1].properties.isWhitespace { first -= 1 }
            while first < index, isOpening(scalars[first]) { first += 1 }
            var word = ""
            word.unicodeScalars.append(contentsOf: scalars[first..<index])
            if word.unicodeScalars.count == 1 { return word.unicodeScalars.first?.properties.isUppercase == true }
            return SentenceBoundaries.abbreviations.contains(word)
        }

        private func isEmptyLine(after index: Int) -> Bool {
            var next = index + 1
            while next < scalars.count, scalars[next].properties.isWhitespace {
                if scalars[next] == "\n" { return true }
                next += 1
            }
            return false
        }
    }

    private static let spacedMarks: Set<Unicode.Scalar> = [".", "!", "?", "…"]
    private static let freeStandingMarks: Set<Unicode.Scalar> = ["。", "！", "？", "｡", "؟", "۔", "।", "॥", "։", "።"]
    private static let closingMarks: Set<Unicode.Scalar> = [
        "\"", "'", "”", "’", "»", "«", ")", "]", "}", "」", "』", "）", "】", "》", "*", "_",
    ]
    private static let abbreviations: Set<String> = [
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "vs", "etc", "No", "no", "Nr", "Vol", "vol", "Fig", "fig",
        "al",
        "e.g", "i.e", "z.B", "U.S", "U.K", "Inc", "Ltd", "Co", "Corp", "approx", "ca", "cf", "pp", "Gen", "Col", "Lt",
        "Sgt",
        "Rev", "Hon", "Gov", "Sen", "Rep", "Ph.D", "M.D", "a.m", "p.m", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept",
        "Oct",
        "Nov", "Dec", "Mt", "Ave", "Blvd", "Art", "Sec", "Ch", "Eq", "Tab", "bzw", "Abs",
    ]
}
