/// Divides a YAML text into blocks at its entries: small ones share a block, large ones are sections under their names.
///
/// The blocks hold the lines as they are written, comments among them.
struct YAMLWriter {
    /// The bytes up to which entries share a block.
    private static let blockBytes = 1_500
    private static let maximumLevel = 6
    /// Lists within lists on one line, as in `- - - a`.
    private static let maximumDepth = 32

    private var source: YAMLLines
    private let cancellation: Cancellation
    private(set) var collector = BlockCollector()

    init(_ source: YAMLLines, cancellation: Cancellation) {
        self.source = source
        self.cancellation = cancellation
    }

    mutating func write() throws {
        var start = 0
        for (index, line) in source.lines.enumerated() where line.kind == .separator {
            try write(start..<index, level: 1, depth: 0)
            collector.closeSections(from: 1)
            start = index + 1
        }
        try write(start..<source.lines.count, level: 1, depth: 0)
    }

    private mutating func write(_ range: Range<Int>, level: Int, depth: Int) throws {
        try cancellation.check()
        let range = trimmed(range)
        guard !range.isEmpty else { return }
        if size(range) <= Self.blockBytes || level > Self.maximumLevel || depth > Self.maximumDepth {
            return try append(range)
        }
        let starts = entries(in: range)
        guard starts.count > 1 else { return try writeEntry(range, level: level, depth: depth) }
        var open = range.lowerBound
        var openBytes = 0
        for (index, start) in starts.enumerated() {
            let entry = start..<(index + 1 < starts.count ? starts[index + 1] : range.upperBound)
            let bytes = size(entry)
            if openBytes + bytes > Self.blockBytes {
                try append(open..<start)
                open = start
                openBytes = 0
            }
            if bytes > Self.blockBytes {
                try writeEntry(entry, level: level, depth: depth)
                open = entry.upperBound
            } else {
                openBytes += bytes
            }
        }
        try append(open..<range.upperBound)
    }

    /// Writes one large entry: its name as a heading and what is in it, or its lines if it is a long text.
    private mutating func writeEntry(_ range: Range<Int>, level: Int, depth: Int) throws {
        guard let first = range.first(where: { source.lines[$0].kind == .content }) else { return try append(range) }
        let hasParts = source.lines[(first + 1)..<range.upperBound].contains { $0.kind == .content }
        guard hasParts else { return try append(range) }
        let line = source.lines[first]
        let content = source.bytes[(line.range.lowerBound + line.column)..<line.range.upperBound]
        if isItem(first) {
            let inner = content.dropFirst().drop { $0 == 0x20 }
            source.lines[first].column += inner.startIndex - content.startIndex
            if inner.isEmpty { source.lines[first].kind = .comment }
            guard let label = label(of: range) else { return try write(range, level: level, depth: depth + 1) }
            try collector.appendHeading(label, level: level, at: place(first..<first + 1))
            try write(range, level: level + 1, depth: depth + 1)
            return collector.closeSections(from: level)
        }
        guard let key = Self.key(content) else { return try append(range) }
        try collector.appendHeading(key.name, level: level, at: place(first..<first + 1))
        if range.lowerBound < first { try append(range.lowerBound..<first) }
        if key.hasMore {
            try append(first..<first + 1)
        }
        try write(first + 1..<range.upperBound, level: level + 1, depth: depth)
        collector.closeSections(from: level)
    }

    /// The lines that begin entries, each with the comments above it.
    private func entries(in range: Range<Int>) -> [Int] {
        let contents = range.filter { source.lines[$0].kind == .content }
        guard let base = contents.map({ source.lines[$0].column }).min() else { return [] }
        var starts = contents.filter { source.lines[$0].column == base }
        // The items of a list may stand as far out as its name.
        let names = starts.filter { !isItem($0) }
        if !names.isEmpty, names.first == starts.first { starts = names }
        return starts.map { index in
            var start = index
            while start > range.lowerBound, source.lines[start - 1].kind == .comment { start -= 1 }
            return start
        }
    }

    private func isItem(_ line: Int) -> Bool {
        let start = source.lines[line].range.lowerBound + source.lines[line].column
        let rest = source.bytes[start..<source.lines[line].range.upperBound]
        return rest.first == UInt8(ascii: "-") && rest.dropFirst().first?.isSpace ?? true
    }

    /// What an item of a list calls itself.
    private func label(of range: Range<Int>) -> String? {
        let base = range.lazy.filter { source.lines[$0].kind == .content }.map { source.lines[$0].column }.min()
        for index in range where source.lines[index].kind == .content && source.lines[index].column == base {
            let line = source.lines[index]
            let content = source.bytes[(line.range.lowerBound + line.column)..<line.range.upperBound]
            guard let key = Self.key(content), ["name", "title", "id", "label", "question"].contains(key.name) else {
                continue
            }
            let value = key.value.trimmingSpaces().drop { $0 == "\"" || $0 == "'" }
            guard !value.isEmpty, value.utf8.count <= 120 else { continue }
            return value.last == "\"" || value.last == "'" ? String(value.dropLast()) : String(value)
        }
        return nil
    }

    /// The name before the first colon of an entry, and what follows it.
    private static func key(_ content: ArraySlice<UInt8>) -> (name: String, value: Substring, hasMore: Bool)? {
        guard
            let colon = content.indices.first(where: {
                content[$0] == UInt8(ascii: ":") && ($0 + 1 == content.endIndex || content[$0 + 1].isSpace)
            }), colon - content.startIndex <= 200
        else { return nil }
        var name = content[..<colon]
        if name.count > 1, let quote = name.first, quote == name.last, quote == 0x22 || quote == 0x27 {
            name = name.dropFirst().dropLast()
        }
        let value = String(decoding: content[(colon + 1)...], as: UTF8.self)[...]
        return (String(decoding: name, as: UTF8.self), value, !value.trimmingSpaces().isEmpty)
    }

    // MARK: Lines

    private func size(_ range: Range<Int>) -> Int {
        guard let first = range.first, let last = range.last else { return 0 }
        return source.lines[last].range.upperBound - source.lines[first].range.lowerBound
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while let first = range.first, isBlank(first) { range = first + 1..<range.upperBound }
        while let last = range.last, isBlank(last) { range = range.lowerBound..<last }
        return range
    }

    private func isBlank(_ line: Int) -> Bool {
        source.bytes[source.lines[line].range].allSatisfy(\.isSpace)
    }

    private func place(_ range: Range<Int>) -> Location {
        Location(lines: range.lowerBound + 1...max(range.lowerBound + 1, range.upperBound))
    }

    private mutating func append(_ range: Range<Int>) throws {
        let range = trimmed(range)
        guard let first = range.first, let last = range.last else { return }
        let bytes = source.bytes[source.lines[first].range.lowerBound..<source.lines[last].range.upperBound]
        try collector.append(.code, String(decoding: bytes, as: UTF8.self), at: place(range))
    }
}
