internal import Foundation

/// The signs by which Chinese shows that a question goes on: 那…呢, pronouns, and questions that leave their subject out.
enum ChineseFollowUp {
    static func kind(of question: String) -> FollowUpKind {
        var text = bare(question)
        let lead = leads.first { text.hasPrefix($0) && !pronouns.contains { text.hasPrefix($0) } }
        if let lead { text = String(text.dropFirst(lead.count)) }
        let isCut = text.hasSuffix("呢")
        if isCut { text = String(text.dropLast()) }
        if text.isEmpty { return lead != nil || isCut ? .reference : .complete }
        if pronouns.contains(where: text.contains) { return .reference }
        if isCut, !verbs.contains(where: text.contains) {
            return .fragment(text.hasPrefix("在") ? String(text.dropFirst()) : text)
        }
        let named = subject(of: text).count
        return named <= (lead == nil ? 3 : 6) ? .reference : .complete
    }

    /// What a question is about: its characters without those that ask, may, need and join.
    static func subject(of question: String) -> String {
        empty.reduce(bare(question)) { $0.replacing($1, with: "") }
    }

    /// A text without its marks and spaces.
    static func bare(_ text: String) -> String {
        String(text.filter { !$0.isWhitespace && !$0.isPunctuation })
    }

    private static let leads = ["那么", "还有", "另外", "如果是", "换成", "那", "而", "可是", "但是", "但", "如果"]
    private static let pronouns = [
        "它", "他", "她", "这个", "那个", "这里", "那里", "那边", "那儿", "这儿", "该", "其中", "其他的", "此", "这种", "那种", "上述", "同样", "这样",
        "这些", "那些",
    ]
    private static let verbs = ["是", "可以", "能", "需要", "要", "应", "得", "有没有", "怎么", "什么", "多少", "谁", "哪", "几", "如何"]
    /// What names no subject, longest first.
    private static let empty = [
        "什么时候", "有没有", "多少钱", "多长时间", "为什么", "是不是", "能不能", "可不可以", "要不要", "是多少", "请问", "多少", "多久", "多长", "什么", "哪里",
        "哪个",
        "哪些", "怎么办", "怎么样", "怎么", "如何", "是否", "可以", "需要", "应当", "应该", "必须", "提前", "时间", "期限", "上限", "谁", "几", "哪", "吗",
        "呢", "是", "要", "能", "有", "的", "得", "会", "最多", "最少", "呀", "啊", "天", "个", "元",
    ]
}
