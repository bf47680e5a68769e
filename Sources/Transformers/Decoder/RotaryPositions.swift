internal import Foundation

/// How positions turn the pairs of a head (Su et al., 2021), with what stretches them beyond the length that a model was trained on.
struct RotaryPositions: Sendable {
    /// Radians a position for each pair of a head: [headSize / 2].
    var frequencies: [Float]
    /// What the turned numbers are multiplied by.
    var magnitude: Float = 1

    /// What stretches positions.
    enum Stretching {
        /// All pairs alike (Chen et al., 2023).
        case linear(factor: Double)
        /// Pairs that turn seldom within the trained length (Peng et al., 2023).
        case yarn(YaRN)
        /// Each pair by a divisor of its own: [headSize / 2], as Llama 3 has it.
        case divisors([Double])
    }

    init(base: Double, headSize: Int, stretching: Stretching = .linear(factor: 1)) {
        let plain = (0..<headSize / 2).map { pow(base, -2 * Double($0) / Double(headSize)) }
        switch stretching {
        case .linear(let factor): frequencies = plain.map { Float($0 / factor) }
        case .divisors(let divisors): frequencies = zip(plain, divisors).map { Float($0 / $1) }
        case .yarn(let yarn):
            magnitude = Float(yarn.magnitude)
            let kept = yarn.kept(base: base, headSize: headSize)
            frequencies = zip(plain, kept).map { Float($0 / yarn.factor * (1 - $1) + $0 * $1) }
        }
    }
}

/// YaRN's numbers.
struct YaRN {
    /// How much further than the trained length positions are to reach.
    var factor: Double
    /// The trained length in tokens.
    var trainedLength: Int
    /// Pairs that turn this often within the trained length are left as they are.
    var fastTurns = 32.0
    /// Pairs that turn this seldom are stretched by the whole factor.
    var slowTurns = 1.0
    /// Whether the bounds between these are rounded to whole pairs.
    var roundsPairs = true
    /// What the turned numbers are multiplied by.
    var magnitude: Double

    /// What the paper multiplies turned numbers by.
    static func magnitude(factor: Double, weight: Double = 1) -> Double {
        factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1
    }

    /// For each pair, from 1 where it is left as it is to 0 where it is stretched: [headSize / 2].
    fileprivate func kept(base: Double, headSize: Int) -> [Double] {
        /// The pair that turns this often within the trained length.
        func pair(turns: Double) -> Double {
            Double(headSize) * log(Double(trainedLength) / (turns * 2 * .pi)) / (2 * log(base))
        }
        let (fast, slow) = (pair(turns: fastTurns), pair(turns: slowTurns))
        let first = max(0, roundsPairs ? fast.rounded(.down) : fast)
        let last = min(Double(headSize - 1), roundsPairs ? slow.rounded(.up) : slow)
        return (0..<headSize / 2).map { 1 - min(1, max(0, (Double($0) - first) / max(0.001, last - first))) }
    }
}
