extension StringProtocol {
    /// Whether a common Han character (U+4E00 to U+9FFF) is in the text, as in Chinese and mostly in Japanese.
    package var hasHan: Bool { unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
}
