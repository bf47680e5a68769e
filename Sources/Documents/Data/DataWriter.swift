/// Writes structured data as blocks: names of nested values are headings, fields are lines `name: value`, lists of records
/// are tables.
struct DataWriter {
    /// Names of values nested more deeply are lines of text.
    private static let maximumLevel = 6
    /// A longer text is a paragraph of its own.
    private static let inlineBytes = 600
    /// The bytes and lines after which a paragraph of fields ends.
    private static let paragraphBytes = 2_048
    private static let paragraphLines = 40

    var collector: BlockCollector
    private let cancellation: Cancellation
    /// The lines of the paragraph of fields that is open.
    private var open: [String] = []
    private var openBytes = 0
    private var place = Location()

    init(collector: BlockCollector, cancellation: Cancellation) {
        self.collector = collector
        self.cancellation = cancellation
    }

    /// Writes a value.
    ///
    /// - Parameter level: the level of the headings in it.
    mutating func write(_ node: DataNode, level: Int = 1) throws {
        try writeParts(of: node, level: level)
        try flush()
    }

    private mutating func writeParts(of node: DataNode, level: Int) throws {
        switch node.value {
        case .text(let text): try addText(text, at: node.location)
        case .map(let fields):
            if fields.isEmpty { try addLine("{}", at: node.location) }
            for field in fields { try write(field, level: level) }
        case .list(let items):
            if items.isEmpty { try addLine("[]", at: node.location) }
            try write(items, level: level)
        }
    }

    private mutating func write(_ field: DataNode.Field, level: Int) throws {
        try cancellation.check()
        if case .text(let text) = field.node.value {
            return try addText(field.key.isEmpty ? text : "\(field.key): \(text)", at: field.node.location)
        }
        if let text = field.node.inlineText(limit: 200) {
            return try addLine("\(field.key): \(text)", at: field.node.location)
        }
        if case .map(let parts) = field.node.value, parts.count <= 5, let flat = DataTable.flatFields(field.node),
            flat.reduce(0, { $0 + $1.text.utf8.count }) <= 300
        {
            for part in flat {
                try addLine("\(field.key).\(part.name): \(part.text)", at: field.node.location)
            }
            return
        }
        try writeSection(field.key, field.node, level: level)
    }

    private mutating func writeSection(_ title: String, _ node: DataNode, level: Int) throws {
        guard level <= Self.maximumLevel else {
            try addLine("\(title):", at: Location(lines: node.lines.lowerBound...node.lines.lowerBound))
            return try writeParts(of: node, level: level)
        }
        try flush()
        try collector.appendHeading(
            title, level: level, at: Location(lines: node.lines.lowerBound...node.lines.lowerBound))
        try writeParts(of: node, level: level + 1)
        try flush()
        collector.closeSections(from: level)
    }

    // MARK: Lists

    private mutating func write(_ items: [DataNode], level: Int) throws {
        if let table = DataTable(items) {
            return try write(rows: table.rows, header: table.columns, of: items)
        }
        let rows = items.compactMap { $0.items?.count }
        if items.count > 1, rows.count == items.count, rows.allSatisfy({ $0 == rows[0] && $0 <= 100 }) {
            let cells = items.map { ($0.items ?? []).map { $0.inlineText(limit: 300) } }
            if cells.allSatisfy({ !$0.contains(nil) }) {
                return try write(rows: cells.map { $0.compactMap(\.self) }, header: nil, of: items)
            }
        }
        // Words share a paragraph; where one text is longer, each is an item.
        let areShort = items.allSatisfy { $0.text.map(isShort) ?? true }
        for (index, item) in items.enumerated() {
            if index & 0xFF == 0 { try cancellation.check() }
            if !areShort, let text = item.text {
                try flush()
                try collector.append(.listItem, text, at: item.location)
            } else {
                try write(item, number: index + 1, of: items.count, level: level)
            }
        }
    }

    private mutating func write(rows: [[String]], header: [String]?, of items: [DataNode]) throws {
        try flush()
        var writer = TableWriter()
        if let header { writer.setHeader(header, at: items[0].location) }
        for (row, item) in zip(rows, items) { try writer.append(row, at: item.location, to: &collector) }
        try writer.finish(to: &collector)
    }

    private mutating func write(_ item: DataNode, number: Int, of count: Int, level: Int) throws {
        switch item.value {
        case .text(let text): try addLine(text, at: item.location)
        case .map:
            if let fields = DataTable.flatFields(item) {
                // A record of its own.
                try flush()
                for field in fields { try addLine("\(field.name): \(field.text)", at: item.location) }
                if fields.isEmpty { try addLine("{}", at: item.location) }
                return try flush()
            }
            try writeSection(item.label ?? "\(number)", item, level: level)
        case .list:
            if let text = item.inlineText(limit: 200) { return try addLine(text, at: item.location) }
            if count == 1 { return try writeParts(of: item, level: level) }
            try writeSection("\(number)", item, level: level)
        }
    }

    private func isShort(_ text: String) -> Bool { text.utf8.count <= 40 && !text.utf8.contains(0x0A) }

    // MARK: Lines

    private mutating func addText(_ text: String, at location: Location) throws {
        guard text.utf8.count > Self.inlineBytes || text.utf8.contains(0x0A) else {
            return try addLine(text, at: location)
        }
        try flush()
        try collector.append(.paragraph, text.trimmingLineEnds, at: location)
    }

    private mutating func addLine(_ text: String, at location: Location) throws {
        if openBytes > Self.paragraphBytes || open.count >= Self.paragraphLines { try flush() }
        place = open.isEmpty ? location : Location.covering([place, location])
        open.append(text)
        openBytes += text.utf8.count
    }

    private mutating func flush() throws {
        guard !open.isEmpty else { return }
        let text = open.joined(separator: "\n")
        open.removeAll(keepingCapacity: true)
        openBytes = 0
        try collector.append(.paragraph, text, at: place)
    }
}
