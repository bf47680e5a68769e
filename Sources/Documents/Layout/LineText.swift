/// Joins the words of a line.
enum LineText {
    /// The least gap between two words, in parts of the size of their font.
    private static let leastGap: Float = 0.05
    /// The least gap between two Chinese or Japanese characters that is a space.
    private static let leastIdeographicGap: Float = 0.6

    /// The words with a space where there is a gap between them, so that marks and parts in another font stay at their words.
    static func text(of words: some Sequence<LayoutWord>) -> String {
        var result = ""
        var before: LayoutWord?
        for word in words {
            if let before, isSpace(before, word) { result += " " }
            result += word.text
            before = word
        }
        return result
    }

    private static func isSpace(_ before: LayoutWord, _ next: LayoutWord) -> Bool {
        let em = min(before.em, next.em)
        let gap = before.box.distance(to: next.box)
        if let last = before.text.unicodeScalars.last, let first = next.text.unicodeScalars.first,
            last.isIdeographic && first.isIdeographic
        {
            return gap > leastIdeographicGap * em
        }
        // OCR, which knows no sizes, gives whole words.
        return before.style.size < 1 || next.style.size < 1 || gap > leastGap * em
    }
}
