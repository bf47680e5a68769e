internal import Foundation

/// SentencePiece's unigram model (Kudo, 2018), as XLM-RoBERTa and multilingual-e5 use it: of all ways to cover a text with pieces
/// the one whose scores have the highest sum is taken (Viterbi).
public struct UnigramTokenizer: Tokenizer {
    /// How text is prepared and pieces are found.
    struct Options: Sendable {
        var normalizer: PieceNormalizer
        /// Whether text is divided at all white space, and each word gets a space before it. The default is false.
        var dividesAtWhiteSpace = false
        /// Where a space is put before text. The default is nowhere.
        var prefix = SpacePrefix.nowhere
        /// Whether words end before every space. The default is false.
        var cutsAtEverySpace = false
        /// Whether spaces at the ends of a text are left out, as by SentencePiece. The default is false.
        var trimsSpaces = false
        /// The token of characters that no piece has; none if nil.
        var unknown: Int32?
    }

    /// The best way to the place behind some bytes.
    private struct Step {
        var score = 0.0
        /// Where the last piece begins; negative where no way was found yet.
        var start: Int32 = -1
        var id: Int32 = -1
    }

    /// How much worse than the worst piece an unknown character is.
    private static let unknownPenalty = 10.0
    /// A longer piece could make the search in a hostile text take a time that is not linear.
    private static let maximumLength = 1024

    private let vocabulary: ByteStrings
    private let trie: ByteTrie
    /// Tokens that text cannot be covered with.
    private let otherTokens: [Int32]
    private let scores: [Double]
    private let unknownScore: Double
    private let special: SpecialTokens
    /// Those that are found after text is normalized.
    private let specialOfNormalized: SpecialTokens
    private let boundaries: PieceBoundaries
    private let options: Options

    /// - Parameters:
    ///   - tokens: the spellings of all tokens by id.
    ///   - scores: a score for each piece, the logarithm of how likely it is.
    ///   - isPiece: whether text may be covered with a token.
    ///   - special: tokens that are found in text before it is divided.
    ///   - url: where the tree of pieces is kept; nil for nowhere.
    /// - Throws: `damaged` where a score is no number, `unsupported` where a piece is too long.
    init(
        tokens: ByteStrings, scores: [Double], isPiece: (Int) -> Bool, special: [SpecialTokens.Token], options: Options,
        keptAt url: URL? = nil
    ) throws {
        guard scores.allSatisfy(\.isFinite) else {
            throw ModelFileError(.damaged, "a score of the vocabulary is no number")
        }
        func canCover(_ id: Int) -> Bool { scores.indices.contains(id) && isPiece(id) }
        if let long = tokens.indices.first(where: { tokens.range(of: $0).count > Self.maximumLength && canCover($0) }) {
            throw ModelFileError(
                .unsupported,
                "token \(long) has \(tokens[long].count) bytes; pieces have at most \(Self.maximumLength)")
        }
        vocabulary = tokens
        trie = ByteTrie(tokens, where: canCover, keptAt: url)
        otherTokens = tokens.indices.compactMap { canCover($0) ? nil : Int32($0) }
        self.scores = scores
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
        self.special = try SpecialTokens(special.filter { !$0.isFoundNormalized })
        specialOfNormalized = try SpecialTokens(special.filter(\.isFoundNormalized))
        boundaries = PieceBoundaries(tokens, isPiece: canCover, cutsAtEverySpace: options.cutsAtEverySpace)
        self.options = options
    }

    public var vocabularySize: Int { vocabulary.count }

    public var controlTokens: Set<Int32> { special.controlTokens }

    public func id(of token: String) -> Int32? {
        let other = otherTokens.first { vocabulary[Int($0)].elementsEqual(token.utf8) }
        return [trie.value(of: token.utf8), other].compactMap(\.self).min()
    }

    public func bytes(of id: Int32) -> [UInt8] {
        vocabulary.indices.contains(Int(id)) ? SpaceMarker.text(of: Array(vocabulary[Int(id)])) : []
    }

