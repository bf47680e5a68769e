internal import Foundation

/// How positions turn the pairs of a head (Su et al., 2021), with what stretches them beyond the length that a model was trained on.
struct RotaryPositions: Sendable {
    /// Radians a position for each pair of a head: [headSize / 2].
    var frequencies: [Float]
    /// What the turned numbers are multiplied by.
    var magnitude: Float = 1

    /// Positions that are not stretched.
    init(base: Double, headSize: Int) {
        frequencies = Self.plain(base, headSize).map { Float($0) }
    }

    /// Positions as a file wants them: linear (Chen et al., 2023), YaRN (Peng et al., 2023), or with a divisor for each pair, as
    /// Llama 3 has.
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
        var plain = Self.plain(base, headSize)
        if file.hasTensor("rope_freqs.weight") {
            let divisors = file.floats(of: try file.tensor("rope_freqs.weight", rows: 1, columns: headSize / 2), row: 0)
            plain = zip(plain, divisors).map { $0 / Double($1) }
        }
        guard scaling == "yarn" else {
            frequencies = plain.map { Float($0 / factor) }
            return
        }
        let yarn = try YaRN(metadata, base: base, headSize: headSize, contextLength: contextLength)
        frequencies = plain.enumerated().map { pair, frequency in
            let kept = yarn.kept(pair)
            return Float(frequency / factor * (1 - kept) + frequency * kept)
        }
        magnitude = yarn.magnitude * Float(1 + 0.1 * log(factor))
    }

    private static func plain(_ base: Double, _ headSize: Int) -> [Double] {
        (0..<headSize / 2).map { pow(base, -2 * Double($0) / Double(headSize)) }
    }
}

/// Which pairs YaRN leaves as they are: those that turn often within the trained length.
private struct YaRN {
    let magnitude: Float
    private let first: Double
    private let last: Double

    init(_ metadata: ArchitectureMetadata, base: Double, headSize: Int, contextLength: Int) throws {
        let trained = try metadata.number(
            "rope.scaling.original_context_length", 1...1_048_576, default: contextLength)
        /// The pair that turns this often within the trained length.
        func pair(turns: Float) -> Double {
            Double(headSize) * log(Double(trained) / (Double(turns) * 2 * .pi)) / (2 * log(base))
        }
        first = max(0, pair(turns: try metadata.float("rope.scaling.yarn_beta_fast", default: 32)).rounded(.down))
        last = min(
            Double(headSize - 1),
            pair(turns: try metadata.float("rope.scaling.yarn_beta_slow", default: 1)).rounded(.up))
        magnitude = try metadata.float("rope.scaling.yarn_attn_factor", default: 1)
    }

    /// From 1 for a pair that is left as it is to 0 for one that is stretched.
    func kept(_ pair: Int) -> Double {
        1 - min(1, max(0, (Double(pair) - first) / max(0.001, last - first)))
    }
}
