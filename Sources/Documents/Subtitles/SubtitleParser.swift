/// Finds the cues of subtitles. Sources: W3C, WebVTT: The Web Video Text Tracks Format; SRT as players read it.
struct SubtitleParser {
    private let text: SourceText
    private let isWebVTT: Bool
    private(set) var cues: [SubtitleCue] = []
    /// The lines on which the texts of the last cue stand.
    private var numbers: [Int] = []
    /// Lines before the first time that belong to no cue.
    private(set) var stray: [(text: String, line: Int)] = []

    init(_ text: SourceText, isWebVTT: Bool) {
        self.text = text
        self.isWebVTT = isWebVTT
    }

    mutating func parse(cancellation: Cancellation) throws {
        var cursor = LineCursor()
        var isSkipping = false
        var isAfterBlank = true
        while let range = cursor.next(in: text.bytes) {
            if cursor.number & 0xFFF == 0 { try cancellation.check() }
            // A cue's line of more than a kilobyte is no timing line and needs no close look.
            let line = text.string(range)[...].trimmingSpaces()
            if line.isEmpty {
                isSkipping = false
                isAfterBlank = true
                continue
            }
            if let time = SubtitleCue.time(of: line) {
                dropIdentifier(before: cursor.number)
                cues.append(SubtitleCue(time: time, lines: cursor.number...cursor.number))
                numbers.removeAll()
                isSkipping = false
            } else if isWebVTT, isAfterBlank, Self.opensBlock(line) {
                isSkipping = true
            } else if !isSkipping {
                add(String(line), number: cursor.number)
            }
            isAfterBlank = false
        }
    }

    private static func opensBlock(_ line: Substring) -> Bool {
        ["NOTE", "STYLE", "REGION", "WEBVTT"].contains { line == $0 || line.hasPrefix("\($0) ") }
    }

    private mutating func add(_ line: String, number: Int) {
        guard !cues.isEmpty else { return stray.append((line, number)) }
        numbers.append(number)
        cues[cues.count - 1].text.append(line)
        cues[cues.count - 1].lines = cues[cues.count - 1].lines.lowerBound...number
    }

    /// Takes the line above a timing line away if it is the cue's number or, in WebVTT after an empty line, its name.
    private mutating func dropIdentifier(before line: Int) {
        func isIdentifier(_ text: String, at number: Int, after previous: Int) -> Bool {
            guard number == line - 1 else { return false }
            return text.utf8.allSatisfy(\.isDigit) || isWebVTT && number > previous + 1
        }
        if let last = cues.last, let text = last.text.last, let number = numbers.last {
            let previous = numbers.dropLast().last ?? last.lines.lowerBound
            guard isIdentifier(text, at: number, after: previous) else { return }
            cues[cues.count - 1].text.removeLast()
            cues[cues.count - 1].lines = last.lines.lowerBound...previous
        } else if cues.isEmpty, let last = stray.last, isIdentifier(last.text, at: last.line, after: 0) {
            stray.removeLast()
        }
    }
}
