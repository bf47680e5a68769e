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
        "white": 0xFFFFFF, "black": 0x000000, "red": 0xFF0000, "green": 0x008000, "blue": 0x0000FF,
        "yellow": 0xFFFF00, "gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "navy": 0x000080,
        "orange": 0xFFA500, "purple": 0x800080,
    ]
}
