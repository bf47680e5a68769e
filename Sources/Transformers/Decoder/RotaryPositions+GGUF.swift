extension RotaryPositions {
    /// Positions as a GGUF file wants them.
    ///
    /// - Throws: `unsupported` for another way to stretch them, `damaged` for numbers that cannot be.
    init(_ metadata: ArchitectureMetadata, headSize: Int, contextLength: Int) throws {
        let file = metadata.file
        let base = Double(try metadata.float("rope.freq_base", default: 10_000))
        let legacyFactor = Double(try metadata.float("rope.scale_linear", default: 0))
        var factor = Double(try metadata.float("rope.scaling.factor", default: legacyFactor))
        let scaling = metadata.string("rope.scaling.type") ?? "linear"
        guard base > 0 else { throw ModelFileError(.damaged, "\(file.path): its rotary base is \(base)") }
        guard try metadata.number("rope.dimension_count", 2...256, default: headSize) == headSize,
            ["none", "linear", "yarn"].contains(scaling)
        else {
            throw ModelFileError(
                .unsupported, "\(file.path): its rotary positions (“\(scaling)” scaling) cannot be run")
        }
        if factor == 0 || scaling == "none" { factor = 1 }
        if scaling == "yarn" {
            let trained = try metadata.number(
                "rope.scaling.original_context_length", 1...1_048_576, default: contextLength)
            let weight = Double(try metadata.float("rope.scaling.yarn_attn_factor", default: 1))
            let yarn = YaRN(
                factor: factor, trainedLength: trained,
                fastTurns: Double(try metadata.float("rope.scaling.yarn_beta_fast", default: 32)),
                slowTurns: Double(try metadata.float("rope.scaling.yarn_beta_slow", default: 1)),
                magnitude: weight * YaRN.magnitude(factor: factor))
            self.init(base: base, headSize: headSize, stretching: .yarn(yarn))
        } else if file.hasTensor("rope_freqs.weight") {
            let divisors = try file.tensor("rope_freqs.weight", shape: [headSize / 2]).floats()
            self.init(base: base, headSize: headSize, stretching: .divisors(divisors.map { Double($0) * factor }))
        } else {
            self.init(base: base, headSize: headSize, stretching: .linear(factor: factor))
        }
    }
}
