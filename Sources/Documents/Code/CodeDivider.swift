/// Lines of a program that belong together, and the definitions they stand in.
struct CodeSection {
    var lines: Range<Int>
    var path: [String]
}

/// Divides a program at its definitions. The sections follow each other without a gap.
struct CodeDivider {
    /// A type of fewer bytes stays whole.
    private static let wholeBytes = 1_000
    /// A definition of fewer bytes does not stand under its own name, so that it can share a chunk with its neighbours.
    private static let ownNameBytes = 400
    private static let maximumLevels = 8
    /// How many lines the header of a definition can have.
    private static let headerLines = 30

    private let source: CodeLines
    private let language: CodeLanguage
    private let cancellation: Cancellation
    private(set) var sections: [CodeSection] = []

    init(_ source: CodeLines, language: CodeLanguage, cancellation: Cancellation) {
        self.source = source
        self.language = language
        self.cancellation = cancellation
    }

    mutating func divide() throws {
        try divide(0..<source.lines.count, depth: 0, path: [])
    }

    private mutating func divide(_ region: Range<Int>, depth: Int, path: [String]) throws {
        var open = region.lowerBound
        var index = region.lowerBound
        while index < region.upperBound {
            if index & 0x3FF == 0 { try cancellation.check() }
            guard let definition = definition(at: index, depth: depth, region: region) else {
                index += 1
                continue
            }
            let start = source.start(of: index, notBefore: open)
            let end = end(of: index, depth: depth, region: region)
            add(open..<start, path: path)
            try add(definition, start..<end, header: index, depth: depth, path: path)
            open = end
            index = end
        }
        add(open..<region.upperBound, path: path)
    }

    private mutating func add(
        _ definition: CodeDefinition, _ lines: Range<Int>, header: Int, depth: Int, path: [String]
    ) throws {
        let bytes = size(lines)
        let label = String(definition.label.prefix(160))
        let isDivided = definition.isContainer && bytes > Self.wholeBytes && path.count < Self.maximumLevels
        guard isDivided else {
            return add(lines, path: definition.isContainer || bytes > Self.ownNameBytes ? path + [label] : path)
        }
        if language.bounds == .braces {
            let inside = (header..<lines.upperBound).first { source.lines[$0].depthAfter > depth }.map { $0 + 1 }
            guard let inside, inside < lines.upperBound else { return add(lines, path: path + [label]) }
            // The header and the first loose lines are one section.
            try divide(lines, from: inside, depth: depth + 1, path: path + [label])
        } else {
            let inside = header + 1
            let body = (inside..<lines.upperBound).first { source.begins($0, at: 0) }
            let indent = body.map { source.lines[$0].indent } ?? 0
            try divide(lines, from: inside, depth: indent, path: path + [label])
        }
    }

    /// Divides what is inside a type; its header joins the lines before the first member.
    private mutating func divide(_ lines: Range<Int>, from inside: Int, depth: Int, path: [String]) throws {
        let count = sections.count
        try divide(inside..<lines.upperBound, depth: depth, path: path)
        if count < sections.count, sections[count].path == path {
            sections[count].lines = lines.lowerBound..<sections[count].lines.upperBound
        } else {
            sections.insert(CodeSection(lines: lines.lowerBound..<inside, path: path), at: count)
        }
    }

    private mutating func add(_ lines: Range<Int>, path: [String]) {
        guard !lines.isEmpty else { return }
        sections.append(CodeSection(lines: lines, path: path))
    }

    private func size(_ lines: Range<Int>) -> Int {
        source.lines[lines.upperBound - 1].range.upperBound - source.lines[lines.lowerBound].range.lowerBound
    }

    // MARK: Definitions

