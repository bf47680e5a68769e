/// A `[` or `![` that may open a link or image.
struct Bracket {
    /// Where it stands in the output.
    var output: Int
    /// Where the text after it begins in the source.
    var source: Int
    /// How many bytes it has.
    var length: Int
}

extension MarkdownInline {
    /// Brackets within one another that may be links.
    private static var maximumBrackets: Int { 256 }
    /// Parentheses within one another in a link's target.
    private static var maximumParentheses: Int { 32 }

    mutating func openBracket(isImage: Bool) {
        let length = isImage ? 2 : 1
        if brackets.count == Self.maximumBrackets { brackets.removeFirst(Self.maximumBrackets / 2) }
        brackets.append(Bracket(output: output.count, source: index + length, length: length))
        for _ in 0..<length { copy() }
    }

    /// Ends a link or image, of which only the text stays; brackets that are neither stay too.
    mutating func closeBracket() {
        guard let open = brackets.popLast() else { return copy() }
        let label = source[open.source..<index]
        let next = index + 1
        if label.first == UInt8(ascii: "^"), label.count > 1, label.count <= 64, !label.contains(where: \.isSpace) {
            // A footnote's mark is no word of the text.
            output.removeSubrange(open.output...)
            index = next
        } else if next < source.count, source[next] == UInt8(ascii: "("), let end = endOfTarget(next + 1) {
            erase(open)
            index = end
        } else if next < source.count, source[next] == UInt8(ascii: "["), let end = endOfLabel(next + 1) {
            let reference = end - 1 == next + 1 ? label : source[(next + 1)..<(end - 1)]
            guard references.contains(reference) else { return copy() }
            erase(open)
            index = end
        } else if references.contains(label) {
            erase(open)
            index = next
        } else {
            copy()
        }
    }

    private mutating func erase(_ open: Bracket) {
        for mark in open.output..<(open.output + open.length) { output[mark] = Self.erased }
    }

    /// One past the `)` that ends a link's target and title; nil if it isn't one.
    ///
    /// Each part ends at a character that could begin another link, or at a bounded depth, so that texts made of
    /// nothing but openings are read in linear time.
    private func endOfTarget(_ start: Int) -> Int? {
        let destination = skipSpace(start)
        guard destination < source.count else { return nil }
        let isBracketed = source[destination] == UInt8(ascii: "<")
        guard let end = isBracketed ? endOfBracketed(destination + 1) : endOfBare(destination) else { return nil }
        let place = skipSpace(end)
        guard place < source.count else { return nil }
        if source[place] == UInt8(ascii: ")") { return place + 1 }
        guard place > end, let title = endOfTitle(place) else { return nil }
        let close = skipSpace(title)
        return close < source.count && source[close] == UInt8(ascii: ")") ? close + 1 : nil
    }

    private func endOfBracketed(_ start: Int) -> Int? {
        var place = start
        while place < source.count, source[place] != 0x0A, source[place] != UInt8(ascii: "<") {
            if source[place] == UInt8(ascii: ">") { return place + 1 }
            place += source[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func endOfBare(_ start: Int) -> Int? {
        var place = start
        var depth = 0
        while place < source.count, !source[place].isSpace {
            if source[place] == UInt8(ascii: "(") { depth += 1 }
            if source[place] == UInt8(ascii: ")") {
                if depth == 0 { return place }
                depth -= 1
            }
            if depth > Self.maximumParentheses { return nil }
            place += source[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return depth == 0 ? min(place, source.count) : nil
    }

    private func endOfTitle(_ start: Int) -> Int? {
        let quote = source[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "(") else {
            return nil
        }
        let closing = quote == UInt8(ascii: "(") ? UInt8(ascii: ")") : quote
        let limit = min(source.count, start + Self.lookahead)
        var place = start + 1
        while place < limit {
            if source[place] == closing { return place + 1 }
            if source[place] == quote { return nil }
            place += source[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func skipSpace(_ start: Int) -> Int {
        var place = start
        while place < source.count, source[place].isSpace { place += 1 }
        return place
    }

    /// One past the `]` that ends a label.
    private func endOfLabel(_ start: Int) -> Int? {
        let limit = min(source.count, start + MarkdownReferences.maximumLabel)
        var place = start
        while place < limit, source[place] != UInt8(ascii: "]") {
            if source[place] == UInt8(ascii: "[") { return nil }
            place += source[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place < limit ? place + 1 : nil
    }
}
