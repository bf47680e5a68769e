/// Turns text into token ids and back.
///
/// Implementations never add a beginning- or end-of-text token by themselves; the model that owns the tokenizer knows about those.
public protocol Tokenizer: Sendable {
    /// Number of token ids.
    var vocabularySize: Int { get }

    /// The ids of `text`. With `recognizingSpecialTokens`, the spellings of control tokens (`<|im_end|>`) become their ids;
    /// without, they are ordinary text, which is what untrusted text must be.
    func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32]

    /// The bytes that `id` stands for; empty for an id that is out of range. Bytes of consecutive ids join to UTF-8 text.
    func bytes(of id: Int32) -> [UInt8]

    /// The ids that belong to the format of a prompt and never stand for text.
    var controlTokens: Set<Int32> { get }

    /// The id of a token with exactly this spelling.
    func id(of token: String) -> Int32?

    /// The text of `ids`, as a whole; bytes that are not UTF-8 become U+FFFD. Some tokenizers leave out a space at the beginning
    /// that they put there themselves.
    func decode(_ ids: some Sequence<Int32>) -> String
}

extension Tokenizer {
    /// The text of `ids`; bytes that are not UTF-8 become U+FFFD.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        String(decoding: ids.flatMap { bytes(of: $0) }, as: UTF8.self)
    }
}
