extension LayoutPage {
    /// Whether the page has text that can be seen and that is one: at most a quarter of its characters have no meaning, as
    /// those of fonts without a table of characters.
    var isReadable: Bool {
        var characters = 0
        var strays = 0
        for word in blocks.lazy.joined().map(\.words).joined() where !word.style.isHidden {
            for scalar in word.text.unicodeScalars {
                characters += 1
                guard !scalar.isASCII else { continue }
                switch scalar.properties.generalCategory {
                case .privateUse, .unassigned, .control, .surrogate: strays += 1
                default: if scalar == "\u{FFFD}" { strays += 1 }
                }
            }
        }
        return characters > 0 && strays * 4 <= characters
    }
}
