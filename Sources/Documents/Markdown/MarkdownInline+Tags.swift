extension MarkdownInline {
    /// Leaves out tags, keeps the address of `<https://…>`, and sets comments aside as hidden.
    mutating func readTag() {
        if source[index...].starts(with: "<!--".utf8) { return readComment() }
        let limit = min(source.count, index + Self.lookahead)
        // An opening bracket ends the search, as no tag holds one.
        let end = source[(index + 1)..<limit].firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }
        guard let close = end, source[close] == UInt8(ascii: ">") else { return copy() }
        let inside = source[(index + 1)..<close]
        guard let first = inside.first else { return copy() }
        if first.isLetter, isAddress(inside) {
            output.append(contentsOf: inside)
            index = close + 1
        } else if first.isLetter || first == UInt8(ascii: "/") && inside.dropFirst().first?.isLetter == true,
            isTag(inside)
        {
            if inside.count >= 2, inside.prefix(2).map(\.lowercased) == Array("br".utf8),
                inside.dropFirst(2).first?.isLetter != true
            {
                output.append(0x0A)
            }
            index = close + 1
        } else {
            copy()
        }
    }

    private mutating func readComment() {
        let start = index + 4
        var place = hasOpenComment ? source.count : start
        while place + 2 < source.count {
            if source[place] == 0x2D, source[place + 1] == 0x2D, source[place + 2] == 0x3E {
                let comment = String(decoding: source[start..<place], as: UTF8.self)
                let text = comment[...].trimmingSpaces()
                if !text.isEmpty { hidden.append(String(text)) }
                index = place + 3
                return
            }
            place += 1
        }
        hasOpenComment = true
        copy()
    }

    /// `scheme:address` or an address with `@`, without white space.
    private func isAddress(_ inside: ArraySlice<UInt8>) -> Bool {
        guard !inside.contains(where: { $0.isSpace }) else { return false }
        if inside.contains(UInt8(ascii: "@")), !inside.contains(UInt8(ascii: "=")) { return true }
        guard let colon = inside.firstIndex(of: UInt8(ascii: ":")), colon - inside.startIndex >= 2 else { return false }
        return inside[..<colon].allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
    }

    /// Whether a name and attributes stand between the brackets, so that `a < b and c > d` stays.
    private func isTag(_ inside: ArraySlice<UInt8>) -> Bool {
        let body = inside.first == UInt8(ascii: "/") ? inside.dropFirst() : inside
        let rest = body.drop { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        guard let next = rest.first else { return true }
        return next.isSpace || next == UInt8(ascii: "/")
    }

    /// Puts the character of an entity such as `&amp;` or `&#8212;`.
    mutating func readEntity() {
        let limit = min(source.count, index + 34)
        guard let end = source[index..<limit].firstIndex(of: UInt8(ascii: ";")), end > index + 1 else { return copy() }
        guard let text = HTMLEntity.text(of: source[(index + 1)..<end]) else { return copy() }
        output.append(contentsOf: text.utf8)
        index = end + 1
    }
}
