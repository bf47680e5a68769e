internal import Assistants
internal import Foundation
internal import Inference

/// What an engine read and wrote, and what that cost, in words.
enum UsageText {
    /// "812 tokens read (500 from the server's cache), 40 written, 0.00123 USD"; nil where no engine was asked.
    static func of(_ usage: Usage) -> String? {
        guard usage.promptTokens > 0 || usage.answerTokens > 0 else { return nil }
        var cache: [String] = []
        if let read = usage.cacheReadTokens { cache.append("\(read) from the server's cache") }
        if let written = usage.cacheWriteTokens { cache.append("\(written) into it") }
        let about = usage.estimated == true ? "about " : ""
        var parts = ["\(about)\(usage.promptTokens) tokens read"]
        if !cache.isEmpty { parts[0] += " (\(cache.joined(separator: ", ")))" }
        parts.append("\(about)\(usage.answerTokens) written")
        if let cost = usage.cost { parts.append(amount(cost)) }
        return parts.joined(separator: ", ")
    }

    /// "0.00123 USD", with as many digits as an answer's cost needs.
    static func amount(_ cost: TokenCost) -> String {
        let digits = cost.amount >= 1 ? 2 : cost.amount >= 0.01 ? 4 : 6
        return "\(Quantity.decimal(cost.amount, digits)) \(cost.currency)"
    }
}
