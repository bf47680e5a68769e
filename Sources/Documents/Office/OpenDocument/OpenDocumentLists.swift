/// How a level of a list is numbered.
struct OpenDocumentListLevel {
    /// Nil for bullets.
    var numeral: ListNumeral?
    var before = ""
    var after = ""
    var start = 1
    /// How many levels are shown, this one the last.
    var shownLevels = 1

    /// The levels of a list style, from 1.
    static func levels(of style: XMLTreeElement) -> [Int: OpenDocumentListLevel] {
        var levels: [Int: OpenDocumentListLevel] = [:]
        for element in style.children {
            guard let number = element["level"].flatMap({ Int($0) }), (1...10).contains(number) else { continue }
            var level = OpenDocumentListLevel()
            if ["list-level-style-number", "outline-level-style"].contains(element.name) {
                level.numeral = numeral(element["num-format"] ?? "")
                level.before = String((element["num-prefix"] ?? "").prefix(20))
                level.after = String((element["num-suffix"] ?? "").prefix(20))
                level.start = min(max(element["start-value"].flatMap { Int($0) } ?? 1, 0), 1_000_000)
                level.shownLevels = min(max(element["display-levels"].flatMap { Int($0) } ?? 1, 1), 10)
            }
            levels[number] = level
        }
        return levels
    }

    private static func numeral(_ format: String) -> ListNumeral? {
        switch format {
        case "": nil
        case "a": .lowerLetter
        case "A": .upperLetter
        case "i": .lowerRoman
        case "I": .upperRoman
        default: format.hasPrefix("一") ? .chinese : .decimal
        }
    }
}

/// Counts the items of lists.
struct OpenDocumentLists {
    /// The list that is being read: its style and the last number of each level.
    private var open: (style: String, id: String?, numbers: [Int]) = ("", nil, [])
    private var lastNumbers: [String: [Int]] = [:]
    private var numbersByID: [String: [Int]] = [:]

    /// Begins an outermost list.
    mutating func begin(_ list: XMLTreeElement, style: String) {
        var numbers: [Int] = []
        if let other = list["continue-list"] {
            numbers = numbersByID[other] ?? []
        } else if list["continue-numbering"] == "true" {
            numbers = lastNumbers[style] ?? []
        }
        open = (style, list["id"], numbers)
    }

    /// Ends an outermost list.
    mutating func end() {
        lastNumbers[open.style] = open.numbers
        if let id = open.id { numbersByID[id] = open.numbers }
    }

    /// Counts an item.
    ///
    /// - Parameters:
    ///   - level: from 1.
    ///   - start: the number that the item states.
    /// - Returns: its number and a space; "" for bullets.
    mutating func next(level: Int, style: [Int: OpenDocumentListLevel], start: Int?) -> String {
        guard (1...10).contains(level) else { return "" }
        while open.numbers.count < level { open.numbers.append((style[open.numbers.count + 1]?.start ?? 1) - 1) }
        open.numbers.removeSubrange(level...)
        open.numbers[level - 1] = start.map { min(max($0, 0), 1_000_000) } ?? open.numbers[level - 1] + 1
        guard let form = style[level], form.numeral != nil else { return "" }
        let first = max(1, level - form.shownLevels + 1)
        // Levels above that were skipped count as their first item.
        let shown = (first...level).compactMap { place -> String? in
            let number = max(open.numbers[place - 1], place < level ? style[place]?.start ?? 1 : 0)
            return style[place]?.numeral?.text(number)
        }
        return form.before + shown.joined(separator: ".") + form.after + " "
    }
}