    /// The definition that a line begins.
    ///
    /// - Parameter depth: the braces around it or, where indentation bounds, its column.
    private func definition(at index: Int, depth: Int, region: Range<Int>) -> CodeDefinition? {
        let line = source.lines[index]
        if language.bounds == .indentation {
            guard !line.isBlank, !line.startsInside, !line.isComment, line.indent == depth else { return nil }
            return CodeDefinition(source.content(index), language: language)
        }
        guard source.begins(index, at: depth), line.parenthesesAfter >= 0 else { return nil }
        let content = source.content(index)
        if language.hasPreprocessor, content.first == UInt8(ascii: "#") { return nil }
        let keyword = CodeDefinition(content, language: language)
        guard language.hasBareFunctions else { return keyword }
        let hasParenthesis = content.contains(UInt8(ascii: "("))
        if let keyword, !hasParenthesis || !keyword.isContainer {
            return opensBrace(index, depth, region) ? keyword : nil
        }
        guard hasParenthesis, opensBrace(index, depth, region) else { return nil }
        return CodeDefinition(bareHeader: content) ?? keyword
    }

    /// Whether a brace opens outside of parentheses before the statement ends.
    private func opensBrace(_ index: Int, _ depth: Int, _ region: Range<Int>) -> Bool {
        let base = index > 0 ? source.lines[index - 1].parenthesesAfter : 0
        for next in index..<min(region.upperBound, index + Self.headerLines) {
            let line = source.lines[next]
            let content = source.bytes[line.range]
            if line.depthAfter > depth { return line.parenthesesAfter <= base }
            if content.contains(UInt8(ascii: "{")) { return line.parenthesesAfter <= base }
            if line.isBlank || content.last(where: { !$0.isSpace }) == UInt8(ascii: ";") { return false }
        }
        return false
    }

    /// The line after the last of a definition.
    private func end(of index: Int, depth: Int, region: Range<Int>) -> Int {
        if language.bounds == .indentation { return endByIndent(of: index, region: region) }
        let base = index > 0 ? source.lines[index - 1].parenthesesAfter : 0
        var next = index
        while next < region.upperBound {
            let line = source.lines[next]
            let isClosed = line.depthAfter <= depth && line.parenthesesAfter <= base
            next += 1
            if isClosed, !goesOn(next, region) { break }
        }
        return next
    }

    /// Whether a line goes on with the header of a definition, as a brace on its own line does.
    private func goesOn(_ index: Int, _ region: Range<Int>) -> Bool {
        guard index < region.upperBound, !source.lines[index].startsInside else {
            return index < region.upperBound
        }
        let content = source.content(index)
        let above = source.bytes[source.lines[index - 1].range].last { !$0.isSpace }
        let isInList = above == UInt8(ascii: ",") || source.content(index - 1).elementsEqual("where".utf8)
        return isInList && !source.lines[index].isBlank
            || ["{", "where", "->", "throws", ": ", "=>"].contains { content.starts(with: $0.utf8) }
    }

    private func endByIndent(of index: Int, region: Range<Int>) -> Int {
        let indent = source.lines[index].indent
        var end = index + 1
        var next = index + 1
        var parentheses = source.lines[index].parenthesesAfter
        while next < region.upperBound {
            let line = source.lines[next]
            let isInside = line.startsInside || line.indent > indent || parentheses > 0 && end == next
            if line.isBlank || line.isComment && line.indent <= indent && !line.startsInside {
                next += 1
                continue
            }
            guard isInside || line.indent == indent && closes(next) else { break }
            parentheses = line.parenthesesAfter
            next += 1
            end = next
        }
        return end
    }

    /// Whether a line only ends what is above it: `}`, `end`, `)`.
    private func closes(_ index: Int) -> Bool {
        let content = source.content(index)
        if content.first.map({ "})]".utf8.contains($0) }) == true { return true }
        return ["end", "fi", "done", "esac", "begin", "{", "$$"].contains { word in
            content.starts(with: word.utf8) && content.dropFirst(word.utf8.count).first?.isWordByte != true
        }
    }
}
