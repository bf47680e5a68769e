/// The styles of an OpenDocument file, as far as they say what a text is and whether it is seen.
struct OpenDocumentStyles {
    /// What a style says itself, or with the styles that it is based on.
    struct Style {
        var name = ""
        var parent: String?
        var list: String?
        var outlineLevel: Int?
        var isHidden: Bool?
        var breaksBefore = false
        var breaksAfter = false
    }

    /// The lists, by the names of their styles.
    private(set) var lists: [String: [Int: OpenDocumentListLevel]] = [:]
    /// How headings are numbered.
    private(set) var headings: [Int: OpenDocumentListLevel] = [:]
    private var styles: [String: Style] = [:]
    private var resolved: [String: Style] = [:]

    private static let maximumDepth = 32

    /// Adds a style, if it is one.
    mutating func add(_ element: XMLTreeElement) {
        if element.name == "outline-style" { headings = OpenDocumentListLevel.levels(of: element) }
        guard let name = element["name"] else { return }
        if element.name == "list-style" {
            lists[name] = OpenDocumentListLevel.levels(of: element)
        } else if element.name == "style" {
            styles["\(element["family"] ?? "") \(name)"] = Self.style(element, name: name)
        }
    }

    private static func style(_ element: XMLTreeElement, name: String) -> Style {
        let text = element.child("text-properties")
        let paragraph = element.child("paragraph-properties")
        var style = Style(
            name: element["display-name"] ?? name, parent: element["parent-style-name"],
            list: element["list-style-name"].flatMap { $0.isEmpty ? nil : $0 },
            outlineLevel: element["default-outline-level"].flatMap { Int($0) })
        if let display = text?.attribute("display", in: ":text:1.0") { style.isHidden = display == "none" }
        // Below two points, text is a dot.
        if let size = text?["font-size"], size.hasSuffix("pt"), let points = Double(size.dropLast(2)), points < 2 {
            style.isHidden = true
        }
        if element.child("table-properties")?["display"] == "false" { style.isHidden = true }
        if element.child("drawing-page-properties")?["visibility"] == "hidden" { style.isHidden = true }
        let startsPages = element["master-page-name"].map { !$0.isEmpty } ?? false
        style.breaksBefore = paragraph?["break-before"] == "page" || startsPages
        style.breaksAfter = paragraph?["break-after"] == "page"
        return style
    }

    /// A style of a family, such as "paragraph", with what it has from those that it is based on.
    mutating func style(_ name: String?, _ family: String) -> Style {
        guard let name, var style = styles["\(family) \(name)"] else { return Style(name: name ?? "") }
        let key = "\(family) \(name)"
        if let known = resolved[key] { return known }
        var parent = style.parent
        var depth = 0
        while let next = parent.flatMap({ styles["\(family) \($0)"] }), depth < Self.maximumDepth {
            style.list = style.list ?? next.list
            style.outlineLevel = style.outlineLevel ?? next.outlineLevel
            style.isHidden = style.isHidden ?? next.isHidden
            style.breaksBefore = style.breaksBefore || next.breaksBefore
            style.breaksAfter = style.breaksAfter || next.breaksAfter
            // The name that says what it is for is that of the style which people chose.
            if !next.name.isEmpty, depth == 0, Self.isAutomatic(style.name) { style.name = next.name }
            parent = next.parent
            depth += 1
        }
        resolved[key] = style
        return style
    }

    /// Programs call styles that they make for one place P1, P2, T1.
    private static func isAutomatic(_ name: String) -> Bool {
        name.utf8.count > 1 && name.utf8.dropFirst().allSatisfy(\.isDigit)
    }
}
