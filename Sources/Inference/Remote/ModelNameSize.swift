/// Reads a model's size from its name.
enum ModelNameSize {
    /// `small` where the name says less than a billion parameters ("SmolLM2-135M", "qwen2.5:0.5b"), else `large`.
    static func sizeClass(of name: String) -> EngineSizeClass {
        let pattern = /(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[mMbB])(?![A-Za-z0-9])/
        let sizes = name.matches(of: pattern).compactMap { match -> Double? in
            guard let number = Double(match.output.number) else { return nil }
            return match.output.unit.lowercased() == "b" ? number * 1e9 : number * 1e6
        }
        // “-1M” after “7B” is a context length, so the largest counts.
        guard let largest = sizes.max() else { return .large }
        return largest < 1e9 ? .small : .large
    }
}
