public import Foundation

/// Reads subtitles (SRT and WebVTT) as running text: cues are joined up to the ends of sentences and know their times.
public struct SubtitleReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType

    /// A paragraph ends at the first sentence that ends after so many bytes,
    private static let paragraphBytes = 240
    /// or in any case after so many,
    private static let maximumBytes = 900
    /// or at the end of a sentence whose last part begins so many seconds before the next.
    private static let silence = 10

    /// Creates a reader of SRT or WebVTT.
    public init(type: DocumentType = .srt) { self.type = type }

    /// Reads subtitles.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var parser = SubtitleParser(text, isWebVTT: type == .vtt)
        try parser.parse(cancellation: cancellation)
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics
        for line in parser.stray {
            try collector.append(.paragraph, SubtitleCue.plain(line.text), at: Location(lines: line.line...line.line))
        }
        if parser.cues.isEmpty, !collector.blocks.isEmpty {
            collector.diagnostics.append(
                Diagnostic(
                    severity: .warning, code: "damaged",
                    message: "there is no line with times such as 00:00:01,000 --> 00:00:02,000; read as plain text"))
        }
        try Self.join(parser.cues, into: &collector)
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }

    private static func join(_ cues: [SubtitleCue], into collector: inout BlockCollector) throws {
        var text = ""
        var place = Location()
        var lastLine = ""
        for (index, cue) in cues.enumerated() {
            var lines = cue.text.map(SubtitleCue.plain).filter { !$0.isEmpty }
            // Captions that roll up show the line before once more.
            if lines.count > 1, lines[0] == lastLine { lines.removeFirst() }
            guard let last = lines.last else { continue }
            lastLine = last
            let here = Location(time: cue.time, lines: cue.lines)
            place = text.isEmpty ? here : Location.covering([place, here])
            for line in lines {
                // A dash or a name opens what another person says.
                if !text.isEmpty { text += opensSpeech(line) ? "\n" : " " }
                text += line
            }
            let next = index + 1 < cues.count ? cues[index + 1] : nil
            let isLong = text.utf8.count >= paragraphBytes || next.map { $0.time - cue.time > silence } ?? true
            if next == nil || endsSentence(text) && isLong || text.utf8.count >= maximumBytes {
                try collector.append(.paragraph, text, at: place)
                text = ""
            }
        }
        if !text.isEmpty { try collector.append(.paragraph, text, at: place) }
    }

    private static func opensSpeech(_ line: String) -> Bool {
        if line.hasPrefix("-") || line.hasPrefix("–") || line.hasPrefix("—") { return true }
        guard let colon = line.firstIndex(of: ":") else { return false }
        let name = line[..<colon]
        return name.utf8.count <= 30 && name.first?.isUppercase == true && line[colon...].hasPrefix(": ")
    }

    private static func endsSentence(_ text: String) -> Bool {
        let end = text.unicodeScalars.reversed().first { !"\"'”’»)]♪".unicodeScalars.contains($0) }
        return end.map { ".!?…。！？؟।".unicodeScalars.contains($0) } ?? false
    }
}
