internal import Documents
internal import Library

/// Reads the fields of a ``SearchFilter``.
struct FilterParser {
    private let text: [Character]
    private var place = 0

    init(_ text: String) { self.text = Array(text) }

    mutating func fields() throws -> [(condition: SearchFilter.Condition, isNegated: Bool)] {
        var fields: [(condition: SearchFilter.Condition, isNegated: Bool)] = []
        while skipSpaces() {
            let isNegated = text[place] == "-"
            if isNegated { place += 1 }
            let start = place
            while place < text.count, text[place] != ":", !text[place].isWhitespace { place += 1 }
            let name = String(text[start..<place])
            guard ["type", "page", "path"].contains(name) else {
                throw error(start, "knows the fields type, page and path, and not “\(name)”")
            }
            guard place < text.count, text[place] == ":" else {
                throw error(place, "needs “:” and a value after “\(name)”")
            }
            place += 1
            let valueStart = place
            let value = try value()
            guard !value.isEmpty else { throw error(valueStart, "needs a value after “\(name):”") }
            fields.append((try condition(name, value, at: valueStart), isNegated))
        }
        guard !fields.isEmpty else {
            throw error(0, "is empty; write for instance type:pdf, page:>10 or path:contracts/**")
        }
        return fields
    }

    private mutating func skipSpaces() -> Bool {
        while place < text.count, text[place].isWhitespace { place += 1 }
        return place < text.count
    }

    private mutating func value() throws -> String {
        guard place < text.count, text[place] == "\"" else {
            let start = place
            while place < text.count, !text[place].isWhitespace { place += 1 }
            return String(text[start..<place])
        }
        let open = place
        place += 1
        let start = place
        while place < text.count, text[place] != "\"" { place += 1 }
        guard place < text.count else { throw error(open, "has a “\"” that is not closed") }
        place += 1
        return String(text[start..<(place - 1)])
    }

    private func condition(_ name: String, _ value: String, at start: Int) throws -> SearchFilter.Condition {
        switch name {
        case "type": return .types(try types(value, at: start))
        case "page": return .pages(try pages(value, at: start))
        default:
            guard let pattern = GlobPattern(value[...]) else {
                throw error(start, "has a path that can match nothing; write names, *, ?, [a-z] and **, divided by /")
            }
            return .path(pattern)
        }
    }

    private func types(_ value: String, at start: Int) throws -> Set<DocumentType> {
        var types: Set<DocumentType> = []
        var offset = start
        for name in value.split(separator: ",", omittingEmptySubsequences: false) {
            let key = name.lowercased()
            let found = DocumentType.allCases.filter {
                $0.rawValue.lowercased() == key || $0.fileExtensions.contains(key)
            }
            guard !found.isEmpty else {
                throw error(offset, "knows no format “\(name)”; write one such as pdf, docx, markdown or html")
            }
            types.formUnion(found)
            offset += name.count + 1
        }
        return types
    }

    private func pages(_ value: String, at start: Int) throws -> ClosedRange<Int> {
        let sign = String(value.prefix { "<>=".contains($0) })
        let numbers = value.dropFirst(sign.count).split(separator: "-", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        let isRange = sign.isEmpty && numbers.count == 2
        guard let first = numbers.first, let last = numbers.last, first > 0, last >= first,
            isRange || numbers.count == 1,
            first < Int.max
        else { throw error(start, "has no page such as 12, 3-9, >10 or <=4 here") }
        switch sign {
        case "": return first...last
        case ">": return first + 1...Int.max
        case ">=": return first...Int.max
        case "<": return 0...first - 1
        case "<=": return 0...first
        default: throw error(start, "knows <, <=, > and >= before a page, and not “\(sign)”")
        }
    }

    private func error(_ offset: Int, _ reason: String) -> FilterError {
        FilterError(filter: String(text), offset: offset, reason: reason)
    }
}
