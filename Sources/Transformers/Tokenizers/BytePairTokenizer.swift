/// Byte-level byte-pair encoding, as GPT-2 introduced it (Radford et al., 2019): text is divided into words, and in each word the
/// pair of neighbours that was learned first is merged until none is left.
public struct BytePairTokenizer: Tokenizer {
    /// What a vocabulary of this kind does besides merging.
    struct Options: Sendable {
        /// How text is divided into words.
        var preTokenizer: PreTokenizer
        /// Whether a word that is a token is not merged from its bytes (Llama 3). The default is false.
        var ignoresMerges = false
        /// Whether text is brought into Unicode's composed form first (Qwen2 in a `tokenizer.json`). The default is false.
        var composesText = false
    }

    private let vocabulary: ByteStringTable
    private let merger: PairMerger<MergeTable>
    /// The token of each byte; some vocabularies leave out control characters, which are then dropped.
    private let byteTokens: [Int32]
    private let special: SpecialTokens
    private let isSpecial: Set<Int>
    private let options: Options

    /// - Parameters:
    ///   - tokens: spellings by id, in GPT-2's letters for bytes.
    ///   - merges: pairs of spellings divided by a space, the first learned first.
    ///   - tokenTypes: a GGUF token type for each token; empty where all are text.
    ///   - preTokenizer: how text is divided into words.
    ///   - ignoresMerges: whether a word that is a token is not merged from its bytes.
    /// - Throws: `damaged` where a merge names tokens that are not there.
    package init(
        tokens: ByteStrings, merges: ByteStrings, tokenTypes: [Int64], preTokenizer: PreTokenizer,
        ignoresMerges: Bool = false
    ) throws {
        let special = zip(tokens.indices, tokenTypes).compactMap { index, type in
            TokenType(rawValue: type).flatMap {
                SpecialTokens.Token(spelling: tokens[index], id: Int32(index), type: $0)
            }
        }
        var pairs = ByteStrings()
        pairs.reserveCapacity(strings: 2 * merges.count, bytes: merges.bytes.count)
        for merge in merges {
            let space = merge.firstIndex(of: 0x20) ?? merge.endIndex
            pairs.append(merge[..<space])
            pairs.append(merge[space...].dropFirst())
        }
        try self.init(
            tokens: tokens, pairs: pairs, special: special,
            options: Options(preTokenizer: preTokenizer, ignoresMerges: ignoresMerges))
    }

    /// - Parameters:
    ///   - tokens: spellings by id, in GPT-2's letters for bytes, those of special tokens as they are.
    ///   - pairs: left and right spellings of merges by turns, the first learned first.
    ///   - special: tokens that are found in text before it is divided.
    ///   - options: how text is divided into words, and more.
    /// - Throws: `damaged` where a merge names tokens that are not there.
    init(
        tokens: ByteStrings, pairs: ByteStrings, special: [SpecialTokens.Token], options: Options
    ) throws {
        let isSpecial = Set(special.map { Int($0.id) })
        var spelled = ByteStrings()
        spelled.reserveCapacity(strings: tokens.count, bytes: tokens.bytes.count)
        for (id, token) in tokens.enumerated() {
            if isSpecial.contains(id) {
                spelled.append(token)
            } else {
                spelled.append { GPT2Letters.appendBytes(of: token, to: &$0) }
            }
        }
        let written = ByteStringTable(tokens)
        vocabulary = ByteStringTable(spelled)
        self.isSpecial = isSpecial
        self.special = try SpecialTokens(special)
        self.options = options
        byteTokens = (0...255).map { byte in
            written.index(of: GPT2Letters.letter(for: UInt8(byte))).map(Int32.init) ?? MergeQueue.unknown
        }
        merger = PairMerger(merges: try MergeTable(pairs, of: written))
    }

    public var vocabularySize: Int { vocabulary.count }

    public var controlTokens: Set<Int32> { special.controlTokens }

    public func bytes(of id: Int32) -> [UInt8] { vocabulary[Int(id)] }

    public func id(of token: String) -> Int32? { vocabulary.index(of: Array(token.utf8)).map(Int32.init) }

    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] {
        var ids: [Int32] = []
        var text = text
        text.withUTF8 { bytes in
            ids.reserveCapacity(bytes.count / 3 + 8)
            special.forEachPart(
                in: bytes, recognizingControl: recognizingSpecialTokens, text: { encode($0, into: &ids) },
                token: { ids.append($0) })
        }
        return ids
    }

    private func encode(_ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        guard options.composesText, CanonicalComposition.mayChange(bytes) else {
            return encodeWords(of: bytes, into: &ids)
        }
        CanonicalComposition.composed(bytes).withUnsafeBufferPointer { encodeWords(of: $0, into: &ids) }
    }

    private func encodeWords(of bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        var tokens: [Int32] = []
        options.preTokenizer.forEachWord(in: bytes) { word in
            if options.ignoresMerges, let id = vocabulary.index(of: word, hash: ByteStringTable.hash(word)),
                !isSpecial.contains(id)
            {
                return ids.append(Int32(id))
            }
            tokens.removeAll(keepingCapacity: true)
            for byte in word { tokens.append(byteTokens[Int(byte)]) }
            tokens.withUnsafeMutableBufferPointer { merger.merge($0, into: &ids) }
        }
    }
}
