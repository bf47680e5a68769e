import Foundation

/// Measures of an answer against the gold answers, as the SQuAD evaluation defines them: lower case, without articles,
/// punctuation and superfluous white space; the best over the alternatives counts.
struct AnswerMeasures {
    var answers: [String]

    func isExact(_ text: String) -> Bool { answers.contains { Self.normalized($0) == Self.normalized(text) } }

    func contains(_ text: String) -> Bool {
        let text = Self.normalized(text)
        return answers.contains { answer in
            let answer = Self.normalized(answer)
            return !answer.isEmpty && text.contains(answer)
        }
    }

    func f1(_ text: String) -> Double {
        answers.map { Self.f1(Self.normalized(text).split(separator: " "), Self.normalized($0).split(separator: " ")) }
            .max() ?? 0
    }

    private static func f1(_ text: [Substring], _ answer: [Substring]) -> Double {
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

    static func normalized(_ text: String) -> String {
        let kept = text.lowercased().unicodeScalars.filter { !$0.properties.isPunctuation }
        var bare = ""
        bare.unicodeScalars.append(contentsOf: kept)
        return bare.split(whereSeparator: \.isWhitespace).filter { !["a", "an", "the"].contains($0) }.joined(
            separator: " ")
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPunctuation: Bool {
        switch generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .currencySymbol, .mathSymbol, .modifierSymbol, .otherSymbol:
            return true
        default: return false
        }
    }
}
