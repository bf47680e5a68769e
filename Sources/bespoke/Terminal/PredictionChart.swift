internal import Inference

/// Probabilities of tokens as text and bars.
struct PredictionChart {
    /// Columns of a line; nil where lines may be as long as they like.
    let width: Int?

    /// Columns of the longest bar.
    private static let longestBar = 40

    /// A line for each token: what it stands for, its probability, and a bar as long in relation to the likeliest's.
    func bars(_ predictions: [TokenPrediction]) -> [String] {
        let labels = predictions.map(Self.label)
        let widest = labels.map { DisplayWidth.of($0) }.max() ?? 0
        let room = max(1, min(Self.longestBar, (width ?? 80) - widest - 12))
        let largest = predictions.map(\.probability).max() ?? 1
        return zip(labels, predictions).map { label, prediction in
            let padding = String(repeating: " ", count: widest - DisplayWidth.of(label))
            let bar = Self.bar(prediction.probability / max(largest, .leastNonzeroMagnitude) * Double(room))
            return "  \(label)\(padding)  \(Self.percent(prediction.probability))  \(bar)"
        }
    }

    /// A line for each token, those that follow it below it.
    func tree(_ predictions: [TokenPrediction]) -> [String] { Self.branches(predictions, indent: "") }

    private static func branches(_ predictions: [TokenPrediction], indent: String) -> [String] {
        predictions.enumerated().flatMap { index, prediction in
            let isLast = index == predictions.count - 1
            let line =
                "\(indent)\(isLast ? "└─" : "├─") \(label(prediction))  \(percent(prediction.probability).drop { $0 == " " })"
            return [line] + branches(prediction.next, indent: indent + (isLast ? "   " : "│  "))
        }
    }

    /// Full and partial blocks, an eighth of a column the least.
    private static func bar(_ columns: Double) -> String {
        let eighths = max(1, Int((columns * 8).rounded()))
        let rest = eighths % 8
        return String(repeating: "█", count: eighths / 8)
            + (rest == 0 ? "" : ["▏", "▎", "▍", "▌", "▋", "▊", "▉"][rest - 1])
    }

    /// "12.3 %", as wide as "100.0 %".
    private static func percent(_ probability: Double) -> String {
        let text = Quantity.decimal(probability * 100, 1)
        return String(repeating: " ", count: max(0, 5 - text.count)) + text + " %"
    }

    /// A token with its spaces visible; bytes that are no text as numbers.
    private static func label(_ prediction: TokenPrediction) -> String {
        guard let text = String(validating: prediction.bytes, as: UTF8.self) else {
            return "‹" + prediction.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
                + "›"
        }
        let visible = text.replacing(" ", with: "·").replacing("\n", with: "⏎").replacing("\t", with: "⇥")
        return prediction.isEnd ? "\(visible) (end)" : visible
    }
}
