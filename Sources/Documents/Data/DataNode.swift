/// A value of structured data (JSON, XML records) with the lines that it takes.
struct DataNode {
    /// What a value is.
    enum Value {
        /// A string or number as written.
        case text(String)
        case list([DataNode])
        case map([Field])
    }

    /// A value under a name. Names can come twice.
    struct Field {
        var key: String
        var node: DataNode
    }

    var value: Value
    private var firstLine: Int32
    private var lastLine: Int32

    init(_ value: Value, lines: ClosedRange<Int>) {
        self.value = value
        firstLine = Int32(clamping: lines.lowerBound)
        lastLine = Int32(clamping: lines.upperBound)
    }

    /// The lines of the source.
    var lines: ClosedRange<Int> { Int(firstLine)...Int(lastLine) }

    var location: Location { Location(lines: lines) }

    /// The value with a name in a map.
    subscript(key: String) -> DataNode? {
        guard case .map(let fields) = value else { return nil }
        return fields.first { $0.key == key }?.node
    }

    /// The text, if it is one.
    var text: String? { if case .text(let text) = value { text } else { nil } }

    /// The values of a list, if it is one.
    var items: [DataNode]? { if case .list(let items) = value { items } else { nil } }

    /// The text of a small value on one line: a short text, a list of such, an empty map. Nil for larger ones.
    func inlineText(limit: Int) -> String? {
        switch value {
        case .text(let text):
            return text.utf8.count <= limit && !text.utf8.contains(0x0A) ? text : nil
        case .map(let fields): return fields.isEmpty ? "{}" : nil
        case .list(let items):
            if items.isEmpty { return "[]" }
            guard items.count <= limit / 2 else { return nil }
            var parts: [String] = []
            var count = 0
            for item in items {
                guard let text = item.text, !text.utf8.contains(0x0A) else { return nil }
                count += text.utf8.count + 2
                guard count <= limit else { return nil }
                parts.append(text)
            }
            return parts.joined(separator: ", ")
        }
    }

    /// What the value calls itself: a text under `title`, `name` or the like.
    var label: String? {
        for key in ["title", "name", "label", "displayName", "id", "_id", "key"] {
            if let text = self[key]?.text, text.utf8.count <= 120, !text.utf8.contains(0x0A),
                text.utf8.contains(where: { !$0.isSpace })
            {
                return text
            }
        }
        return nil
    }
}
