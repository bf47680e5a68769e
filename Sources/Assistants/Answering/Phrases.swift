internal import Documents

/// What an assistant says in its own words, in the question's language where it is one of those written here.
struct Phrases: Sendable {
    /// The documents do not answer.
    var refusal: String
    /// The profile has no files.
    var noFiles: String
    /// Introduces the engine's short form of the evidence.
    var summary: String

    /// What the question takes for granted, and what the documents say instead.
    func correction(of premise: FalsePremise) -> String {
        isChinese
            ? "问题中说的是\(premise.asked)，而文档中是\(premise.found)。"
            : "The question says \(premise.asked); the documents say \(premise.found)."
    }

    private var isChinese: Bool

    /// Chooses the language by the question's script.
    init(for question: String) {
        isChinese = question.hasHan
        if isChinese {
            refusal = "这些文档没有回答这个问题。"
            noFiles = "这个助手还没有文档。"
            summary = "简言之："
        } else {
            refusal = "The documents do not answer this."
            noFiles = "This profile has no files yet."
            summary = "In short: "
        }
    }
}
