/// SentencePiece's byte-pair encoding (Kudo and Richardson, 2018), as Llama 2, Mistral and Gemma use it: spaces are letters, and
/// characters without a piece are written byte by byte.
public struct SentencePieceTokenizer: Tokenizer {
    /// What a vocabulary of this kind does besides merging.
    struct Options: Sendable {
        /// Where a space is put before text. The default is nowhere.
        var prefix = SpacePrefix.nowhere
        /// Whether the first space of decoded text is left out. The default is false.
        var dropsFirstSpace = false
        /// Whether words end before every space. The default is false.
        var cutsAtEverySpace = false
        /// Whether characters that have neither a piece nor bytes become the unknown token. The default is no token at all.
        var unknown: Int32?
        /// Whether several such characters become one unknown token. The default is false.
        var fusesUnknown = false
        /// Whether characters without a piece are written as bytes. The default is true.
        var fallsBackToBytes = true
        /// Ids whose spelling is their text as it is, markers of spaces included. The default is none.
        var verbatim: Set<Int32> = []
    }

    /// Where it says which pieces are merged.
    enum Merges: Sendable {
        /// In a list of pairs.
        case listed(MergeTable)
        /// In the scores of pieces.
        case scored(ScoredMerges)

        /// The characters whose ids follow those of the vocabulary while merging.
        fileprivate var extraCharacters: [[UInt8]] {
            switch self {
            case .listed: []
            case .scored(let merges): merges.extraCharacters
            }
        }

        fileprivate func merge(_ tokens: UnsafeMutableBufferPointer<Int32>, into ids: inout [Int32]) {
            switch self {
            case .listed(let merges): PairMerger(merges: merges).merge(tokens, into: &ids)
            case .scored(let merges): PairMerger(merges: merges).merge(tokens, into: &ids)
            }
        }
    }

    private let vocabulary: ByteStringTable
    private let special: SpecialTokens
    private let merges: Merges
    private let boundaries: PieceBoundaries
    /// Characters that are parts of pieces, but none themselves; their ids follow those of the vocabulary while merging.
    private let extraCharacters: ByteStringTable
    private let asciiTokens: [Int32]
    private let byteTokens: [Int32]
    private let bytesOfTokens: [Int32: UInt8]
    private let options: Options

