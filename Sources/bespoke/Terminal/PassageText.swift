internal import Assistants
internal import Foundation

/// A source of an answer as `open` shows it: the lines around the quoted words, which are set apart.
struct PassageText {
    private let passage: CitedPassage

    init(_ passage: CitedPassage) { self.passage = passage }

    /// Writes the passage. `>` stands before lines with quoted words; on a terminal the words themselves are set apart.
    func write(to console: Console) throws {
        try console.paragraph(
            "[\(passage.number)] \(SourceLine.place(passage.document, passage.location))", indent: 4, as: .bold)
        if !passage.headings.isEmpty {
            try console.paragraph(passage.headings.joined(separator: " > "), indent: 2, as: .faint)
        }
        let width = passage.lines.compactMap(\.number).max().map { String($0).count } ?? 0
        for line in passage.lines {
            let number = line.number.map(String.init) ?? ""
            let gutter = String(repeating: " ", count: width - number.count) + number
            try write(line, after: "\(line.marked == nil ? " " : ">") \(gutter)\(width > 0 ? "  " : "")", to: console)
        }
    }

    private func write(_ line: CitedPassage.Line, after gutter: String, to console: Console) throws {
        let bytes = Array(line.text.utf8)
        func part(_ range: Range<Int>) -> String {
            ControlCharacters.neutralized(String(decoding: bytes[range], as: UTF8.self))
        }
        var wrapper = LineWrapper(width: console.output.width, indent: gutter.count)
        var text = wrapper.push(gutter)
        if let marked = line.marked, console.output.usesColour {
            text += wrapper.push(part(0..<marked.lowerBound)) + wrapper.mark(TextStyle.quoted.start)
            text += wrapper.push(part(marked)) + wrapper.mark(TextStyle.end)
            text += wrapper.push(part(marked.upperBound..<bytes.count))
        } else {
            text += wrapper.push(part(0..<bytes.count))
        }
        try console.output.writeBytes(text + wrapper.finish() + "\n")
    }
}
