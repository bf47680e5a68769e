/// SentencePiece's table of what characters are replaced with before text is divided: a double-array tree of their bytes
/// (github.com/s-yata/darts-clone), and the replacements, each ended by a zero.
struct PrecompiledCharsmap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// A longer replacement could make a short text take memory without bounds.
    private static let maximumLength = 256

    /// - Parameter bytes: the table as a model file has it; empty for none.
    /// - Throws: `damaged` where the tree does not fit into the bytes, `unsupported` where a replacement is too long.
    init(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else {
            (units, replacements) = ([], [])
            return
        }
        func unit(_ place: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) } }
        guard bytes.count >= 4, unit(0) % 4 == 0, Int(unit(0)) <= bytes.count - 4 else {
            throw ModelFileError(
                .damaged, "the table of character replacements does not fit into its \(bytes.count) bytes")
        }
        let end = 4 + Int(unit(0))
        units = stride(from: 4, to: end, by: 4).map(unit)
        replacements = Array(bytes[end...])
        if let long = replacements.split(separator: 0).first(where: { $0.count > Self.maximumLength }) {
            throw ModelFileError(
                .unsupported,
                "a character is replaced with \(long.count) bytes; replacements have at most \(Self.maximumLength)")
        }
    }

    /// Finds a beginning of `bytes` in the table.
    ///
    /// - Parameter longest: whether the longest of several is meant, as for SentencePiece, or the shortest, as for Hugging Face's
    ///   tokenizers.
    /// - Returns: what replaces it, and its length.
    func match(_ bytes: some Collection<UInt8>, longest: Bool) -> (replacement: ArraySlice<UInt8>, length: Int)? {
        guard let root = units.first else { return nil }
        var node = Self.offset(root)
        var found: (start: Int, length: Int)?
        var length = 0
        for byte in bytes {
            guard byte != 0 else { break }
            node ^= Int(byte)
            guard node < units.count, units[node] & (1 << 31 | 0xFF) == UInt32(byte) else { break }
            length += 1
            let hasValue = (units[node] >> 8) & 1 == 1
            node ^= Self.offset(units[node])
            guard node < units.count else { break }
            if hasValue {
                found = (Int(units[node] & 0x7FFF_FFFF), length)
                if !longest { break }
            }
        }
        guard let found, found.start < replacements.count else { return nil }
        let end = replacements[found.start...].firstIndex(of: 0) ?? replacements.count
        return (replacements[found.start..<end], found.length)
    }

    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & (1 << 9)) >> 6)) }
}