    /// - Parameters:
    ///   - vocabulary: the spellings of all tokens by id.
    ///   - isPiece: whether merging can give a token.
    ///   - merges: the merges of the vocabulary.
    ///   - special: tokens that are found in text before it is merged.
    /// - Throws: `unsupported` where a special token is too long.
    init(
        vocabulary: ByteStringTable, isPiece: (Int) -> Bool, merges: Merges, special: [SpecialTokens.Token],
        options: Options
    ) throws {
        self.vocabulary = vocabulary
        self.special = try SpecialTokens(special)
        self.options = options
        self.merges = merges
        boundaries = PieceBoundaries(
            vocabulary.strings, isPiece: isPiece, cutsAtEverySpace: options.cutsAtEverySpace)
        let extra = ByteStringTable(merges.extraCharacters)
        self.extraCharacters = extra
        asciiTokens = (0..<0x80).map { (byte: UInt8) in
            vocabulary.index(of: [byte]).map(Int32.init)
                ?? extra.index(of: [byte]).map { Int32(vocabulary.count + $0) } ?? MergeQueue.unknown
        }
        let byteTokens = (0...255).map { (byte: UInt8) in
            let digits = Array("0123456789ABCDEF".utf8)
            let spelling = Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]] + Array(">".utf8)
            return vocabulary.index(of: spelling).map(Int32.init) ?? MergeQueue.unknown
        }
        self.byteTokens = byteTokens
        var bytesOfTokens: [Int32: UInt8] = [:]
        for (byte, id) in byteTokens.enumerated() where id >= 0 { bytesOfTokens[id] = UInt8(byte) }
        self.bytesOfTokens = bytesOfTokens
    }

    public var vocabularySize: Int { vocabulary.count }

    public var controlTokens: Set<Int32> { special.controlTokens }

    public func id(of token: String) -> Int32? { vocabulary.index(of: Array(token.utf8)).map(Int32.init) }

    public func bytes(of id: Int32) -> [UInt8] {
        if let byte = bytesOfTokens[id] { return [byte] }
        let piece = vocabulary[Int(id)]
        return options.verbatim.contains(id) ? piece : SpaceMarker.text(of: piece)
    }

    public func decode(_ ids: some Sequence<Int32>) -> String {
        let bytes = ids.flatMap { self.bytes(of: $0) }
        return String(
            decoding: options.dropsFirstSpace && bytes.first == 0x20 ? bytes[1...] : bytes[...], as: UTF8.self)
    }

    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] {
        var ids: [Int32] = []
        var isBeginning = true
        var text = text
        text.withUTF8 { bytes in
            ids.reserveCapacity(bytes.count / 3 + 8)
            special.forEachPart(
                in: bytes, recognizingControl: recognizingSpecialTokens,
                text: { part in
                    encode(part, isBeginning: isBeginning, into: &ids)
                    isBeginning = false
                },
                token: { id in
                    ids.append(id)
                    isBeginning = false
                })
        }
        return ids
    }

    private func encode(_ text: UnsafeBufferPointer<UInt8>, isBeginning: Bool, into ids: inout [Int32]) {
        options.prefix.marked(text, isBeginning: isBeginning).withUnsafeBufferPointer { bytes in
            var tokens: [Int32] = []
            var start = 0
            while start < bytes.count {
                let end = boundaries.end(from: start, in: bytes)
                tokens.removeAll(keepingCapacity: true)
                appendCharacters(of: UnsafeBufferPointer(rebasing: bytes[start..<end]), to: &tokens)
                let first = ids.count
                tokens.withUnsafeMutableBufferPointer { merges.merge($0, into: &ids) }
                if extraCharacters.count > 0 { replaceExtraCharacters(from: first, in: &ids) }
                start = end
            }
        }
    }

    private func appendCharacters(of bytes: UnsafeBufferPointer<UInt8>, to tokens: inout [Int32]) {
        var place = 0
        while place < bytes.count {
            let length = min(UTF8Text.length(startingWith: bytes[place]), bytes.count - place)
            let character = UnsafeBufferPointer(rebasing: bytes[place..<place + length])
            place += length
            if length == 1, bytes[place - 1] < 0x80, asciiTokens[Int(bytes[place - 1])] >= 0 {
                tokens.append(asciiTokens[Int(bytes[place - 1])])
                continue
            }
            let hash = ByteStringTable.hash(character)
            if let id = vocabulary.index(of: character, hash: hash) {
                tokens.append(Int32(id))
            } else if let extra = extraCharacters.index(of: character, hash: hash) {
                tokens.append(Int32(vocabulary.count + extra))
            } else {
                appendBytes(of: character, to: &tokens)
            }
        }
    }

    /// Appends what stands for a character without a piece.
    private func appendBytes(of character: some Collection<UInt8>, to tokens: inout [Int32]) {
        if options.fallsBackToBytes, character.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
            for byte in character { tokens.append(byteTokens[Int(byte)]) }
        } else if let unknown = options.unknown, !options.fusesUnknown || tokens.last != unknown {
            tokens.append(unknown)
        }
    }

    private func replaceExtraCharacters(from first: Int, in ids: inout [Int32]) {
        guard ids[first...].contains(where: { Int($0) >= vocabulary.count }) else { return }
        let merged = ids[first...]
        ids.removeSubrange(first...)
        for id in merged {
            if Int(id) < vocabulary.count {
                ids.append(id)
            } else {
                appendBytes(of: extraCharacters[Int(id) - vocabulary.count], to: &ids)
            }
        }
    }
}
