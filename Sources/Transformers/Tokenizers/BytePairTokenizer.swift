/// Byte-level byte-pair encoding, as GPT-2 introduced it (Radford et al., 2019): text is divided into words, and in each word the
/// pair of neighbours that was learned first is merged until none is left.
public struct BytePairTokenizer: Tokenizer {
    /// How a GGUF file marks tokens that are no ordinary text.
    private enum TokenType { static let control: Int64 = 3, userDefined: Int64 = 4 }

    private let vocabulary: ByteStringTable
    private let merges: MergeTable
    /// The token of each byte; some vocabularies leave out control characters, which are then dropped.
    private let byteTokens: [Int32]
    private let special: [(bytes: [UInt8], id: Int32)]
    private let specialBeginnings: Set<UInt8>
    private let preTokenizer: PreTokenizer

    /// Words up to this many bytes are merged by looking through them, longer ones by a queue.
    private static let shortWord = 32

    /// - Parameters:
    ///   - tokens: spellings by id, in GPT-2's letters for bytes.
    ///   - merges: pairs of spellings divided by a space, the first learned first.
    ///   - tokenTypes: a GGUF token type for each token; empty where all are text.
    ///   - preTokenizer: how text is divided into words.
    /// - Throws: `damaged` where a merge names tokens that are not there.
    package init(tokens: [[UInt8]], merges: [[UInt8]], tokenTypes: [Int64], preTokenizer: PreTokenizer) throws {
        let special = tokens.indices.filter { index in
            index < tokenTypes.count
                && (tokenTypes[index] == TokenType.control || tokenTypes[index] == TokenType.userDefined)
        }
        let isSpecial = Set(special)
        let spelled = tokens.indices.map { isSpecial.contains($0) ? tokens[$0] : GPT2Letters.bytes(of: tokens[$0]) }
        let written = ByteStringTable(tokens)
        vocabulary = ByteStringTable(spelled)
        self.preTokenizer = preTokenizer
        self.special = special.filter { !tokens[$0].isEmpty }.map { (tokens[$0], Int32($0)) }
            .sorted { $0.bytes.count > $1.bytes.count }
        specialBeginnings = Set(self.special.compactMap(\.bytes.first))
        byteTokens = (0...255).map { byte in
            written.index(of: GPT2Letters.letter(for: UInt8(byte))).map(Int32.init) ?? MergeQueue.unknown
        }
        var table = MergeTable(capacity: merges.count)
        for (rank, merge) in merges.enumerated() {
            guard let space = merge.firstIndex(of: 0x20), let left = written.index(of: Array(merge[..<space])),
                let right = written.index(of: Array(merge[(space + 1)...])),
                let result = written.index(of: Array(merge[..<space] + merge[(space + 1)...]))
            else {
                throw ModelFileError(
                    .damaged, "merge \(rank) of the tokenizer names tokens that are not in the vocabulary")
            }
            table.add(Int32(left), Int32(right), MergeTable.Merge(rank: Int32(rank), result: Int32(result)))
        }
        self.merges = table
    }

    public var vocabularySize: Int { vocabulary.count }

    public func bytes(of id: Int32) -> [UInt8] { vocabulary[Int(id)] }

    public func id(of token: String) -> Int32? { vocabulary.index(of: Array(token.utf8)).map(Int32.init) }

    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] {
        var ids: [Int32] = []
        var text = text
        text.withUTF8 { bytes in
            guard recognizingSpecialTokens else { return encode(bytes[...], into: &ids) }
            var start = 0
            var place = 0
            while place < bytes.count {
                let match =
                    specialBeginnings.contains(bytes[place])
                    ? special.first { bytes[place...].starts(with: $0.bytes) } : nil
                guard let match else {
                    place += 1
                    continue
                }
                encode(bytes[start..<place], into: &ids)
                ids.append(match.id)
                place += match.bytes.count
                start = place
            }
            encode(bytes[start...], into: &ids)
        }
        return ids
    }

    private func encode(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, into ids: inout [Int32]) {
        preTokenizer.forEachWord(in: UnsafeBufferPointer(rebasing: bytes)) { word in encodeWord(word, into: &ids) }
    }

    private func encodeWord(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        if word.count <= Self.shortWord { return encodeShortWord(word, into: &ids) }
        var queue = MergeQueue(tokens: word.map { byteTokens[Int($0)] })
        queue.mergeAll(by: merges)
        ids += queue.tokens
    }

    private func encodeShortWord(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.shortWord) { buffer in
            let tokens = UnsafeMutableBufferPointer(rebasing: buffer[..<Self.shortWord])
            // The rank of the pair that begins at each token.
            let ranks = UnsafeMutableBufferPointer(rebasing: buffer[Self.shortWord...])
            var count = word.count
            for place in 0..<count { tokens[place] = byteTokens[Int(word[place])] }
            func rank(at place: Int) -> Int32 {
                place + 1 < count ? merges[tokens[place], tokens[place + 1]]?.rank ?? .max : .max
            }
            for place in 0..<count { ranks[place] = rank(at: place) }
            while true {
                var best = 0
                for place in 1..<max(count, 1) where ranks[place] < ranks[best] { best = place }
                guard count > 1, ranks[best] < .max, let merge = merges[tokens[best], tokens[best + 1]] else { break }
                tokens[best] = merge.result
                count -= 1
                for place in best + 1..<max(count, best + 1) {
                    tokens[place] = tokens[place + 1]
                    ranks[place] = ranks[place + 1]
                }
                ranks[best] = rank(at: best)
                if best > 0 { ranks[best - 1] = rank(at: best - 1) }
            }
            for place in 0..<count where tokens[place] >= 0 { ids.append(tokens[place]) }
        }
    }
}
