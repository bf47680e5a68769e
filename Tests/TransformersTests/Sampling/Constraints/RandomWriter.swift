internal import TestSupport
internal import Transformers

/// A model that knows nothing: it writes any token that a constraint allows, with SmolLM2's vocabulary.
struct RandomWriter {
    static let tokenizer = Result { try TokenizerLoader.tokenizer(of: GGUFFile(contentsOf: try TestModels.smolLM2())) }
    /// `<|endoftext|>` and `<|im_end|>`.
    static let endTokens: Set<Int32> = [0, 2]
    static let trie = Result { TokenTrie(try tokenizer.get(), endTokens: endTokens) }

    let tokenizer: any Tokenizer
    private(set) var matcher: ConstraintMatcher
    private var random: RandomNumbers
    /// Tokens of one byte, which close what is open sooner than the many longer ones.
    private let shortTokens: Set<Int32>

    init(_ constraint: Constraint, seed: UInt64 = 1) throws {
        let tokenizer = try Self.tokenizer.get()
        self.tokenizer = tokenizer
        matcher = ConstraintMatcher(constraint, vocabulary: try Self.trie.get())
        random = RandomNumbers(seed: seed)
        shortTokens = Set("\"]}.,0 ".utf8.compactMap { tokenizer.id(of: String(Unicode.Scalar($0))) })
    }

    private mutating func any(of ids: [Int32]) -> Int32 { ids[Int(random.unit() * Double(ids.count))] }

    /// Writes a text from its beginning to an end that the constraint allows; nil where that takes more than `limit` tokens.
    mutating func text(limit: Int = 200, visit: (ConstraintMatcher, TokenSet) throws -> Void = { _, _ in }) throws
        -> String?
    {
        matcher.restart()
        var bytes: [UInt8] = []
        for _ in 0..<limit {
            let allowed = try matcher.allowedTokens()
            try visit(matcher, allowed)
            let ends = Self.endTokens.filter(allowed.contains)
            if !ends.isEmpty, allowed.count == ends.count || random.unit() < 0.3 {
                try matcher.accept(any(of: ends.sorted()))
                return String(validating: bytes, as: UTF8.self)
            }
            let short = shortTokens.filter(allowed.contains).sorted()
            var id = any(of: !short.isEmpty && random.unit() < 0.4 ? short : allowed.ids)
            while Self.endTokens.contains(id) { id = any(of: allowed.ids) }
            try matcher.accept(id)
            bytes += tokenizer.bytes(of: id)
        }
        return nil
    }
}
