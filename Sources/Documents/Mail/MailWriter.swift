internal import Foundation

/// Writes messages as blocks: the fields that people read, then the body, in the better of its versions.
struct MailWriter {
    /// Parts within parts, and messages within messages.
    private static let maximumDepth = 24
    private static let maximumParts = 2_000

    private(set) var collector = BlockCollector()
    private(set) var children = ChildFiles()
    private let bytes: [UInt8]
    private let cancellation: Cancellation
    private let lineStarts: [Int]
    private let isMailbox: Bool
    private var partCount = 0
    private var isOverLimit = false

    /// - Parameter isMailbox: whether lines that begin with `From ` are quoted.
    init(_ bytes: [UInt8], isMailbox: Bool = false, cancellation: Cancellation) {
        self.bytes = bytes
        self.isMailbox = isMailbox
        self.cancellation = cancellation
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
        lineStarts = starts
    }

    /// Writes a message.
    ///
    /// - Parameter level: that of a heading with its subject; nil for none.
    /// - Returns: the subject.
    @discardableResult
    mutating func writeMessage(_ range: Range<Int>, headingLevel level: Int?, number: Int? = nil) throws -> String? {
        let part = MailPart(bytes, range)
        let subject = part.headers["subject"]
        let first = line(at: range.lowerBound)
        // An empty line stands between the fields and the body.
        let place = Location(lines: first...max(first, line(at: part.headers.end) - 2))
        if let level {
            let title = subject ?? number.map { "Message \($0)" } ?? "Message"
            try collector.appendHeading(title.asTitle, level: level, at: place)
        }
        let names = ["From", "To", "Cc", "Bcc", "Reply-To", "Date", level == nil ? "Subject" : ""]
        let fields = names.compactMap { name in part.headers[name.lowercased()].map { "\(name): \($0)" } }
        try collector.append(.paragraph, fields.joined(separator: "\n"), at: place)
        try write(part, depth: 0, level: (level ?? 0) + 1)
        return subject
    }

    mutating func finish() {
        guard isOverLimit else { return }
        note(
            "limitExceeded",
            "the message has more than \(Self.maximumParts) parts, or they are nested too deeply; the rest is left out")
    }

    private func line(at offset: Int) -> Int { max(1, lineStarts.partitioningIndex { $0 > offset }) }

    private func place(_ range: Range<Int>) -> ClosedRange<Int> {
        let first = line(at: range.lowerBound)
        return first...max(first, line(at: max(range.lowerBound, range.upperBound - 1)))
    }

    private mutating func note(_ code: String, _ message: String, at range: Range<Int>? = nil) {
        collector.diagnostics.append(
            Diagnostic(
                severity: .warning, code: code, message: message, location: range.map { Location(lines: place($0)) }))
    }

    // MARK: Parts

    private mutating func write(_ part: MailPart, depth: Int, level: Int) throws {
        try cancellation.check()
        partCount += 1
        guard depth <= Self.maximumDepth, partCount <= Self.maximumParts else {
            isOverLimit = true
            return
        }
        if part.type.hasPrefix("multipart/") {
            let isDigest = part.type == "multipart/digest"
            let parts = part.parts(bytes, limit: Self.maximumParts).map {
                MailPart(bytes, $0, defaultType: isDigest ? "message/rfc822" : "text/plain")
            }
            if parts.isEmpty { return try writeText(part) }
            switch part.type {
            case "multipart/alternative": try writeAlternative(parts, depth: depth, level: level)
            case "multipart/related", "multipart/signed":
                // The first part is the text, the others are pictures in it or its signature.
                try write(parts[0], depth: depth + 1, level: level)
                for other in parts.dropFirst()
                where other.disposition == "attachment" || other.type.hasPrefix("text/")
                    || other.type.hasPrefix("multipart/")
                {
                    try write(other, depth: depth + 1, level: level)
                }
            default: for part in parts { try write(part, depth: depth + 1, level: level) }
            }
        } else if part.type == "message/rfc822" || part.type == "message/global" {
            guard depth < Self.maximumDepth, part.hasOwnLines else { return noteAttachment(part) }
            let nested = MailPart(bytes, part.body)
            let title = nested.headers["subject"] ?? part.fileName ?? "Message"
            try collector.appendHeading(title.asTitle, level: level, at: Location(lines: place(part.body)))
            let fields = ["From", "To", "Cc", "Date"].compactMap { name in
                nested.headers[name.lowercased()].map { "\(name): \($0)" }
            }
            try collector.append(
                .paragraph, fields.joined(separator: "\n"),
                at: Location(lines: place(part.body.lowerBound..<nested.headers.end)))
            try write(nested, depth: depth + 1, level: level + 1)
            collector.closeSections(from: level)
        } else {
            try writeLeaf(part, level: level)
        }
    }

