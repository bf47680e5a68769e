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

    /// Applies what an attribute says.
    mutating func apply(_ effect: HTMLStyle.Effect) {
        switch effect {
        case .removed: isRemoved = true
        case .invisible(let value): isInvisible = value
        case .tiny(let value): isTiny = value
        case .color(let value): color = value
        case .background(let value): background = value
        }
    }
}

/// What attributes say about the visibility of text.
struct HTMLStyle {
    /// One thing that an attribute says.
    enum Effect: Equatable {
        case removed
        case invisible(Bool)
        case tiny(Bool)
        case color(UInt32)
        case background(UInt32)
    }

    /// Declarations of one attribute that are looked at.
    private static let maximumDeclarations = 100

    /// Styles that were met before: pages repeat few styles many times.
    private var known: [String: [Effect]] = [:]

    /// What the attribute says: `style`, `hidden`, `color` or `bgcolor`.
    mutating func effects(of attribute: String, value: String) -> [Effect] {
        switch attribute {
        case "hidden": return [.removed]
        case "color": return CSSColor.value(value).map { [.color($0)] } ?? []
        case "bgcolor": return CSSColor.value(value).map { [.background($0)] } ?? []
        case "style":
            if let effects = known[value] { return effects }
            let effects = value.split(separator: ";").prefix(Self.maximumDeclarations).compactMap(Self.effect)
            if known.count < 1_000, value.utf8.count < 1_000 { known[value] = effects }
            return effects
        default: return []
        }
    }

    private static func effect(_ declaration: Substring) -> Effect? {
        guard let colon = declaration.firstIndex(of: ":") else { return nil }
        let property = declaration[..<colon].lowercased().filter { !$0.isWhitespace }
        let words = declaration[declaration.index(after: colon)...].lowercased().split(separator: "!")
        let value = words.first?.filter { !$0.isWhitespace } ?? ""
        switch property {
        case "display": return value == "none" ? .removed : nil
        case "visibility": return .invisible(value == "hidden" || value == "collapse")
        case "opacity": return number(value) == 0 ? .removed : nil
        case "font-size": return .tiny(isTiny(value))
        case "color": return value == "transparent" ? .tiny(true) : CSSColor.value(value).map { .color($0) }
        case "background", "background-color": return background(value)
        case "left", "top", "text-indent": return number(value).map { $0 <= -999 } == true ? .removed : nil
        default: return nil
        }
    }

    /// Zero in any unit, or less than two pixels or points.
    private static func isTiny(_ value: String) -> Bool {
        guard let size = number(value) else { return false }
        return size == 0 || size < 2 && (value.hasSuffix("px") || value.hasSuffix("pt"))
    }

    private static func background(_ value: String) -> Effect? {
        if let color = CSSColor.value(value) { return .background(color) }
        // An image has no colour that text could vanish in; no colour has this number.
        return value.contains("url(") || value.contains("gradient") ? .background(.max) : nil
    }

    private static func number(_ value: String) -> Double? {
        Double(value.prefix { $0.isNumber || $0 == "." || $0 == "-" })
    }
}
