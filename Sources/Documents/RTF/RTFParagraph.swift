/// The paragraph and the table that are being read.
struct RTFParagraph {
    private var text = ""
    private var hidden = ""
    private var cells: [String] = []
    private var rows: [[String]] = []
    /// The bullet or number of a list item.
    var marker: String?

    /// Whether a row is open.
    var isInCell: Bool { !cells.isEmpty }

    mutating func append(_ part: String, isHidden: Bool) {
        if isHidden { hidden += part } else { text += part }
    }

    mutating func endCell() {
        cells.append(text)
        text = ""
        marker = nil
    }

    mutating func endRow(in collector: inout BlockCollector) throws {
        if text.utf8.contains(where: { !$0.isSpace }) { endCell() }
        text = ""
        rows.append(cells)
        cells.removeAll()
        try endHidden(in: &collector)
    }

    /// Ends a paragraph.
    ///
    /// - Parameter level: that of a heading.
    mutating func end(level: Int?, isListItem: Bool, in collector: inout BlockCollector) throws {
        defer {
            text = ""
            marker = nil
        }
        if text.utf8.contains(where: { !$0.isSpace }) {
            try finishTable(in: &collector)
            let trimmed = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
                .joined(separator: "\n").trimmingLineEnds
            let number = marker.flatMap { $0.contains(where: \.isNumber) ? "\($0) " : nil } ?? ""
            if let level {
                try collector.appendHeading("\(number)\(trimmed)".onOneLine, level: min(level, 9), at: Location())
            } else {
                let kind: Block.Kind = marker != nil || isListItem ? .listItem : .paragraph
                try collector.append(kind, "\(number)\(trimmed)", at: Location())
            }
        }
        try endHidden(in: &collector)
    }

    private mutating func endHidden(in collector: inout BlockCollector) throws {
        guard !hidden.isEmpty else { return }
        try collector.append(.paragraph, hidden.trimmingLineEnds, at: Location(), isHidden: true)
        hidden = ""
    }

    /// Gives the rows so far to the collector.
    mutating func finishTable(in collector: inout BlockCollector) throws {
        // A row that is cut off.
        if !cells.isEmpty { try endRow(in: &collector) }
        guard !rows.isEmpty else { return }
        var writer = TableWriter()
        for (index, row) in rows.enumerated() {
            if index == 0, rows.count > 1, row.contains(where: { !$0.isEmpty }) {
                writer.setHeader(row, at: Location())
            } else {
                try writer.append(row, at: Location(), to: &collector)
            }
        }
        try writer.finish(to: &collector)
        rows.removeAll()
    }
}
