/// An equation of Office Math as one line of text: `a/b`, `x^2`, `√(x+1)`.
///
/// Source: ECMA-376, part 1, 22.1.
enum Equation {
    /// The text of `m:oMath` or of anything in one.
    static func text(_ element: XMLTreeElement) -> String {
        func part(_ name: String) -> String { element.child(name).map(content) ?? "" }
        switch element.name {
        case "t": return element.text
        case "f": return "\(grouped(part("num")))/\(grouped(part("den")))"
        case "sSup": return "\(part("e"))^\(grouped(part("sup")))"
        case "sSub": return "\(part("e"))_\(grouped(part("sub")))"
        case "sSubSup": return "\(part("e"))_\(grouped(part("sub")))^\(grouped(part("sup")))"
        case "rad":
            let degree = part("deg")
            return "\(degree)√(\(part("e")))"
        case "nary":
            let sign = element.child("naryPr")?.child("chr")?["val"] ?? "∫"
            let (lower, upper) = (part("sub"), part("sup"))
            return sign + (lower.isEmpty ? "" : "_\(grouped(lower))") + (upper.isEmpty ? "" : "^\(grouped(upper))")
                + " " + part("e")
        case "d":
            let properties = element.child("dPr")
            let inner = element.children("e").map(content).joined(separator: properties?.child("sepChr")?["val"] ?? "|")
            return (properties?.child("begChr")?["val"] ?? "(") + inner + (properties?.child("endChr")?["val"] ?? ")")
        case "m": return element.children("mr").map { rows($0) }.joined(separator: "; ")
        case "rPr", "ctrlPr", "del", "moveFrom": return ""
        default: return content(element)
        }
    }

    private static func content(_ element: XMLTreeElement) -> String { element.children.map(text).joined() }

    private static func rows(_ row: XMLTreeElement) -> String {
        row.children("e").map(content).joined(separator: ", ")
    }

    /// In brackets, if it is more than a name or number.
    private static func grouped(_ text: String) -> String {
        text.allSatisfy { $0.isLetter || $0.isNumber } ? text : "(\(text))"
    }
}
