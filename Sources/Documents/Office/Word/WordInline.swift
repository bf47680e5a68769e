/// Reads what is inside the paragraphs of a Word document.
///
/// Source: ECMA-376, part 1, 17.3.
struct WordInline {
    var styles: WordStyles
    var pages = PageCounter()
    /// Whether the pages have a colour, on which white text can be seen.
    var isOnColor = false
    /// For each open field, whether its instruction is being read; what it shows comes after.
    private var fields: [Bool] = []

    init(styles: WordStyles) { self.styles = styles }

    /// How the text of a run is shown.
    private struct Look {
        var isHidden: Bool
        /// Whether white text would vanish: nothing around it has a colour of its own.
        var isOnWhite: Bool
    }

    /// Reads a paragraph.
    ///
    /// - Parameter isInFrame: whether a table cell or a box is around it, which can have a colour.
    mutating func text(of paragraph: XMLTreeElement, isInFrame: Bool) -> WordText {
        var text = WordText()
        let properties = paragraph.child("pPr")
        let style = styles.style(properties?.child("pStyle")?["val"])
        let look = Look(
            isHidden: style.isHidden ?? false,
            isOnWhite: !isInFrame && !isOnColor && !style.isShaded && properties?.child("shd") == nil)
        if properties?.isOn("pageBreakBefore") == true, !isInFrame { pages.meetHardBreak() }
        read(paragraph, look, &text)
        // An instruction never goes on in the next paragraph, unless the file is broken: then the text matters more.
        fields = fields.map { _ in false }
        return text
    }

    private mutating func read(_ element: XMLTreeElement, _ look: Look, _ text: inout WordText) {
        for child in element.children {
            switch child.name {
            case "r" where child.namespace.hasSuffix("/math"): break
            case "r": readRun(child, look, &text)
            case "del", "moveFrom", "pPr", "sdtPr", "sdtEndPr", "rPr", "rt", "rubyPr", "smartTagPr": break
            case "oMath": add(Equation.text(child), look, &text)
            // Of alternatives that say the same for different programs, one counts.
            case "AlternateContent": child.chosenAlternative.map { read($0, look, &text) }
            default: read(child, look, &text)
            }
        }
    }

    private mutating func readRun(_ run: XMLTreeElement, _ paragraph: Look, _ text: inout WordText) {
        var look = paragraph
        if let properties = run.child("rPr") {
            if let id = properties.child("rStyle")?["val"] {
                let style = styles.style(id)
                look.isHidden = style.isHidden ?? look.isHidden
                look.isOnWhite = look.isOnWhite && !style.isShaded
            }
            look.isHidden = properties.isOn("vanish") ?? look.isHidden
            if properties.child("shd") != nil || properties.child("highlight") != nil { look.isOnWhite = false }
            // Below two points, text is a dot.
            if let size = properties.child("sz")?["val"].flatMap({ Int($0) }), size < 4 { look.isHidden = true }
            if look.isOnWhite, properties.child("color")?["val"]?.uppercased() == "FFFFFF" { look.isHidden = true }
        }
        readRunContent(run, look, &text)
    }

    private mutating func readRunContent(_ run: XMLTreeElement, _ look: Look, _ text: inout WordText) {
        for child in run.children {
            switch child.name {
            case "t": add(child.text, look, &text)
            case "tab", "ptab": add("\t", look, &text)
            case "br" where child["type"] == "page": if !look.isHidden { pages.meetHardBreak() }
            case "br", "cr": add("\n", look, &text)
            case "noBreakHyphen": add("-", look, &text)
            case "sym": add(Self.symbol(child), look, &text)
            case "lastRenderedPageBreak": pages.meetRenderedBreak()
            case "fldChar": meetField(child["fldCharType"])
            case "footnoteReference", "endnoteReference":
                guard let id = child["id"] else { break }
                text.notes.append(WordNotes.Reference(kind: String(child.name.dropLast("Reference".count)), id: id))
            case "drawing", "pict", "object": readDrawing(child, look, &text)
            case "AlternateContent": child.chosenAlternative.map { readRunContent($0, look, &text) }
            case "ruby": child.child("rubyBase").map { read($0, look, &text) }
            default: break
            }
        }
    }

    private mutating func add(_ piece: String, _ look: Look, _ text: inout WordText) {
        guard !fields.contains(true) else { return }
        pages.meetText()
        text.append(piece, isHidden: look.isHidden, page: pages.current)
    }

    private mutating func meetField(_ type: String?) {
        switch type {
        case "begin": if fields.count < 100 { fields.append(true) }
        case "separate": if !fields.isEmpty { fields[fields.count - 1] = false }
        case "end": _ = fields.popLast()
        default: break
        }
    }

    private mutating func readDrawing(_ drawing: XMLTreeElement, _ look: Look, _ text: inout WordText) {
        text.boxes.append(drawing)
        guard let properties = drawing.first("docPr"), !properties.isOn(attribute: "hidden") else { return }
        if let alternative = AlternativeText.text(properties) { add(alternative, look, &text) }
    }

    /// A character of a font; those of symbol fonts have no meaning outside of it.
    private static func symbol(_ element: XMLTreeElement) -> String {
        guard let value = element["char"].flatMap({ UInt32($0, radix: 16) }), value < 0xE000, value > 0x20,
            let scalar = Unicode.Scalar(value)
        else { return " " }
        return String(scalar)
    }
}
