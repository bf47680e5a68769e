import Documents

/// Makes a statement of a question and its answer, for the questions of which it is easily made: "Who wrote it?" and "Ada" give
/// "Ada wrote it.", 他的职业是什么？ and 演员 give 他的职业是演员。
///
/// Its words are those of whoever asked, not of the document.
enum QuestionStatement {
    static func statement(_ question: String, answer: String) -> String? {
        question.hasHan
            ? chinese(question, answer) : english(question, answer)
    }

    private static func chinese(_ question: String, _ answer: String) -> String? {
        let bare = question.trimming { "？?。 ".contains($0) }
        let asking = ["什么时候", "哪一年", "什么时间", "何时", "哪年", "谁", "哪里", "哪儿", "何地", "多少", "什么"].first { bare.contains($0) }
        guard let asking, let place = bare.firstRange(of: asking),
            bare[place.upperBound...].firstRange(of: asking) == nil
        else { return nil }
        var rest = String(bare[place.upperBound...])
        // 什么 before a noun asks for its kind: the answer stands in the place of both, and nobody knows where the noun ends.
        if asking == "什么", !rest.isEmpty { return nil }
        // 多少年 answered with 25年.
        if asking == "多少", let measure = rest.first, answer.hasSuffix(String(measure)) { rest.removeFirst() }
        return "\(bare[..<place.lowerBound])\(answer)\(rest)。"
    }

    private static let auxiliaries: Set<String> = [
        "is", "was", "are", "were", "can", "could", "has", "had", "have", "will", "would", "should", "may",
    ]

    private static func english(_ question: String, _ answer: String) -> String? {
        let words = question.trimming { "? ".contains($0) }.split(separator: " ").map(String.init)
        guard words.count > 3 else { return nil }
        let lower = words.map { $0.lowercased() }
        func made(_ count: Int) -> String { ([answer] + words.dropFirst(count)).joined(separator: " ") + "." }
        func isVerb(_ word: String) -> Bool { auxiliaries.contains(word) || word.count > 4 && word.hasSuffix("ed") }
        if ["do", "does", "did"].contains(where: lower.contains) { return nil }
        if lower[0] == "who" { return made(1) }
        if lower[0] == "how", lower[1] == "many" { return made(2) }
        guard ["what", "which"].contains(lower[0]) else { return nil }
        if isVerb(lower[1]) { return made(1) }
        return isVerb(lower[2]) ? made(2) : nil
    }
}

extension String {
    /// The text without such characters at its ends.
    func trimming(_ isLeftOut: (Character) -> Bool) -> String {
        String(drop(while: isLeftOut).reversed().drop(while: isLeftOut).reversed())
    }
}
