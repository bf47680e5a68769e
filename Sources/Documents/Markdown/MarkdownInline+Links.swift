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
    private func endOfTarget(_ start: Int) -> Int? {
        let limit = min(source.count, start + Self.lookahead)
        var place = skipSpace(start, limit)
        guard place < limit else { return nil }
        if source[place] == UInt8(ascii: "<") {
            while place < limit, source[place] != UInt8(ascii: ">") {
                if source[place] == 0x0A { return nil }
                place += source[place] == UInt8(ascii: "\\") ? 2 : 1
            }
            place += 1
        } else {
            var depth = 0
            while place < limit, !source[place].isSpace {
                if source[place] == UInt8(ascii: "(") { depth += 1 }
                if source[place] == UInt8(ascii: ")") {
                    if depth == 0 { break }
                    depth -= 1
                }
                place += source[place] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        place = skipSpace(place, limit)
        guard place < limit else { return nil }
        if source[place] == UInt8(ascii: ")") { return place + 1 }
        let quote = source[place]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "(") else {
            return nil
        }
        let closing = quote == UInt8(ascii: "(") ? UInt8(ascii: ")") : quote
        place += 1
        while place < limit, source[place] != closing { place += source[place] == UInt8(ascii: "\\") ? 2 : 1 }
        place = skipSpace(place + 1, limit)
        return place < limit && source[place] == UInt8(ascii: ")") ? place + 1 : nil
    }

    private func skipSpace(_ start: Int, _ limit: Int) -> Int {
        var place = start
        while place < limit, source[place].isSpace { place += 1 }
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
