public import Foundation

/// The tokenizer of BERT: text is cleaned, lower-cased and stripped of accents, divided at white space and punctuation, and
/// each word is covered by the longest pieces of the vocabulary (Devlin et al., 2018; ids as Hugging Face's BertTokenizer).
public struct WordPieceTokenizer: Tokenizer {
    /// Longer words, in characters, are unknown.
    private static let maximumWordLength = 100

    private let continuations: ByteStringTable
    private let continuationIDs: [Int32]
    private let vocabulary: ByteStringTable
    private let longestPiece: Int
    private let unknown: Int32
    private let special: SpecialTokens
    private let normalizer: BertNormalizer

    /// - Parameters:
    ///   - vocabulary: pieces by id; those that go on inside a word begin with `##`.
    ///   - lowercase: whether text is lower-cased and stripped of accents.
    /// - Throws: `damaged` where the vocabulary has no `[UNK]`.
    public init(vocabulary: [String], lowercase: Bool = true) throws {
        try self.init(pieces: ByteStrings(vocabulary.map { Array($0.utf8) }), lowercase: lowercase)
    }

    /// The same for pieces as bytes.
    private init(pieces: ByteStrings, lowercase: Bool) throws {
        let table = ByteStringTable(pieces)
        let special = ["[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]"].compactMap { spelling in
            table.index(of: Array(spelling.utf8)).map {
                SpecialTokens.Token(spelling: Array(spelling.utf8), id: Int32($0), isControl: true)
            }
        }
        try self.init(vocabulary: table, special: special, unknown: "[UNK]", lowercase: lowercase)
    }

    /// - Parameters:
    ///   - vocabulary: pieces by id; those that go on inside a word begin with `##`.
    ///   - special: tokens that are found in text before it is cleaned.
    ///   - unknown: the spelling of the token that stands for words without pieces.
    ///   - lowercase: whether text is lower-cased and stripped of accents.
    /// - Throws: `damaged` where the vocabulary has no `unknown`.
    init(vocabulary: ByteStringTable, special: [SpecialTokens.Token], unknown: String, lowercase: Bool) throws {
        self.vocabulary = vocabulary
        guard let unknownID = vocabulary.index(of: Array(unknown.utf8)) else {
            throw ModelFileError(.damaged, "the vocabulary has no \(unknown); it is not a WordPiece vocabulary")
        }
        self.unknown = Int32(unknownID)
        let pieces = vocabulary.strings
        var continuations = ByteStrings()
        var continuationIDs: [Int32] = []
        for (id, piece) in pieces.enumerated() where piece.count > 2 && piece.starts(with: "##".utf8) {
            continuations.append(piece.dropFirst(2))
            continuationIDs.append(Int32(id))
        }
        self.continuations = ByteStringTable(continuations)
        self.continuationIDs = continuationIDs
        longestPiece = pieces.map(\.count).max() ?? 0
        self.special = try SpecialTokens(special)
        normalizer = BertNormalizer(lowercase: lowercase)
    }

    /// Reads `vocab.txt`, and whether text is lower-cased from `tokenizer_config.json` where it is there.
    ///
    /// - Throws: `unreadable` or `damaged`.
    public init(contentsOf folder: URL) throws {
        let url = folder.appending(path: "vocab.txt")
        guard let data = try? Data(contentsOf: url) else {
            throw ModelFileError(.unreadable, "\(url.path) cannot be read; fetch the model again")
        }
        guard String(validating: data, as: UTF8.self) != nil else {
            throw ModelFileError(.damaged, "\(url.path) is not UTF-8; fetch the model again")
        }
        var lowercase = true
        if let data = try? Data(contentsOf: folder.appending(path: "tokenizer_config.json")),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let flag = object["do_lower_case"] as? Bool
        {
            lowercase = flag
        }
        do {
            try self.init(pieces: Self.lines(of: data), lowercase: lowercase)
        } catch let error as ModelFileError {
            throw ModelFileError(error.code, "\(url.path): \(error.message)")
        }
    }

    /// The lines of a file, without their ends.
    private static func lines(of data: Data) -> ByteStrings {
        var lines = ByteStrings()
        data.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
                let line = bytes[start..<end]
                lines.append(line.last == 0x0D ? line.dropLast() : line)
                start = end + 1
            }
        }
        return lines
    }

    public var vocabularySize: Int { vocabulary.count }

    public var controlTokens: Set<Int32> { special.controlTokens }

    public func id(of token: String) -> Int32? { vocabulary.index(of: Array(token.utf8)).map(Int32.init) }

    public func bytes(of id: Int32) -> [UInt8] {
        let piece = vocabulary[Int(id)]
        return piece.count > 2 && piece[0] == 0x23 && piece[1] == 0x23 ? Array(piece.dropFirst(2)) : piece
    }

    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> [Int32] {
        var ids: [Int32] = []
        ids.reserveCapacity(text.utf8.count / 4 + 8)
        var text = text
        text.withUTF8 { bytes in
            special.forEachPart(
                in: bytes, recognizingControl: recognizingSpecialTokens, text: { encode($0, into: &ids) },
                token: { ids.append($0) })
        }
        return ids
    }

    private func encode(_ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        normalizer.forEachWord(in: bytes) { word, characters in
            if characters > Self.maximumWordLength { ids.append(unknown) } else { encodeWord(word, into: &ids) }
        }
    }

    private func encodeWord(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        let first = ids.count
        var start = 0
        while start < word.count {
            let table = start == 0 ? vocabulary : continuations
            let limit = min(word.count, start + longestPiece)
            var hash = ByteStringTable.seed
            var found: (end: Int, index: Int)?
            for end in start..<limit {
                hash = ByteStringTable.extend(hash, with: word[end])
                if let index = table.index(of: UnsafeBufferPointer(rebasing: word[start...end]), hash: hash) {
                    found = (end + 1, index)
                }
            }
            guard let found else {
                ids.removeSubrange(first...)
                ids.append(unknown)
                return
            }
            ids.append(start == 0 ? Int32(found.index) : continuationIDs[found.index])
            start = found.end
        }
    }
}
