/// A string of a template run that remembers which of its parts came from messages: those may not become control tokens.
struct TemplateText: Sendable, Equatable {
    /// A part of one origin.
    struct Run: Sendable, Equatable {
        var text: String
        var isContent: Bool
    }

    private(set) var runs: [Run]

    init(_ text: String, isContent: Bool = false) { runs = text.isEmpty ? [] : [Run(text: text, isContent: isContent)] }

    /// The whole text.
    var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).joined() }
    /// Whether any part came from a message.
    var hasContent: Bool { runs.contains(where: \.isContent) }

    mutating func append(_ other: TemplateText) {
        for run in other.runs {
            if let last = runs.last, last.isContent == run.isContent {
                runs[runs.count - 1].text += run.text
            } else {
                runs.append(run)
            }
        }
    }

    /// The text after a change that keeps no track of its parts.
    func mapped(_ change: (String) -> String) -> TemplateText {
        if runs.count == 1 { return TemplateText(change(runs[0].text), isContent: runs[0].isContent) }
        return TemplateText(change(plain), isContent: hasContent)
    }

    /// The text without characters that `isDropped` at its beginning or end.
    func trimmed(leading: Bool = true, trailing: Bool = true, _ isDropped: (Character) -> Bool) -> TemplateText {
        var result = self
        while leading, let first = result.runs.first {
            result.runs[0].text = String(first.text.drop(while: isDropped))
            guard result.runs[0].text.isEmpty else { break }
            result.runs.removeFirst()
        }
        while trailing, let last = result.runs.last {
            var text = last.text
            while let character = text.last, isDropped(character) { text.removeLast() }
            result.runs[result.runs.count - 1].text = text
            guard text.isEmpty else { break }
            result.runs.removeLast()
        }
        return result
    }
}
