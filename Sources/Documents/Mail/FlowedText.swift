/// Text whose lines end in a space where the paragraph goes on. Source: RFC 3676.
enum FlowedText {
    /// The text with its paragraphs on one line each.
    static func joined(_ bytes: [UInt8], deletesSpace: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var depth: Int?
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let quotes = line.prefix { $0 == UInt8(ascii: ">") }.count
            var text = line.dropFirst(quotes)
            if text.first == 0x20 { text = text.dropFirst() }
            let isSignature = text.elementsEqual("-- ".utf8)
            let isFlowing = text.last == 0x20 && !isSignature
            if depth != quotes || isSignature {
                if depth != nil { result.append(0x0A) }
                result.append(contentsOf: line.prefix(quotes))
                if quotes > 0 { result.append(0x20) }
            }
            result.append(contentsOf: isFlowing && deletesSpace ? text.dropLast() : text)
            if isFlowing {
                depth = quotes
            } else {
                depth = nil
                result.append(0x0A)
            }
        }
        return result
    }
}
