/// Something on a slide: a placeholder, a text box, a table, a chart, a picture.
struct PowerPointShape {
    /// What it is for.
    enum Role {
        case title, body, free
        /// A date, a number or a footer, which all slides repeat.
        case runningHead
    }

    /// A paragraph before its number is known.
    struct Paragraph {
        var text: String
        var level: Int
        var bullet: Bullet
    }

    /// How a paragraph is marked.
    enum Bullet {
        /// As the placeholder's layout says.
        case inherited
        case none, dot
        case number(ListNumeral, before: String, after: String, start: Int)
    }

    private(set) var role = Role.free
    private(set) var isHidden = false
    private(set) var paragraphs: [Paragraph] = []
    private(set) var table: XMLTreeElement?
    /// References to charts and diagrams.
    private(set) var graphics: [XMLTreeElement] = []
    private(set) var alternativeText: String?
    private var isBulleted = false

    /// The shapes of a slide in the order of the file, groups taken apart.
    static func shapes(in root: XMLTreeElement) -> [PowerPointShape] {
        root.child("cSld")?.child("spTree").map { shapes(in: $0, isHidden: false) } ?? []
    }

    private static func shapes(in tree: XMLTreeElement, isHidden: Bool) -> [PowerPointShape] {
        tree.children.flatMap { child -> [PowerPointShape] in
            switch child.name {
            case "sp", "pic", "graphicFrame", "cxnSp": [PowerPointShape(child, isHidden: isHidden)]
            case "grpSp": shapes(in: child, isHidden: isHidden || properties(of: child).isHidden)
            case "AlternateContent": child.chosenAlternative.map { shapes(in: $0, isHidden: isHidden) } ?? []
            default: []
            }
        }
    }

    /// What a shape is called, described as and placed as: the element `p:nvSpPr`, whose name differs with the shape.
    private static func properties(
        of shape: XMLTreeElement
    ) -> (placeholder: XMLTreeElement?, description: String?, isHidden: Bool) {
        let all = shape.children.first { $0.name.hasPrefix("nv") }
        let common = all?.child("cNvPr")
        return (
            all?.child("nvPr")?.child("ph"), common.flatMap(AlternativeText.text),
            common?.isOn(attribute: "hidden") ?? false
        )
    }

    private init(_ element: XMLTreeElement, isHidden: Bool) {
        let properties = Self.properties(of: element)
        self.isHidden = isHidden || properties.isHidden
        if let placeholder = properties.placeholder {
            switch placeholder["type"] {
            case "title", "ctrTitle": role = .title
            case "dt", "ftr", "sldNum", "hdr": role = .runningHead
            case "subTitle": role = .body
            default:
                role = .body
                isBulleted = true
            }
        }
        if element.name == "pic" { alternativeText = properties.description }
        for paragraph in element.child("txBody")?.children("p") ?? [] {
            let text = DrawingText.text(of: paragraph)
            guard text.contains(where: { !$0.isWhitespace }) else { continue }
            let form = paragraph.child("pPr")
            let level = form?["lvl"].flatMap { Int($0) } ?? 0
            paragraphs.append(Paragraph(text: text, level: min(max(level, 0), 8), bullet: Self.bullet(form)))
        }
        if let data = element.child("graphic")?.child("graphicData") {
            table = data.child("tbl")
            graphics = data.children
        }
    }

    private static func bullet(_ form: XMLTreeElement?) -> Bullet {
        for child in form?.children ?? [] {
            switch child.name {
            case "buNone": return .none
            case "buChar", "buBlip": return .dot
            case "buAutoNum":
                let start = child["startAt"].flatMap { Int($0) } ?? 1
                return number(child["type"] ?? "arabicPeriod", start: min(max(start, 1), 32_767))
            default: break
            }
        }
        return .inherited
    }

    /// A way of numbering such as `alphaLcParenBoth`.
    private static func number(_ type: String, start: Int) -> Bullet {
        let numerals: [(String, ListNumeral)] = [
            ("alphaLc", .lowerLetter), ("alphaUc", .upperLetter), ("romanLc", .lowerRoman), ("romanUc", .upperRoman),
            ("ea1", .chinese),
        ]
        let numeral = numerals.first { type.hasPrefix($0.0) }?.1 ?? .decimal
        if type.hasSuffix("ParenBoth") { return .number(numeral, before: "(", after: ") ", start: start) }
        let after = type.hasSuffix("ParenR") ? ") " : type.hasSuffix("Plain") ? " " : ". "
        return .number(numeral, before: "", after: after, start: start)
    }

    /// The paragraphs with their numbers, and whether they are items of a list.
    func listed() -> [(text: String, isListItem: Bool)] {
        var counts = Array(repeating: 0, count: 9)
        return paragraphs.map { paragraph in
            for below in (paragraph.level + 1)..<10 where below < counts.count { counts[below] = 0 }
            guard case .number(let numeral, let before, let after, let start) = paragraph.bullet else {
                counts[paragraph.level] = 0
                switch paragraph.bullet {
                case .inherited: return (paragraph.text, isBulleted || paragraph.level > 0)
                case .none: return (paragraph.text, false)
                default: return (paragraph.text, true)
                }
            }
            counts[paragraph.level] += 1
            let number = numeral.text(start + counts[paragraph.level] - 1)
            return (before + number + after + paragraph.text, true)
        }
    }
}
