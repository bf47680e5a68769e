/// Words of which one is said where the other is meant not to be: "before" and "after", 增加 and 减少.
enum Opposites {
    /// Whether one clause has a word and the other its opposite, and neither has both, as often denied as the other.
    static func differ(_ statement: Clause, _ evidence: Clause) -> Bool {
        pairs.contains { differ(statement, evidence, $0, $1) || differ(statement, evidence, $1, $0) }
    }

    private static func differ(_ statement: Clause, _ evidence: Clause, _ said: String, _ found: String) -> Bool {
        has(statement, said) && !has(statement, found) && has(evidence, found) && !has(evidence, said)
            && denied(statement, said) == denied(evidence, found)
    }

    private static func has(_ clause: Clause, _ word: String) -> Bool {
        isHan(word) ? clause.han.contains(word) : clause.words.contains(word)
    }

    /// Whether the word is denied; words without content, such as "before", never are.
    private static func denied(_ clause: Clause, _ word: String) -> Bool {
        let key = isHan(word) ? word : EnglishEnding.removed(from: Substring(word))
        return clause.isDenied[key] == [true]
    }

    private static func isHan(_ word: String) -> Bool { word.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false }

    private static let pairs: [(String, String)] = [
        ("more", "less"), ("more", "fewer"), ("most", "least"), ("before", "after"), ("above", "below"),
        ("over", "under"),
        ("first", "last"), ("earlier", "later"), ("earliest", "latest"), ("early", "late"), ("high", "low"),
        ("higher", "lower"),
        ("highest", "lowest"), ("large", "small"), ("larger", "smaller"), ("largest", "smallest"), ("greater", "less"),
        ("longer", "shorter"), ("longest", "shortest"), ("older", "younger"), ("oldest", "youngest"), ("best", "worst"),
        ("better", "worse"), ("maximum", "minimum"), ("always", "never"), ("all", "none"), ("increase", "decrease"),
        ("increased", "decreased"), ("increases", "decreases"), ("rose", "fell"), ("gained", "lost"), ("won", "lost"),
        ("win", "lose"), ("success", "failure"), ("accept", "reject"), ("accepted", "rejected"), ("accepts", "rejects"),
        ("agreed", "refused"), ("supported", "opposed"), ("supports", "opposes"), ("begins", "ends"),
        ("began", "ended"),
        ("start", "end"), ("starts", "ends"), ("started", "ended"), ("open", "closed"), ("opened", "closed"),
        ("enter", "leave"),
        ("import", "export"), ("imports", "exports"), ("north", "south"), ("northern", "southern"), ("east", "west"),
        ("eastern", "western"), ("left", "right"), ("male", "female"), ("men", "women"), ("father", "mother"),
        ("son", "daughter"),
        ("brother", "sister"), ("husband", "wife"), ("legal", "illegal"), ("valid", "invalid"), ("true", "false"),
        ("public", "private"), ("required", "optional"), ("mandatory", "optional"), ("free", "paid"), ("hot", "cold"),
        ("positive", "negative"), ("inside", "outside"), ("with", "without"), ("buy", "sell"), ("bought", "sold"),
        ("允许", "禁止"), ("增加", "减少"), ("上升", "下降"), ("增长", "下降"), ("之前", "之后"), ("以前", "以后"), ("以上", "以下"), ("最大", "最小"),
        ("最高", "最低"), ("最多", "最少"), ("最早", "最晚"), ("多于", "少于"), ("高于", "低于"), ("大于", "小于"), ("早于", "晚于"), ("成功", "失败"),
        ("胜利", "失败"), ("北部", "南部"), ("东部", "西部"), ("男性", "女性"), ("父亲", "母亲"), ("儿子", "女儿"), ("开始", "结束"), ("支持", "反对"),
        ("同意", "拒绝"), ("接受", "拒绝"), ("进口", "出口"), ("有效", "无效"), ("合法", "非法"), ("免费", "收费"), ("第一", "最后"), ("上游", "下游"),
        ("左边", "右边"), ("提高", "降低"), ("扩大", "缩小"), ("延长", "缩短"),
    ]
}
