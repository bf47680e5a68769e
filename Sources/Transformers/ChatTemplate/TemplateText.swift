/// A string of a template run that remembers which of its parts came from messages: those may not become control tokens.
struct TemplateText: Sendable, Equatable {
    /// A part of one origin.
    struct Run: Sendable, Equatable {
        var text: String
        var isContent: Bool
    }

    private(set) var runs: [Run]
    /// Whether the filter `safe` made it: text that is added to it with `+` is then escaped as for HTML.
    private(set) var isMarkup = false

    init(_ text: String, isContent: Bool = false) { runs = text.isEmpty ? [] : [Run(text: text, isContent: isContent)] }

    /// The whole text.
    var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).joined() }
    /// Length in bytes of UTF-8.
    var count: Int { runs.reduce(0) { $0 + $1.text.utf8.count } }

    /// What the template itself says in it; messages have no place in errors.
    var ownWords: String { runs.map { $0.isContent ? "…" : $0.text }.joined() }

    /// Whether both are the same characters, as Python compares them: scalar by scalar, wherever they come from.
    func isSpelledLike(_ other: TemplateText) -> Bool { isSpelledLike(other.plain) }

    func isSpelledLike(_ other: String) -> Bool { plain.utf8.elementsEqual(other.utf8) }

    /// The same text as the filter `safe` gives it.
    var markup: TemplateText {
        var result = self
        result.isMarkup = true
        return result
    }

    /// The text as it is added to what the filter `safe` gave.
    var escapedForHTML: TemplateText {
        let escapes: [Unicode.Scalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", "\"": "&#34;"]
        return mapped { $0.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() }
    }

    mutating func append(_ other: TemplateText) {
        for run in other.runs {
            if let last = runs.last, last.isContent == run.isContent {
                runs[runs.count - 1].text += run.text
            } else {
                runs.append(run)
            }
        }
    }

    /// The text with each part changed.
    func mapped(_ change: (String) -> String) -> TemplateText {
        var result = TemplateText("")
        for run in runs { result.append(TemplateText(change(run.text), isContent: run.isContent)) }
        return result
    }

    /// The part between two places, counted in bytes of UTF-8, which have to lie between characters.
    func slice(_ range: Range<Int>) -> TemplateText {
        var result = TemplateText("")
        var start = 0
        for run in runs {
            let bytes = run.text.utf8
            let overlap = range.clamped(to: start..<start + bytes.count)
            if !overlap.isEmpty {
                let part = bytes.dropFirst(overlap.lowerBound - start).prefix(overlap.count)
                result.append(TemplateText(String(Substring(part)), isContent: run.isContent))
            }
            start += bytes.count
        }
        return result
    }

    /// The text without characters that `isDropped` at its beginning or end.
    func trimmed(leading: Bool = true, trailing: Bool = true, _ isDropped: (Unicode.Scalar) -> Bool) -> TemplateText {
        let plain = plain
        var start = 0
        var end = plain.utf8.count
        if leading {
            for scalar in plain.unicodeScalars {
                guard isDropped(scalar) else { break }
                start += UTF8.width(scalar)
            }
        }
        if trailing {
            for scalar in plain.unicodeScalars.reversed() {
                guard end > start, isDropped(scalar) else { break }
                end -= UTF8.width(scalar)
            }
        }
        return slice(start..<end)
    }

    /// Where `part` stands in the text, one after another; at most `limit` times. Takes time in proportion to both lengths
    /// (Knuth, Morris and Pratt, 1977), as both may be chosen to be slow.
    func places(of part: String, limit: Int = .max) -> [Range<Int>] {
        let part = Array(part.utf8)
        guard !part.isEmpty else { return [] }
        var borders = [Int](repeating: 0, count: part.count)
        var matched = 0
        for index in part.indices.dropFirst() {
            while matched > 0, part[index] != part[matched] { matched = borders[matched - 1] }
            if part[index] == part[matched] { matched += 1 }
            borders[index] = matched
        }
        var places: [Range<Int>] = []
        matched = 0
        for (index, byte) in plain.utf8.enumerated() where places.count < limit {
            while matched > 0, byte != part[matched] { matched = borders[matched - 1] }
            if byte == part[matched] { matched += 1 }
            if matched == part.count {
                places.append(index + 1 - part.count..<index + 1)
                matched = 0
            }
        }
        return places
    }

    /// The parts between `places`.
    func divided(at places: [Range<Int>]) -> [TemplateText] {
        zip([0] + places.map(\.upperBound), places.map(\.lowerBound) + [count]).map { slice($0..<$1) }
    }

    /// The characters.
    var characters: [TemplateText] {
        runs.flatMap { run in run.text.unicodeScalars.map { TemplateText(String($0), isContent: run.isContent) } }
    }

    static func joined(_ parts: [TemplateText], by separator: TemplateText) -> TemplateText {
        var text = TemplateText("")
        for (index, part) in parts.enumerated() {
            if index > 0 { text.append(separator) }
            text.append(part)
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether Python takes the character for white space.
    var isPythonSpace: Bool { (0x1C...0x1F).contains(value) || properties.isWhitespace }
}
