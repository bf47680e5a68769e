/// Normalizes text for unigram pieces.
struct PieceNormalizer: Sendable {
    /// Who decides how the table is used.
    enum Manner: Sendable {
        /// Hugging Face's tokenizers: a character cluster of up to five bytes is replaced as a whole by what replaces its
        /// beginning; longer ones scalar by scalar.
        case clusters
        /// SentencePiece: the longest entry at each place.
        case longestEntry
    }

    private let charsmap: PrecompiledCharsmap
    private let manner: Manner
    private let collapsesSpaces: Bool
    /// What replaces each ASCII character; nil where it stays.
    private let ascii: [ArraySlice<UInt8>?]

    /// - Parameter collapsesSpaces: whether of several spaces one is left.
    init(charsmap: PrecompiledCharsmap, manner: Manner, collapsesSpaces: Bool) {
        self.charsmap = charsmap
        self.manner = manner
        self.collapsesSpaces = collapsesSpaces
        ascii = (0..<0x80).map { charsmap.match([UInt8($0)], longest: false)?.replacement }
    }

    /// The normalized bytes of UTF-8 text.
    func normalized(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        switch manner {
        case .clusters: appendClusters(of: bytes, to: &result)
        case .longestEntry: appendEntries(of: bytes, to: &result)
        }
        return result
    }

    private func append(_ byte: UInt8, to result: inout [UInt8]) {
        if byte == 0x20, collapsesSpaces, result.last == 0x20 { return }
        result.append(byte)
    }

    private func append(_ bytes: some Sequence<UInt8>, to result: inout [UInt8]) {
        for byte in bytes { append(byte, to: &result) }
    }

    private func appendClusters(of bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
        var place = 0
        while place < bytes.count {
            // An ASCII character before another one is a cluster by itself, but for the line end of two.
            let isAlone = place + 1 == bytes.count || bytes[place + 1] < 0x80 && bytes[place] != 0x0D
            if bytes[place] < 0x80, isAlone {
                if let replacement = ascii[Int(bytes[place])] {
                    append(replacement, to: &result)
                } else {
                    append(bytes[place], to: &result)
                }
                place += 1
                continue
            }
            let end = spanEnd(from: place, in: bytes)
            for cluster in String(decoding: bytes[place..<end], as: UTF8.self) {
                appendCluster(cluster, to: &result)
            }
            place = end
        }
    }

    /// The end of the text from `start` that has to be divided into clusters: before two ASCII characters beside each other.
    private func spanEnd(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = start + 1
        while end < bytes.count {
            if bytes[end] < 0x80, bytes[end - 1] < 0x80, bytes[end] != 0x0A { return end }
            end += 1
        }
        return end
    }

    private func appendCluster(_ cluster: Character, to result: inout [UInt8]) {
        let bytes = cluster.utf8
        if bytes.count < 6, let match = charsmap.match(bytes, longest: false) {
            return append(match.replacement, to: &result)
        }
        for scalar in cluster.unicodeScalars {
            let single = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            if let match = charsmap.match(single, longest: false) {
                append(match.replacement, to: &result)
            } else {
                append(single, to: &result)
            }
        }
    }

    private func appendEntries(of bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
        var place = 0
        while place < bytes.count {
            if let match = charsmap.match(UnsafeBufferPointer(rebasing: bytes[place...]), longest: true) {
                append(match.replacement, to: &result)
                place += match.length
            } else {
                let end = min(place + UTF8Text.length(startingWith: bytes[place]), bytes.count)
                append(bytes[place..<end], to: &result)
                place = end
            }
        }
    }
}
