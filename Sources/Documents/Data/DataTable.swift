/// A list of records that reads best as a table: their values are short and mostly under the same names.
struct DataTable {
    private static let maximumColumns = 40
    private static let cellBytes = 300
    private static let rowBytes = 400

    private(set) var columns: [String] = []
    private(set) var rows: [[String]] = []

    /// The table of the records, nil if they are no table.
    init?(_ records: [DataNode]) {
        guard records.count > 1 else { return nil }
        var index: [String: Int] = [:]
        var filled = 0
        var bytes = 0
        for record in records {
            guard let fields = Self.flatFields(record), !fields.isEmpty else { return nil }
            var row = [String](repeating: "", count: columns.count)
            for (name, text) in fields {
                let column: Int
                if let known = index[name] {
                    column = known
                } else {
                    guard columns.count < Self.maximumColumns else { return nil }
                    column = columns.count
                    index[name] = column
                    columns.append(name)
                    row.append("")
                }
                // The same name twice in a record.
                guard row[column].isEmpty else { return nil }
                row[column] = text
                filled += 1
                bytes += text.utf8.count
            }
            rows.append(row)
        }
        guard filled * 2 >= columns.count * rows.count, bytes <= Self.rowBytes * rows.count else { return nil }
    }

    /// The fields of a record with small maps in it as `name.part`; nil if a value is too large for a line.
    static func flatFields(_ node: DataNode) -> [(name: String, text: String)]? {
        guard case .map(let fields) = node.value else { return nil }
        var result: [(String, String)] = []
        for field in fields {
            if let text = field.node.inlineText(limit: cellBytes) {
                result.append((field.key, text))
            } else {
                guard case .map(let parts) = field.node.value, parts.count <= 8 else { return nil }
                for part in parts {
                    guard let text = part.node.inlineText(limit: cellBytes) else { return nil }
                    result.append(("\(field.key).\(part.key)", text))
                }
            }
        }
        return result
    }
}
