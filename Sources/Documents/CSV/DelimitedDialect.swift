/// How a table in a text file is written: its delimiter, and where its rows begin.
struct DelimitedDialect {
    var delimiter: UInt8
    /// Where the first row begins; after a first line such as `sep=;`, which Excel writes.
    var start = (position: 0, line: 1)

    private static let sampleBytes = 65_536
    private static let sampleRows = 100
    private static let tab = UInt8(ascii: "\t")
    private static let comma = UInt8(ascii: ",")

    /// The dialect of a text, found from its first rows.
    init(of bytes: [UInt8], type: DocumentType) {
        if bytes.starts(with: "sep=".utf8), bytes.count > 5, bytes[5] == 0x0A {
            delimiter = bytes[4]
            start = (6, 2)
            return
        }
        let shapes = [Self.tab, UInt8(ascii: ";"), UInt8(ascii: "|"), Self.comma].map {
            Shape(of: bytes, delimiter: $0)
        }
        if type == .tsv, shapes[0].columns > 1 {
            delimiter = Self.tab
            return
        }
        // A comma can also be decimal, so the other delimiters come first unless there are far more commas.
        let regular = shapes.filter { $0.columns > 1 && $0.regularity >= 0.9 }
        if let first = regular.first {
            let last = regular[regular.count - 1]
            delimiter = last.columns >= 2 * first.columns ? last.delimiter : first.delimiter
        } else {
            let best = shapes.filter { $0.columns > 1 }.max { $0.regularity < $1.regularity }
            delimiter = best?.delimiter ?? (type == .tsv ? Self.tab : Self.comma)
        }
    }

    /// What the first rows look like with one delimiter.
    private struct Shape {
        var delimiter: UInt8
        /// The most frequent number of cells.
        var columns = 1
        /// The share of rows with this number of cells.
        var regularity = 0.0

        init(of bytes: [UInt8], delimiter: UInt8) {
            self.delimiter = delimiter
            var scanner = DelimitedScanner(bytes, delimiter: delimiter, end: DelimitedDialect.sampleBytes)
            var counts: [Int: Int] = [:]
            var rows = 0
            while rows < DelimitedDialect.sampleRows, let row = scanner.next() {
                counts[row.cells.count, default: 0] += 1
                rows += 1
            }
            guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return }
            columns = most.key
            regularity = Double(most.value) / Double(rows)
        }
    }
}
