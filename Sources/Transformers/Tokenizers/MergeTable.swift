/// The merges of a byte-pair vocabulary: an open-addressing hash table from a pair of tokens to its rank and what it becomes.
struct MergeTable: MergeRules {
    private struct Slot {
        var left: Int32 = -1
        var right: Int32 = -1
        var merge = Merge(rank: -1, result: -1)
    }

    private var slots: [Slot]
    private let shift: UInt64

    /// - Parameter capacity: the most merges that will be added.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while capacity * 2 > 1 << bits { bits += 1 }
        slots = [Slot](repeating: Slot(), count: 1 << bits)
        shift = 64 - bits
    }

    /// Adds a merge of two tokens; of several for the same pair the last counts.
    mutating func add(_ left: Int32, _ right: Int32, _ merge: Merge) {
        slots[place(of: left, right)] = Slot(left: left, right: right, merge: merge)
    }

    @inline(__always)
    func merge(_ left: Int32, _ right: Int32) -> Merge {
        let merge = slots[place(of: left, right)].merge
        return merge.rank < 0 ? .none : merge
    }

    /// The slot of a pair, or the free one where it would be.
    private func place(of left: Int32, _ right: Int32) -> Int {
        let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while slots[place].merge.rank >= 0, slots[place].left != left || slots[place].right != right {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }
}

extension MergeTable {
    /// The merges of pairs of spellings, the first learned first.
    ///
    /// - Parameter pairs: left and right spellings by turns.
    /// - Throws: `damaged` where one of a pair, or what it becomes, is not in the vocabulary.
    init(_ pairs: ByteStrings, of vocabulary: ByteStringTable) throws {
        self.init(capacity: pairs.count / 2)
        try pairs.bytes.withUnsafeBufferPointer { bytes in
            func token(_ range: Range<Int>) -> Int32? {
                vocabulary.index(of: UnsafeBufferPointer(rebasing: bytes[range])).map { Int32($0) }
            }
            for rank in 0..<pairs.count / 2 {
                let (first, second) = (pairs.range(of: 2 * rank), pairs.range(of: 2 * rank + 1))
                guard let left = token(first), let right = token(second),
                    let result = token(first.lowerBound..<second.upperBound)
                else {
                    throw ModelFileError(
                        .damaged, "merge \(rank) of the tokenizer names tokens that are not in the vocabulary")
                }
                add(left, right, Merge(rank: Int32(rank), result: result))
            }
        }
    }
}
