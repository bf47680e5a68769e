/// A set of tokens: a list where it is small, a bit for each token of the vocabulary otherwise.
public struct TokenSet: Sendable, Equatable {
    enum Storage: Equatable {
        /// Ids in order.
        case list([Int32])
        /// Bit i of word w is id 64 w + i.
        case bits([UInt64])
    }

    let storage: Storage
    /// The number of tokens.
    public let count: Int

    /// - Parameter bits: bit i of word w says whether id 64 w + i is in the set.
    package init(bits: [UInt64]) {
        count = bits.reduce(0) { $0 + $1.nonzeroBitCount }
        // A list then takes less memory.
        let isSmall = count < 2 * bits.count
        storage = isSmall ? .list(Self.ids(in: bits)) : .bits(bits)
    }

    /// Whether there is no token.
    public var isEmpty: Bool { count == 0 }

    /// Whether a token is in the set.
    public func contains(_ id: Int32) -> Bool {
        switch storage {
        case .list(let ids): return ids.contains(id)
        case .bits(let bits):
            return bits.indices.contains(Int(id) / 64) && id >= 0 && bits[Int(id) / 64] >> (UInt64(id) % 64) & 1 == 1
        }
    }

    /// The first token; nil where there is none.
    public var first: Int32? {
        switch storage {
        case .list(let ids): return ids.first
        case .bits(let bits):
            return bits.firstIndex { $0 != 0 }.map { Int32(64 * $0 + bits[$0].trailingZeroBitCount) }
        }
    }

    /// The ids in order.
    public var ids: [Int32] {
        switch storage {
        case .list(let ids): return ids
        case .bits(let bits): return Self.ids(in: bits)
        }
    }

    private static func ids(in bits: [UInt64]) -> [Int32] {
        var ids: [Int32] = []
        for (word, value) in bits.enumerated() {
            var rest = value
            while rest != 0 {
                ids.append(Int32(64 * word + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return ids
    }
}
