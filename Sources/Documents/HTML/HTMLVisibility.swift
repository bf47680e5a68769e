/// Whether the text of an element can be seen, and in which colours; an element inherits it from the one around it.
struct HTMLVisibility: Equatable {
    /// An element around it is not displayed at all; nothing inside can undo that.
    private var isRemoved = false
    /// `visibility: hidden`, which an element inside can undo.
    private var isInvisible = false
    private var isTiny = false
    private var color: UInt32 = 0x000000
    private var background: UInt32 = 0xFFFFFF

    /// Whether a person would not see the text.
    var isHidden: Bool { isRemoved || isInvisible || isTiny || color == background }

    /// Takes the element out of the display.
    mutating func remove() { isRemoved = true }

    /// Applies one attribute of an element: `style`, `hidden`, `color` or `bgcolor`.
    mutating func apply(attribute: String, value: String) {
        switch attribute {
        case "hidden": isRemoved = true
        case "style": for declaration in value.split(separator: ";").prefix(100) { apply(declaration) }
        case "color": if let value = CSSColor.value(value) { color = value }
        case "bgcolor": if let value = CSSColor.value(value) { background = value }
        default: break
        }
    }

    private mutating func apply(_ declaration: Substring) {
        let parts = declaration.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return }
        let value = parts[1].lowercased().replacing("!important", with: "").filter { !$0.isWhitespace }
        switch parts[0].lowercased().filter({ !$0.isWhitespace }) {
        case "display": if value == "none" { isRemoved = true }
        case "visibility": isInvisible = value == "hidden" || value == "collapse"
        case "opacity": if number(value) == 0 { isRemoved = true }
        case "font-size":
            isTiny =
                number(value).map { $0 < ($0 == 0 || value.hasSuffix("px") || value.hasSuffix("pt") ? 2 : 0) } ?? false
        case "color":
            if value == "transparent" { isTiny = true } else if let value = CSSColor.value(value) { color = value }
        case "background", "background-color":
            if let value = CSSColor.value(value) {
                background = value
            } else if value.contains("url(") || value.contains("gradient") {
                // An image of unknown colour: take no text on it for hidden.
                background = .max
            }
        case "left", "top", "text-indent": if let value = number(value), value <= -999 { isRemoved = true }
        default: break
        }
    }

    private func number(_ value: String) -> Double? {
        Double(value.prefix { $0.isNumber || $0 == "." || $0 == "-" })
    }
}

/// Colours as style attributes write them.
enum CSSColor {
    /// The colour as 0xRRGGBB; nil for names other than the common ones.
    static func value(_ text: String) -> UInt32? {
        let text = text.lowercased().filter { !$0.isWhitespace }
        if let named = names[text] { return named }
        if text.hasPrefix("#") {
            let digits = text.dropFirst()
            guard let value = UInt32(digits, radix: 16) else { return nil }
            if digits.count == 6 { return value }
            guard digits.count == 3 else { return nil }
            return (value >> 8) * 0x110000 + (value >> 4 & 0xF) * 0x1100 + (value & 0xF) * 0x11
        }
        guard text.hasPrefix("rgb"), let open = text.firstIndex(of: "(") else { return nil }
        let parts = text[text.index(after: open)...].split { ",)/".contains($0) }.prefix(3).compactMap { UInt8($0) }
        return parts.count == 3 ? parts.reduce(0) { $0 << 8 | UInt32($1) } : nil
    }

    private static let names: [String: UInt32] = [
        "white": 0xFFFFFF, "black": 0x000000, "red": 0xFF0000, "green": 0x008000, "blue": 0x0000FF, "yellow": 0xFFFF00,
        "gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "navy": 0x000080, "orange": 0xFFA500,
        "purple": 0x800080,
    ]
}
