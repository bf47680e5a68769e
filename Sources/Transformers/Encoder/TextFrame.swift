/// The special tokens that an encoder wants around a text, or around two.
struct TextFrame: Sendable {
    /// `[CLS]` or `<s>`.
    let beginning: Int32
    /// `[SEP]` or `</s>`.
    let end: Int32
    /// Whether a second text is another segment, as for BERT; RoBERTa divides two texts by a second end token instead.
    let hasSegments: Bool

    /// Nil where the tokenizer has the tokens of neither BERT nor RoBERTa.
    init?(_ tokenizer: any Tokenizer) {
        if let beginning = tokenizer.id(of: "[CLS]"), let end = tokenizer.id(of: "[SEP]") {
            (self.beginning, self.end, hasSegments) = (beginning, end, true)
        } else if let beginning = tokenizer.id(of: "<s>"), let end = tokenizer.id(of: "</s>") {
            (self.beginning, self.end, hasSegments) = (beginning, end, false)
        } else {
            return nil
        }
    }

    /// Special tokens around one text.
    static let tokensAroundText = 2
    /// Special tokens around two texts.
    var tokensAroundPair: Int { hasSegments ? 3 : 4 }

    /// What the encoder reads for a text.
    func input(_ text: some Sequence<Int32>) -> BertEncoder.Input {
        let ids = [beginning] + text + [end]
        return BertEncoder.Input(ids: ids, firstSegment: ids.count)
    }

    /// What the encoder reads for two texts.
    func input(_ first: some Sequence<Int32>, _ second: some Sequence<Int32>) -> BertEncoder.Input {
        let opening = [beginning] + first + [end]
        let ids = opening + (hasSegments ? [] : [end]) + second + [end]
        return BertEncoder.Input(ids: ids, firstSegment: hasSegments ? opening.count : ids.count)
    }
}
