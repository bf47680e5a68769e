import Foundation

/// A decoder of the Llama family in doubles, one position after the other: the model's definition, and nothing else.
struct ReferenceDecoder {
    let model: TinyDecoder
    /// Whether products round their inputs to 8 bits, a scale a block of 32, as quantised weights have them.
    let hasByteInputs: Bool

    init(_ model: TinyDecoder, hasByteInputs: Bool) {
        (self.model, self.hasByteInputs) = (model, hasByteInputs)
    }

    /// The logits after each of `tokens`: [tokens.count, vocabulary].
    func logits(_ tokens: [Int32]) -> [[Double]] {
        var keys = [[[Double]]](repeating: [], count: model.layers)
        var values = keys
        return tokens.enumerated().map { position, token in
            let start = Int(token) * model.hidden
            var x = Array(weight("token_embd.weight")[start..<start + model.hidden])
            for layer in 0..<model.layers {
                let path = "blk.\(layer)."
                let input = normalize(x, path + "attn_norm.weight")
                keys[layer].append(rotate(product(path + "attn_k.weight", input), position).map(halved))
                values[layer].append(product(path + "attn_v.weight", input).map(halved))
                let query = rotate(product(path + "attn_q.weight", input), position).map(halved)
                let attended = attend(query, keys[layer], values[layer])
                x = sum(x, product(path + "attn_output.weight", attended))
                let middle = normalize(x, path + "ffn_norm.weight")
                let gate = product(path + "ffn_gate.weight", middle)
                let up = product(path + "ffn_up.weight", middle)
                x = sum(x, product(path + "ffn_down.weight", zip(gate, up).map { $0 / (1 + exp(-$0)) * $1 }))
            }
            let head = model.weights["output.weight"] == nil ? "token_embd.weight" : "output.weight"
            return product(head, normalize(x, "output_norm.weight"))
        }
    }

    private func weight(_ name: String) -> [Double] { model.weights[name] ?? [] }

    private func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }

    /// Keys and values are kept in half precision.
    private func halved(_ number: Double) -> Double { WeightCoding.half(number).value }

    private func product(_ name: String, _ input: [Double]) -> [Double] {
        let matrix = weight(name)
        let input = hasByteInputs ? rounded(input) : input
        return stride(from: 0, to: matrix.count, by: input.count).map { start in
            (0..<input.count).reduce(0) { $0 + matrix[start + $1] * input[$1] }
        }
    }

    private func rounded(_ input: [Double]) -> [Double] {
        stride(from: 0, to: input.count, by: 32).flatMap { start in
            let block = input[start..<start + 32]
            let largest = block.map(abs).max() ?? 0
            let scale = WeightCoding.half(largest / 127).value
            return block.map { largest == 0 ? 0 : ($0 * 127 / largest).rounded(.toNearestOrEven) * scale }
        }
    }

    private func normalize(_ x: [Double], _ name: String) -> [Double] {
        let mean = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
        let inverse = 1 / (mean + model.epsilon).squareRoot()
        return zip(x, weight(name)).map { $0 * inverse * $1 }
    }

    /// Neighbouring pairs of each head turn by position × base^(-2i / size) (Su et al., 2021).
    private func rotate(_ x: [Double], _ position: Int) -> [Double] {
        var result = x
        for pair in 0..<x.count / 2 {
            let index = Double(pair % (model.headSize / 2))
            let frequency = pow(model.ropeBase, -2 * index / Double(model.headSize)) / model.ropeFactor
            let angle = Double(position) * frequency
            let (a, b) = (x[2 * pair], x[2 * pair + 1])
            result[2 * pair] = a * cos(angle) - b * sin(angle)
            result[2 * pair + 1] = a * sin(angle) + b * cos(angle)
        }
        return result
    }

    private func attend(_ query: [Double], _ keys: [[Double]], _ values: [[Double]]) -> [Double] {
        let size = model.headSize
        return (0..<model.heads).flatMap { head in
            let shared = head / (model.heads / model.keyValueHeads) * size
            let scores = keys.map { key in
                (0..<size).reduce(0) { $0 + query[head * size + $1] * key[shared + $1] } / Double(size).squareRoot()
            }
            let largest = scores.max() ?? 0
            let shares = scores.map { exp($0 - largest) }
            let total = shares.reduce(0, +)
            return (0..<size).map { index in
                zip(shares, values).reduce(0) { $0 + $1.0 * $1.1[shared + index] } / total
            }
        }
    }
}
