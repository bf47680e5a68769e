/// Measures of a text against the right answers, as the evaluations of SQuAD (Rajpurkar et al., 2016) and of CMRC 2018 (Cui et al.,
/// 2019) define them: words in lower case, without articles and punctuation, and each Chinese, Japanese or Korean character for
/// itself. The best over the alternatives counts.
///
/// ```swift
/// TextMeasures(answers: ["the Nile"]).f1("It is the river Nile.")  // 0.4
/// ```
public struct TextMeasures: Sendable {
    private let answers: [[String]]

    /// Measures against `answers`, any of which is right.
    public init(answers: [String]) { self.answers = answers.map(Self.tokens) }

    /// Whether the text is an answer and nothing else.
    public func isExact(_ text: String) -> Bool { answers.contains(Self.tokens(of: text)) }

    /// Whether an answer stands in the text, its words in a row.
    public func isContained(in text: String) -> Bool {
        let tokens = Self.tokens(of: text)
        return answers.contains { answer in
            guard !answer.isEmpty, answer.count <= tokens.count else { return false }
            return (0...tokens.count - answer.count).contains { tokens[$0...].starts(with: answer) }
        }
    }

    /// The harmonic mean of the share of the text's words that are the answer's and of the answer's that are the text's.
    public func f1(_ text: String) -> Double {
        let tokens = Self.tokens(of: text)
        return answers.map { Self.f1(tokens, $0) }.max() ?? 0
    }

    private static func f1(_ text: [String], _ answer: [String]) -> Double {
        var left = Dictionary(grouping: answer, by: \.self).mapValues(\.count)
        var shared = 0
        for word in text where left[word, default: 0] > 0 {
            left[word, default: 0] -= 1
            shared += 1
        }
        guard shared > 0 else { return 0 }
        let precision = Double(shared) / Double(text.count)
        let recall = Double(shared) / Double(answer.count)
        return 2 * precision * recall / (precision + recall)
    }

    /// The words that count. A possessor's mark is none of them: “Paris's” is “paris”.
    static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty, !["a", "an", "the"].contains(word) { tokens.append(word) }
            word = ""
        }
        let bare = text.lowercased().replacing("’s ", with: " ").replacing("'s ", with: " ")
        for scalar in bare.unicodeScalars {
            if isSyllabic(scalar) {
                end()
                tokens.append(String(scalar))
            } else if scalar.properties.isWhitespace {
                end()
            } else if !isPunctuation(scalar) {
                word.unicodeScalars.append(scalar)
            }
        }
        end()
        return tokens
    }

    /// Characters of scripts that put no space between words: Chinese, Japanese, Korean.
    private static func isSyllabic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .currencySymbol, .mathSymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }
}
