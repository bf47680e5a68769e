/// A bracket expression: `[abc]`, `[a-z]`, `[!0-9]`, `[[:alpha:]_]`.
struct GlobSet: Sendable {
    private var ranges: [ClosedRange<Unicode.Scalar>] = []
    private var isNegated = false

    /// Reads the expression after its opening bracket; nil where it is not closed or names an unknown class.
    init?(_ rest: inout Substring.UnicodeScalarView) {
        if rest.first == "!" || rest.first == "^" {
            isNegated = true
            rest.removeFirst()
        }
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst { return }
            isFirst = false
            if scalar == "[", rest.first == ":" {
                guard let named = Self.named(&rest) else { return nil }
                ranges += named
                continue
            }
            guard let low = Self.unescaped(scalar, &rest) else { return nil }
            var high = low
            if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
                rest.removeFirst(2)
                guard let last = Self.unescaped(end, &rest) else { return nil }
                high = last
            }
            // A range whose end comes before its start is empty.
            if low <= high { ranges.append(low...high) }
        }
        return nil
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }

    private static func unescaped(
        _ scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
    ) -> Unicode.Scalar? {
        scalar == "\\" ? rest.popFirst() : scalar
    }

    /// Reads `:name:]`.
    private static func named(_ rest: inout Substring.UnicodeScalarView) -> [ClosedRange<Unicode.Scalar>]? {
        let name = rest.dropFirst().prefix { $0 != ":" }
        let end = rest.dropFirst(name.count + 1)
        guard end.starts(with: ":]".unicodeScalars), let ranges = classes[String(name)] else { return nil }
        rest = end.dropFirst(2)
        return ranges
    }

    private static let classes: [String: [ClosedRange<Unicode.Scalar>]] = [
        "alpha": ["a"..."z", "A"..."Z"], "digit": ["0"..."9"], "alnum": ["a"..."z", "A"..."Z", "0"..."9"],
        "lower": ["a"..."z"], "upper": ["A"..."Z"], "xdigit": ["0"..."9", "a"..."f", "A"..."F"],
        "space": ["\t"..."\r", " "..." "], "blank": ["\t"..."\t", " "..." "],
        "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"], "graph": ["!"..."~"], "print": [" "..."~"],
        "cntrl": ["\0"..."\u{1F}", "\u{7F}"..."\u{7F}"],
    ]
}