    public func decode(_ ids: some Sequence<Int32>) -> String {
        let bytes = ids.flatMap { self.bytes(of: $0) }
        let dropsSpace = options.prefix != .nowhere && bytes.first == 0x20
        return String(decoding: dropsSpace ? bytes[1...] : bytes[...], as: UTF8.self)
    }

    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] {
        var ids: [Int32] = []
        var isBeginning = true
        var steps: [Step] = []
        func append(_ id: Int32) {
            ids.append(id)
            isBeginning = false
        }
        var text = text
        text.withUTF8 { bytes in
            ids.reserveCapacity(bytes.count / 4 + 8)
            special.forEachPart(
                in: bytes, recognizingControl: recognizingSpecialTokens,
                text: { part in
                    options.normalizer.normalized(part).withUnsafeBufferPointer { bytes in
                        specialOfNormalized.forEachPart(
                            in: bytes, recognizingControl: recognizingSpecialTokens,
                            text: { part in
                                encode(part, isBeginning: isBeginning, steps: &steps, into: &ids)
                                isBeginning = false
                            }, token: append)
                    }
                    isBeginning = false
                }, token: append)
        }
        return ids
    }

    private func encode(
        _ text: UnsafeBufferPointer<UInt8>, isBeginning: Bool, steps: inout [Step], into ids: inout [Int32]
    ) {
        guard options.dividesAtWhiteSpace else {
            return encodePart(text, isBeginning: isBeginning, steps: &steps, into: &ids)
        }
        var start = 0
        var place = 0
        var isFirst = isBeginning
        func finish(_ end: Int) {
            guard end > start else { return }
            let word = UnsafeBufferPointer(rebasing: text[start..<end])
            encodePart(word, isBeginning: isFirst && start == 0, steps: &steps, into: &ids)
            isFirst = false
        }
        while place < text.count {
            let (scalar, end) = UTF8Text.character(in: text, at: place)
            if scalar.properties.isWhitespace {
                finish(place)
                start = end
            }
            place = end
        }
        finish(text.count)
    }

    private func encodePart(
        _ part: UnsafeBufferPointer<UInt8>, isBeginning: Bool, steps: inout [Step], into ids: inout [Int32]
    ) {
        var text = part
        if options.trimsSpaces {
            let start = text.firstIndex { $0 != 0x20 } ?? text.count
            let end = text.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? text.count
            text = UnsafeBufferPointer(rebasing: text[start..<max(start, end)])
        }
        guard !text.isEmpty else { return }
        options.prefix.marked(text, isBeginning: isBeginning).withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = boundaries.end(from: start, in: bytes)
                encodeWord(UnsafeBufferPointer(rebasing: bytes[start..<end]), steps: &steps, into: &ids)
                start = end
            }
        }
    }

    private func encodeWord(_ word: UnsafeBufferPointer<UInt8>, steps: inout [Step], into ids: inout [Int32]) {
        steps.removeAll(keepingCapacity: true)
        steps.append(contentsOf: repeatElement(Step(), count: word.count + 1))
        steps.withUnsafeMutableBufferPointer { steps in
            var start = 0
            while start < word.count {
                let length = min(UTF8Text.length(startingWith: word[start]), word.count - start)
                extend(from: start, characterLength: length, word, steps)
                start += length
            }
            var end = word.count
            let first = ids.count
            while end > 0 {
                let id = steps[end].id
                if id >= 0, id != options.unknown || ids.count == first || ids.last != id { ids.append(id) }
                end = Int(steps[end].start)
            }
            ids[first...].reverse()
        }
    }

    /// Goes on from `start` with every piece, or with an unknown character where none is just that character.
    private func extend(
        from start: Int, characterLength: Int, _ word: UnsafeBufferPointer<UInt8>,
        _ steps: UnsafeMutableBufferPointer<Step>
    ) {
        let score = steps[start].score
        func offer(_ end: Int, _ score: Double, _ id: Int32) {
            guard steps[end].start < 0 || score > steps[end].score else { return }
            steps[end] = Step(score: score, start: Int32(start), id: id)
        }
        var hasCharacter = false
        var node = ByteTrie.root
        var end = start
        while end < word.count, let next = trie.child(of: node, word[end]) {
            node = next
            end += 1
            let id = trie.value(of: node)
            guard id >= 0 else { continue }
            offer(end, score + scores[Int(id)], id)
            hasCharacter = hasCharacter || end - start == characterLength
        }
        if !hasCharacter { offer(start + characterLength, score + unknownScore, options.unknown ?? -1) }
    }
}