    private mutating func writeLeaf(_ part: MailPart, level: Int) throws {
        let isText =
            [
                "text/plain", "text/html", "text/calendar", "text/markdown", "text/csv", "text/enriched",
                "message/delivery-status",
            ].contains(part.type) || part.type == "text"
        if !isText {
            let isSignature = part.type.hasSuffix("-signature")
            return isSignature ? () : noteAttachment(part)
        }
        if part.disposition == "attachment" || part.fileName != nil, let name = part.fileName {
            try collector.appendHeading(name.asTitle, level: level, at: Location(lines: place(part.body)))
            try writeText(part)
            return collector.closeSections(from: level)
        }
        try writeText(part)
    }

    /// Keeps a file that is attached, and says so.
    private mutating func noteAttachment(_ part: MailPart) {
        let isMessage = part.type.hasPrefix("message/")
        let name = part.fileName ?? part.headers["content-description"] ?? (isMessage ? "message.eml" : nil)
        let content = part.content(bytes)
        guard let name, !content.isEmpty else {
            return note("attachmentNotRead", "an attachment without a name (\(part.type)) is not read", at: part.body)
        }
        children.add(name, content)
        collector.diagnostics.append(
            Diagnostic(
                severity: .note, code: "attachment", message: "\(name.onOneLine) (\(part.type)) is attached",
                location: Location(lines: place(part.body))))
    }

    /// Writes the best of several versions of a text: HTML where it has a table or far more text, else plain text.
    private mutating func writeAlternative(_ parts: [MailPart], depth: Int, level: Int) throws {
        let plain = parts.first { $0.type == "text/plain" }
        let html = parts.last {
            $0.type == "text/html" || $0.type == "multipart/related" || $0.type == "multipart/mixed"
        }
        guard let plain, let html else {
            guard let part = html ?? plain ?? parts.last else { return }
            return try write(part, depth: depth + 1, level: level)
        }
        let size = plain.text(bytes).bytes.count { !$0.isSpace }
        let page =
            html.type == "text/html"
            ? try HTMLParser(cancellation: cancellation).parse(html.text(bytes).bytes[...]) : nil
        let pageSize =
            page?.pieces.reduce(0) { $0 + ($1.isHidden ? 0 : $1.text.utf8.count { !$0.isSpace }) } ?? 2 * size + 1
        let hasTable = page?.pieces.contains { $0.kind == .block(.table) } ?? true
        let isRicher = pageSize > 2 * size || hasTable && pageSize * 2 > size
        try write(isRicher ? html : plain, depth: depth + 1, level: level)
        for other in parts where other.type == "text/calendar" { try write(other, depth: depth + 1, level: level) }
    }

    // MARK: Text

    private mutating func writeText(_ part: MailPart) throws {
        var text = part.text(bytes)
        collector.diagnostics += text.diagnostics
        let all = place(part.body)
        if part.type == "text/html" {
            let page = try HTMLParser(cancellation: cancellation).parse(text.bytes[...])
            for var piece in page.pieces {
                piece.location = location(piece.location.lines, in: part, all)
                // A heading in a letter names no section of the document.
                if case .heading = piece.kind, !piece.isHidden { piece.kind = .block(.paragraph) }
                try piece.append(to: &collector)
            }
            if let problem = page.problem {
                note("limitExceeded", "a part is read up to a limit only: \(problem)", at: part.body)
            }
            return
        }
        if isMailbox { text.bytes = Mailbox.unquoted(text.bytes) }
        let isFlowed = part.parameters["format"]?.lowercased() == "flowed"
        if isFlowed {
            text.bytes = FlowedText.joined(text.bytes, deletesSpace: part.parameters["delsp"]?.lowercased() == "yes")
        }
        var parser = PlainTextParser(text: text)
        for block in try parser.parse(cancellation: cancellation) {
            let place = isFlowed ? Location(lines: all) : location(block.location.lines, in: part, all)
            try collector.append(block.kind, block.text, at: place)
        }
    }

    private func location(_ lines: ClosedRange<Int>?, in part: MailPart, _ all: ClosedRange<Int>) -> Location {
        guard part.hasOwnLines, let lines else { return Location(lines: all) }
        let before = all.lowerBound - 1
        let first = min(lines.lowerBound + before, all.upperBound)
        return Location(lines: first...max(first, min(lines.upperBound + before, all.upperBound)))
    }
}
