/// Whether text in columns is a table. Where that is not sure it is prose, which loses less.
struct TableEvidence {
    private let lines: [[TableCell]]
    private let rows: [[TableCell]]
    private let em: Float
    private let columns: Int

    /// - Parameters:
    ///   - lines: the cells of each line.
    ///   - rows: the same after lines of one row have been joined.
    ///   - em: the size of the text in points.
    init(lines: [[TableCell]], rows: [[TableCell]], em: Float) {
        (self.lines, self.rows, self.em) = (lines, rows, em)
        columns = lines.first?.count ?? 0
    }

    var isTable: Bool {
        hasRows && isAligned && (isFull || hasValues || hasLabels) && !isContents && !isList && !isIndex && !isCode
            && !isProse
    }

    private var filled: [TableCell] { rows.flatMap { $0.filter { !$0.isEmpty } } }

    /// Two rows are enough if they have several columns of numbers.
    private var hasRows: Bool {
        let full = rows.count { row in
            let filled = row.count { !$0.isEmpty }
            return filled > 1 && filled * 3 >= columns
        }
        guard full < 3 else { return full * 2 >= rows.count }
        return full == 2 && (hasLabels || (columns >= 3 && filled.count(where: \.isValue) * 4 >= filled.count))
    }

    /// Whether most cells have text, unlike the labels of a figure, of which a few may well stand in columns.
    private var isFull: Bool { filled.count * 20 >= rows.count * columns * (rows.count < 5 ? 17 : 14) }

    private var hasValues: Bool { filled.count(where: \.isValue) * 6 >= filled.count }

    /// Whether cells of a column are labels, as in forms.
    private var hasLabels: Bool {
        let labels = filled.count { $0.words.last?.text.utf8.last == UInt8(ascii: ":") }
        return labels * 3 >= filled.count
    }

    /// Whether the cells of most columns begin, end or are centred at the same place.
    private var isAligned: Bool {
        let aligned = (0..<columns).count { column in
            let boxes = lines.compactMap { $0[column].isEmpty ? nil : $0[column].box }
            guard boxes.count > 1 else { return false }
            return [boxes.map(\.left), boxes.map(\.right), boxes.map(\.middle.x)].contains {
                Self.largestCluster($0.sorted(), width: em * 0.4) * 10 >= boxes.count * 6
            }
        }
        return aligned >= max(2, columns - columns / 4)
    }

    /// How many of the sorted values lie within `width` of one another.
    private static func largestCluster(_ values: [Float], width: Float) -> Int {
        var start = 0
        var largest = 0
        for end in values.indices {
            while values[end] - values[start] > width { start += 1 }
            largest = max(largest, end - start + 1)
        }
        return largest
    }

    /// Whether dots lead from titles to the numbers of pages.
    private var isContents: Bool {
        let leading = lines.count { line in
            line.contains { $0.words.contains { $0.text.contains("....") } || $0.words.count { $0.text == "." } > 3 }
        }
        return leading * 4 >= lines.count
    }

    /// Whether the first column holds nothing but bullets and numbers of a list, of notes or of references.
    private var isList: Bool {
        let first = rows.compactMap { $0[0].isEmpty ? nil : $0[0].text }
        let markers = first.count { text in
            guard text.utf8.count <= 6, let last = text.unicodeScalars.last else { return false }
            return text.utf8.count <= 3 && !text.utf8.contains { $0.isDigit || $0.isLetter }
                || [".", ")", "]"].contains(last)
        }
        return columns == 2 && markers * 2 > first.count
    }

    /// Whether all columns hold words with numbers behind them, as those of an index do.
    private var isIndex: Bool {
        (0..<columns).allSatisfy { column in
            let texts = rows.compactMap { $0[column].isEmpty ? nil : $0[column].text }
            let entries = texts.count {
                $0.unicodeScalars.first?.properties.isAlphabetic == true && $0.utf8.last?.isDigit == true
                    && $0.contains(",")
            }
            return entries * 10 >= texts.count * 4
        }
    }

    private var isCode: Bool {
        let words = filled.flatMap(\.words)
        return words.count(where: \.style.isMonospaced) * 10 >= words.count * 6
    }

    /// Whether the cells are lines of prose that stand beside one another.
    private var isProse: Bool {
        let long = (0..<columns).count { column in
            let cells = lines.compactMap { $0[column].isEmpty ? nil : $0[column].words.count }
            return cells.reduce(0, +) >= cells.count * 5
        }
        if columns == 2 ? long == 2 : long * 2 > columns { return true }
        let cells = filled.filter { $0.words.count > 2 }
        let isContinued = cells.count { $0.text.unicodeScalars.first?.properties.isLowercase == true }
        return cells.count * 2 >= filled.count && isContinued * 10 >= cells.count * 4
    }
}
