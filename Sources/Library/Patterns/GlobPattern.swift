/// A pattern for paths, as shells and `.gitignore` write it: `*`, `?`, `[a-z]` within a name, `**` for any number of
/// folders.
package struct GlobPattern: Sendable {
    private enum Segment {
        case folders
        case name([Element])
    }

    private enum Element {
        case scalar(Unicode.Scalar)
        case anything
        case stars
        case set(GlobSet)
    }

    /// Longer patterns match nothing.
    private static let maximumLength = 4_096

    private let segments: [Segment]

    /// Reads a pattern whose names are divided by `/`; nil for one that can match nothing, such as one with an open
    /// bracket.
    package init?(_ pattern: Substring) {
        guard pattern.utf8.count <= Self.maximumLength else { return nil }
        var segments: [Segment] = []
        var elements: [Element] = []
        var stars = 0  // of a name that is nothing else so far
        func endSegment() -> Bool {
            guard !elements.isEmpty else { return false }
            segments.append(stars > 1 ? .folders : .name(elements))
            elements = []
            stars = 0
            return true
        }
        var rest = pattern.unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == "*", elements.isEmpty || stars > 0 { stars += 1 } else if scalar != "/" { stars = 0 }
            switch scalar {
            case "*": if case .stars = elements.last {} else { elements.append(.stars) }
            case "?": elements.append(.anything)
            case "[":
                guard let set = GlobSet(&rest) else { return nil }
                elements.append(.set(set))
            case "/": guard endSegment() else { return nil }
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                if escaped != "/" { elements.append(.scalar(escaped)) } else if !endSegment() { return nil }
            default: elements.append(.scalar(scalar))
            }
        }
        guard endSegment() else { return nil }
        // "a/**" is what is in a, not a itself.
        if case .folders = segments.last { segments.append(.name([.stars])) }
        self.segments = segments
    }

    /// How many names a path must have to match; nil for any number.
    package var depth: Int? {
        segments.contains { if case .folders = $0 { true } else { false } } ? nil : segments.count
    }

    /// Whether the names of a path, from its first to its last, match.
    package func matches(_ path: ArraySlice<[Unicode.Scalar]>) -> Bool {
        Wildcards.match(segments, path) { segment in
            if case .folders = segment { true } else { false }
        } matches: { segment, name in
            guard case .name(let elements) = segment else { return false }
            return Self.matches(elements, name)
        }
    }

    private static func matches(_ elements: [Element], _ name: [Unicode.Scalar]) -> Bool {
        Wildcards.match(elements, name[...]) { element in
            if case .stars = element { true } else { false }
        } matches: { element, scalar in
            switch element {
            case .scalar(let wanted): wanted == scalar
            case .set(let set): set.contains(scalar)
            case .anything, .stars: true
            }
        }
    }
}

extension GlobPattern {
    /// Whether a file's name in the profile matches; a pattern without `/` is compared with the last part of the name.
    package func matchesFile(named name: String) -> Bool {
        let parts = name.split(separator: "/").map { Array($0.unicodeScalars) }
        return matches(depth == 1 ? parts.suffix(1) : parts[...])
    }
}
