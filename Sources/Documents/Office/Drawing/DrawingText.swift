/// The text of paragraphs in drawings: slides, charts, diagrams.
///
/// Source: ECMA-376, part 1, 21.1.2.
enum DrawingText {
    /// The text of a paragraph (`a:p`).
    static func text(of paragraph: XMLTreeElement) -> String {
        var result = ""
        append(paragraph, to: &result)
        return result
    }

    /// The texts of all paragraphs in an element, at any depth.
    static func paragraphs(in element: XMLTreeElement) -> [String] {
        if element.name == "p" { return [text(of: element)] }
        if element.name == "AlternateContent" { return element.chosenAlternative.map(paragraphs) ?? [] }
        return element.children.flatMap(paragraphs)
    }

    private static func append(_ element: XMLTreeElement, to result: inout String) {
        for child in element.children {
            switch child.name {
            case "r" where child.namespace.hasSuffix("/math"): break
            case "r": result += child.child("t")?.text ?? ""
            case "br": result += "\n"
            // The number of the slide, which its location tells.
            case "fld": if child["type"] != "slidenum" { result += child.child("t")?.text ?? "" }
            case "oMath": result += Equation.text(child)
            case "AlternateContent": child.chosenAlternative.map { append($0, to: &result) }
            case "pPr", "endParaRPr": break
            default: append(child, to: &result)
            }
        }
    }
}
