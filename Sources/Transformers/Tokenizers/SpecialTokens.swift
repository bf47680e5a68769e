/// The tokens of a vocabulary that are found in text before it is divided into words.
struct SpecialTokens: Sendable {
    /// One such token.
    struct Token: Sendable {
        var spelling: [UInt8]
        var id: Int32
        /// Whether it belongs to the format of a prompt, and is recognised only in text that may contain such.
        var isControl: Bool
        /// Whether it takes the white space before it with it.
        var takesSpaceBefore = false
        /// Whether it takes the white space behind it with it.
        var takesSpaceBehind = false
        /// Whether it is looked for in normalized text, after those that are not.
        var isFoundNormalized = false
        /// Whether it is found only where no letter, digit or underscore touches it.
        var isWord = false
    }

    /// A longer spelling could make the search in a hostile text take a time that is not linear.
    private static let maximumLength = 1024

    private let tokens: [Token]
    private let trie: ByteTrie
    private let beginsToken: [Bool]

    /// - Throws: `unsupported` where a spelling is longer than any that is of use.
    init(_ tokens: [Token]) throws {
        let tokens = tokens.filter { !$0.spelling.isEmpty }
        self.tokens = tokens
        if let long = tokens.first(where: { $0.spelling.count > Self.maximumLength }) {
            throw ModelFileError(
                .unsupported,
                "token \(long.id) of the tokenizer has \(long.spelling.count) bytes; special tokens have at most \(Self.maximumLength)"
            )
        }
        trie = ByteTrie(ByteStrings(tokens.map(\.spelling)))
        var beginsToken = [Bool](repeating: false, count: 256)
        for token in tokens { beginsToken[Int(token.spelling[0])] = true }
        self.beginsToken = beginsToken
    }

    /// The ids of control tokens.
    var controlTokens: Set<Int32> { Set(tokens.filter(\.isControl).map(\.id)) }

    /// Divides text at special tokens; where several begin at one place, the longest is meant.
    ///
    /// - Parameters:
    ///   - recognizingControl: whether control tokens are recognised too.
    ///   - text: is called with each text between tokens, which is not empty.
    ///   - token: is called with the id of each token.
    func forEachPart(
        in bytes: UnsafeBufferPointer<UInt8>, recognizingControl: Bool,
        text: (UnsafeBufferPointer<UInt8>) -> Void, token: (Int32) -> Void
    ) {
        var start = 0
        var place = 0
        while place < bytes.count {
            guard beginsToken[Int(bytes[place])],
                let match = match(in: bytes, at: place, recognizingControl: recognizingControl)
            else {
                place += 1
                continue
            }
            var end = place
            if match.takesSpaceBefore { end = start + trimmedCount(bytes, start..<place) }
            if end > start { text(UnsafeBufferPointer(rebasing: bytes[start..<end])) }
            token(match.id)
            place += match.spelling.count
            if match.takesSpaceBehind {
                while place < bytes.count, let space = spaceLength(bytes, at: place) { place += space }
            }
            start = place
        }
        if start < bytes.count { text(UnsafeBufferPointer(rebasing: bytes[start...])) }
    }

    private func match(in bytes: UnsafeBufferPointer<UInt8>, at start: Int, recognizingControl: Bool) -> Token? {
        var node = ByteTrie.root
        var end = start
        var found: Token?
        while end < bytes.count, let next = trie.child(of: node, bytes[end]) {
            node = next
            end += 1
            let value = Int(trie.value(of: node))
            guard value >= 0, recognizingControl || !tokens[value].isControl else { continue }
            if tokens[value].isWord, touchesWord(bytes, start..<end) { continue }
            found = tokens[value]
        }
        return found
    }

    private func touchesWord(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
            let kind = CharacterKind(scalar, rule: WordRule())
            return kind == .letter || kind == .number || scalar == "_" || scalar.properties.isAlphabetic
        }
        var before = range.lowerBound - 1
        while before > 0, bytes[before] & 0xC0 == 0x80 { before -= 1 }
        if before >= 0, isWordCharacter(UTF8Text.character(in: bytes, at: before).scalar) { return true }
        guard range.upperBound < bytes.count else { return false }
        return isWordCharacter(UTF8Text.character(in: bytes, at: range.upperBound).scalar)
    }

    /// The bytes of `range` without the white space at its end.
    private func trimmedCount(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound {
            var last = end - 1
            while last > range.lowerBound, bytes[last] & 0xC0 == 0x80 { last -= 1 }
            guard spaceLength(bytes, at: last) != nil else { break }
            end = last
        }
        return end - range.lowerBound
    }

    private func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
        let (scalar, end) = UTF8Text.character(in: bytes, at: place)
        return scalar.properties.isWhitespace ? end - place : nil
    }
}

extension SpecialTokens.Token {
    /// A token of a GGUF file; nil for one that is not looked for in text.
    init?(spelling: some Collection<UInt8>, id: Int32, type: TokenType) {
        switch type {
        case .unknown, .control: self.init(spelling: Array(spelling), id: id, isControl: true)
        case .userDefined: self.init(spelling: Array(spelling), id: id, isControl: false)
        case .normal, .unused, .byte: return nil
        }
    }
}
