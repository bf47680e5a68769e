/// The styles of a Word document: what a paragraph or a run is by the style that it names.
///
/// Source: ECMA-376, part 1, 17.7.
struct WordStyles {
    /// What a style says itself, or with the styles that it is based on.
    struct Style {
        var name = ""
        var base: String?
        /// 0 for a top heading, 9 for body text.
        var outlineLevel: Int?
        var list: WordListPlace?
        var isHidden: Bool?
        var isShaded = false
    }

    private var styles: [String: Style] = [:]
    private var resolved: [String: Style] = [:]
    private var standard: String?

    /// The most styles that one can be based on, one upon the other.
    private static let maximumDepth = 32

    init(_ root: XMLTreeElement?) {
        for element in root?.children("style") ?? [] {
            guard let id = element["styleId"] else { continue }
            let paragraph = element.child("pPr")
            styles[id] = Style(
                name: element.child("name")?["val"]?.lowercased() ?? "", base: element.child("basedOn")?["val"],
                outlineLevel: paragraph?.child("outlineLvl")?["val"].flatMap { Int($0) },
                list: paragraph?.child("numPr").map(WordListPlace.init),
                isHidden: element.child("rPr")?.isOn("vanish"),
                isShaded: paragraph?.child("shd") != nil || element.child("rPr")?.child("shd") != nil)
            if element["type"] == "paragraph", element.isOn(attribute: "default") { standard = id }
        }
    }

    /// A style with what it has from those that it is based on; the standard paragraph style for nil.
    mutating func style(_ id: String?) -> Style {
        guard let id = id ?? standard else { return Style() }
        if let known = resolved[id] { return known }
        guard var style = styles[id] else {
            // Without its definition, a style's id is all there is to go by.
            return Style(name: id.lowercased())
        }
        var base = style.base
        var depth = 0
        while let next = base.flatMap({ styles[$0] }), depth < Self.maximumDepth {
            // A style made from a heading is one, unless it says otherwise.
            style.outlineLevel = style.outlineLevel ?? next.outlineLevel ?? Self.headingLevel(next.name).map { $0 - 1 }
            style.list = style.list ?? next.list
            style.isHidden = style.isHidden ?? next.isHidden
            style.isShaded = style.isShaded || next.isShaded
            base = next.base
            depth += 1
        }
        resolved[id] = style
        return style
    }

    /// The level of headings of a style's name, which is English whatever the language of Word: "heading 2".
    static func headingLevel(_ name: String) -> Int? {
        guard name.hasPrefix("heading") else { return name == "title" ? 1 : nil }
        let number = name.dropFirst("heading".count).drop { $0 == " " }
        guard number.utf8.count == 1, let level = Int(number), level > 0 else { return nil }
        return level
    }
}

extension WordStyles.Style {
    /// 1 for a top heading; nil for what is no heading.
    var headingLevel: Int? {
        if let own = WordStyles.headingLevel(name) { return own }
        return outlineLevel.flatMap { (0...8).contains($0) ? $0 + 1 : nil }
    }
}

extension XMLTreeElement {
    /// Whether a property such as `w:vanish` is on; nil where it is not there.
    func isOn(_ property: String) -> Bool? {
        child(property).map { !["0", "false", "off"].contains($0["val"] ?? "1") }
    }

    /// Whether an attribute is there and on.
    func isOn(attribute: String) -> Bool { self[attribute].map { ["1", "true", "on"].contains($0) } ?? false }
}
