/// The list that a paragraph belongs to, and its level there from 0.
struct WordListPlace {
    var list: String?
    var level: Int?

    /// Reads `w:numPr`.
    init(_ element: XMLTreeElement) {
        list = element.child("numId")?["val"]
        level = element.child("ilvl")?["val"].flatMap { Int($0) }
    }
}

/// The lists of a Word document, and how far each was counted.
///
/// Source: ECMA-376, part 1, 17.9.
struct WordNumbering {
    private struct Level {
        var start = 1
        var numeral: ListNumeral?
        var text = ""
        var isLegal = false
        var style: String?
    }

    private struct List {
        var abstract: String
        var starts: [Int: Int] = [:]
    }

    private var abstracts: [String: [Int: Level]] = [:]
    private var lists: [String: List] = [:]
    /// The last number of each level, by abstract list; paragraphs of several lists can count on together.
    private var counters: [String: [Int?]] = [:]
    private var begun: Set<String> = []

    private static let levels = 9

    init(_ root: XMLTreeElement?) {
        var linked: [String: String] = [:]
        var owners: [String: String] = [:]
        for element in root?.children("abstractNum") ?? [] {
            guard let id = element["abstractNumId"] else { continue }
            if let link = element.child("numStyleLink")?["val"] { linked[id] = link }
            if let style = element.child("styleLink")?["val"] { owners[style] = id }
            for level in element.children("lvl") {
                guard let number = level["ilvl"].flatMap({ Int($0) }) else { continue }
                abstracts[id, default: [:]][number] = Self.level(level)
            }
        }
        for element in root?.children("num") ?? [] {
            guard let id = element["numId"], let abstract = element.child("abstractNumId")?["val"] else { continue }
            var list = List(abstract: linked[abstract].flatMap { owners[$0] } ?? abstract)
            for override in element.children("lvlOverride") {
                guard let level = override["ilvl"].flatMap({ Int($0) }) else { continue }
                list.starts[level] = override.child("startOverride")?["val"].flatMap(Self.start)
            }
            lists[id] = list
        }
    }

    private static func level(_ element: XMLTreeElement) -> Level {
        let numeral: ListNumeral? =
            switch element.child("numFmt")?["val"] ?? "decimal" {
            case "bullet", "none": nil
            case "decimalZero": .decimalWithZero
            case "lowerLetter": .lowerLetter
            case "upperLetter": .upperLetter
            case "lowerRoman": .lowerRoman
            case "upperRoman": .upperRoman
            case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
                "ideographDigital", "taiwaneseCounting":
                .chinese
            default: .decimal
            }
        return Level(
            start: element.child("start")?["val"].flatMap(start) ?? 1, numeral: numeral,
            text: String((element.child("lvlText")?["val"] ?? "").prefix(100)),
            isLegal: element.isOn("isLgl") ?? false, style: element.child("pStyle")?["val"])
    }

    private static func start(_ text: String) -> Int? { Int(text).map { min(max($0, 0), 1_000_000) } }

    /// The level of the list that belongs to a style, 0 if none does.
    func level(of style: String?, in list: String) -> Int {
        guard let style, let levels = lists[list].flatMap({ abstracts[$0.abstract] }) else { return 0 }
        return levels.first { $0.value.style == style }?.key ?? 0
    }

    /// Counts the next paragraph of a list.
    ///
    /// - Returns: its number as it is shown, such as "2.1" or "(a)"; nil for bullets.
    mutating func next(in list: String, level: Int) -> String? {
        guard let place = lists[list], let levels = abstracts[place.abstract], (0..<Self.levels).contains(level) else {
            return nil
        }
        var numbers = counters[place.abstract] ?? Array(repeating: nil, count: Self.levels)
        if let start = place.starts[level], begun.insert("\(list) \(level)").inserted {
            numbers[level] = start
        } else {
            numbers[level] = numbers[level].map { $0 + 1 } ?? levels[level]?.start ?? 1
        }
        for above in 0..<level where numbers[above] == nil { numbers[above] = levels[above]?.start ?? 1 }
        for below in (level + 1)..<max(Self.levels, level + 1) { numbers[below] = nil }
        counters[place.abstract] = numbers
        guard let form = levels[level], form.numeral != nil else { return nil }
        return label(form, levels, numbers)
    }

    private func label(_ form: Level, _ levels: [Int: Level], _ numbers: [Int?]) -> String? {
        var label = ""
        var isReference = false
        for character in form.text {
            if isReference, let digit = character.wholeNumberValue, (1...Self.levels).contains(digit) {
                let numeral = form.isLegal ? .decimal : levels[digit - 1]?.numeral ?? .decimal
                label += numeral.text(numbers[digit - 1] ?? 1)
            } else if character != "%" {
                label.append(character)
            }
            isReference = character == "%"
        }
        return label.isEmpty ? nil : label
    }
}
