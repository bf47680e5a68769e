internal import Documents

/// At what places a text may be cut, from the coarsest to the finest.
enum TextGrain {
    case lines, sentences, clauses, words, seams, characters

    /// The grain for a piece that is still too long.
    var finer: TextGrain? {
        switch self {
        case .lines: .sentences
        case .sentences: .clauses
        case .clauses: .words
        case .words: .seams
        case .seams: .characters
        case .characters: nil
        }
    }

    /// The pieces of `text`, in order, without the white space around them; together they hold every visible character.
    ///
    /// - Returns: ranges of UTF-8 offsets.
    func ranges(in text: String) -> [Range<Int>] {
        switch self {
        case .lines: Self.lines(of: text)
        case .sentences: Self.wholeCharacters(SentenceBoundaries.ranges(in: text), in: text)
        case .clauses: Self.wholeCharacters(Self.clauses(of: text), in: text)
        case .words: Self.wholeCharacters(Self.words(of: text), in: text)
        case .seams: ScriptSeams.ranges(in: text)
        case .characters: Self.characters(of: text)
        }
    }

    /// Lines with their indentation; without those that are empty.
    private static func lines(of text: String) -> [Range<Int>] {
        scan(text, splitsAtSpace: false, keepsIndentation: true) { scalar, _ in scalar == "\n" }
    }

    private static func words(of text: String) -> [Range<Int>] {
        scan(text, splitsAtSpace: true) { _, _ in false }
    }

    /// Ends after a comma, semicolon, colon or dash; in scripts without spaces no space need follow.
    private static func clauses(of text: String) -> [Range<Int>] {
        scan(text, splitsAtSpace: false) { scalar, next in
            switch scalar {
            case "，", "；", "：", "、", "､", "،", "؛": true
            case ",", ";", ":", "–", "—", "|": next?.properties.isWhitespace ?? true
            default: false
            }
        }
    }

    /// Divides after each scalar for which `isEnd` holds, given it and the one after it.
    private static func scan(
        _ text: String, splitsAtSpace: Bool, keepsIndentation: Bool = false,
        isEnd: (Unicode.Scalar, Unicode.Scalar?) -> Bool
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var end = 0  // offset after the last visible scalar
        var begin = 0  // offset at which the line begins
        var offset = 0
        func close() {
            if let open = start { ranges.append(open..<end) }
            start = nil
        }
        var iterator = text.unicodeScalars.makeIterator()
        var current = iterator.next()
        while let scalar = current {
            let next = iterator.next()
            offset += UTF8.width(scalar)
            let isSpace = scalar.properties.isWhitespace
            if !isSpace {
                if start == nil { start = keepsIndentation ? begin : offset - UTF8.width(scalar) }
                end = offset
            }
            if isEnd(scalar, next) || isSpace && splitsAtSpace {
                close()
                begin = offset
            }
            current = next
        }
        close()
        return ranges
    }

    /// Joins a piece that begins with a combining mark or joiner to the one before it.
    private static func wholeCharacters(_ ranges: [Range<Int>], in text: String) -> [Range<Int>] {
        var result: [Range<Int>] = []
        result.reserveCapacity(ranges.count)
        for range in ranges {
            let place = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
            let first = text.unicodeScalars[place]
            let extends =
                !first.isASCII
                && (first.properties.isGraphemeExtend || first.properties.generalCategory == .spacingMark
                    || first == "\u{200D}")
            if extends, let last = result.last {
                result[result.count - 1] = last.lowerBound..<range.upperBound
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Runs of whole characters of at most 32 bytes. What takes more than a kilobyte is no character of any script; it
    /// is cut between scalars.
    private static func characters(of text: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var offset = 0
        func add(_ length: Int) {
            if offset > start, offset + length - start > 32 {
                ranges.append(start..<offset)
                start = offset
            }
            offset += length
        }
        for character in text {
            let length = character.utf8.count
            if length > 1_024 {
                for scalar in character.unicodeScalars { add(UTF8.width(scalar)) }
            } else {
                add(length)
            }
        }
        if offset > start { ranges.append(start..<offset) }
        return ranges
    }
}
