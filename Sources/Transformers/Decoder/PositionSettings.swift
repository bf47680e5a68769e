internal import Foundation

/// What `config.json` says of rotary positions: `rope_theta` and `rope_scaling`, or `rope_parameters` in newer files, in which
/// layers with a window can have their own.
struct PositionSettings {
    /// The layers that positions are for.
    enum Layers {
        /// Layers that see all positions.
        case whole
        /// Layers that see a window of them.
        case window
    }

    private let file: ModelJSON
    private let defaultBase: Double

    /// - Parameter defaultBase: the rotary base of layers that see all positions, where the file does not say.
    init(_ file: ModelJSON, defaultBase: Double) {
        (self.file, self.defaultBase) = (file, defaultBase)
    }

    /// - Throws: `unsupported` for another way to stretch them, `damaged` for numbers that cannot be.
    func rotation(_ layers: Layers, headSize: Int, contextLength: Int) throws -> RotaryPositions {
        guard let parameters = file.member("rope_parameters") else {
            guard layers == .whole else {
                return RotaryPositions(
                    base: try base(file, "rope_local_base_freq", default: 10_000), headSize: headSize)
            }
            let scaling = file.member("rope_scaling")
            return try rotation(
                base: base(file, "rope_theta", default: defaultBase), scaling, headSize: headSize,
                contextLength: contextLength)
        }
        let own = parameters.member(layers == .window ? "sliding_attention" : "full_attention") ?? parameters
        return try rotation(
            base: base(own, "rope_theta", default: 10_000), own, headSize: headSize, contextLength: contextLength)
    }

    private func base(_ file: ModelJSON, _ key: StaticString, default fallback: Double) throws -> Double {
        let base = try file.float(key, default: fallback)
        guard base > 1 else { throw ModelFileError(.damaged, "\(file.path): its rotary base is \(base)") }
        return base
    }

    private func rotation(
        base: Double, _ scaling: ModelJSON?, headSize: Int, contextLength: Int
    ) throws -> RotaryPositions {
        guard try file.float("partial_rotary_factor", default: 1) == 1 else {
            throw ModelFileError(.unsupported, "\(file.path): positions turn a part of each head, which cannot be run")
        }
        guard let scaling else { return RotaryPositions(base: base, headSize: headSize) }
        let kind = (scaling.value["rope_type"] ?? scaling.value["type"])?.text ?? "default"
        if kind == "default" { return RotaryPositions(base: base, headSize: headSize) }
        let factor = try scaling.float("factor", default: 1)
        guard factor >= 1 else { throw ModelFileError(.damaged, "\(file.path): positions are stretched by \(factor)") }
        let stretching: RotaryPositions.Stretching
        switch kind {
        case "linear": stretching = .linear(factor: factor)
        case "llama3":
            stretching = .divisors(
                try llama3Divisors(scaling, factor: factor, base: base, headSize: headSize, contextLength))
        case "yarn": stretching = .yarn(try yarn(scaling, factor: factor, contextLength))
        default:
            throw ModelFileError(
                .unsupported,
                "\(file.path): positions with “\(kind)” scaling cannot be run; “linear”, “llama3” and “yarn” can")
        }
        return RotaryPositions(base: base, headSize: headSize, stretching: stretching)
    }

    private func trainedLength(_ scaling: ModelJSON, _ contextLength: Int) throws -> Int {
        try scaling.integer("original_max_position_embeddings", 1...1_048_576, default: contextLength)
    }

    /// Pairs that turn seldom within the trained length are divided by the whole factor, those that turn often not at all.
    private func llama3Divisors(
        _ scaling: ModelJSON, factor: Double, base: Double, headSize: Int, _ contextLength: Int
    ) throws -> [Double] {
        let low = try scaling.float("low_freq_factor", default: 1)
        let high = try scaling.float("high_freq_factor", default: 4)
        let trained = Double(try trainedLength(scaling, contextLength))
        guard high > low else {
            throw ModelFileError(.damaged, "\(file.path): positions are stretched from \(low) to \(high) turns")
        }
        return (0..<headSize / 2).map { pair in
            let turns = trained * pow(base, -2 * Double(pair) / Double(headSize)) / (2 * .pi)
            let kept = min(1, max(0, (turns - low) / (high - low)))
            return 1 / ((1 - kept) / factor + kept)
        }
    }

    private func yarn(_ scaling: ModelJSON, factor: Double, _ contextLength: Int) throws -> YaRN {
        let weight = try scaling.float("mscale", default: 0)
        let weightOfAll = try scaling.float("mscale_all_dim", default: 0)
        let stated =
            weight > 0 && weightOfAll > 0
            ? YaRN.magnitude(factor: factor, weight: weight) / YaRN.magnitude(factor: factor, weight: weightOfAll)
            : YaRN.magnitude(factor: factor)
        return YaRN(
            factor: factor, trainedLength: try trainedLength(scaling, contextLength),
            fastTurns: try scaling.float("beta_fast", default: 32),
            slowTurns: try scaling.float("beta_slow", default: 1),
            roundsPairs: scaling.value["truncate"]?.bool ?? true,
            magnitude: try scaling.float("attention_factor", default: stated))
    }
}
