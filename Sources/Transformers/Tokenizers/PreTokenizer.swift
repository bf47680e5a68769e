/// How text is divided into words before byte pairs are merged: a GGUF file's `tokenizer.ggml.pre`.
package enum PreTokenizer: Sendable {
    /// GPT-2's rule: contractions, letters, numbers and other characters, each with a space before it; runs of white space.
    case gpt2
    /// The same with every digit alone (SmolLM and others).
    case gpt2WithSingleDigits

    /// A file that names no rule has a vocabulary of GPT-2's kind, and gets its rule. The rule called “default” is another one.
    ///
    /// - Throws: `unsupported` for a rule that is not known.
    package init(name: String?, path: String) throws {
        switch name {
        case nil, "gpt-2", "gpt2": self = .gpt2
        case "smollm", "starcoder", "refact", "command-r": self = .gpt2WithSingleDigits
        case let name?:
            throw ModelFileError(
                .unsupported, "\(path) divides text by the rule “\(name)”, which is not known; “gpt-2” and “smollm” are"
            )
        }
    }

    private enum Kind { case letter, number, space, other }

    private struct Character {
        var kind: Kind
        var start: Int
        var scalar: Unicode.Scalar
    }

    /// Calls `body` with the UTF-8 bytes of each word, in order; together they are all bytes, which have to be UTF-8.
    func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let characters = Self.characters(of: bytes)
        var place = 0
        // Where a part ends that stands by itself: with single digits, before and after each.
        var partEnd = 0
        while place < characters.count {
            if place == partEnd { partEnd = self.partEnd(from: place, in: characters) }
            let end = wordEnd(from: place, in: characters[..<partEnd])
            let last = end < characters.count ? characters[end].start : bytes.count
            body(UnsafeBufferPointer(rebasing: bytes[characters[place].start..<last]))
            place = end
        }
    }

    private static func characters(of bytes: UnsafeBufferPointer<UInt8>) -> [Character] {
        var characters: [Character] = []
        characters.reserveCapacity(bytes.count)
        var start = 0
        while start < bytes.count {
            var scalar = Unicode.Scalar(bytes[start])
            var length = 1
            if !scalar.isASCII {
                length = scalar.value >= 0xF0 ? 4 : scalar.value >= 0xE0 ? 3 : 2
                let character = bytes[start..<min(start + length, bytes.count)]
                scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
            }
            characters.append(Character(kind: kind(of: scalar), start: start, scalar: scalar))
            start += length
        }
        return characters
    }

    private func partEnd(from start: Int, in characters: [Character]) -> Int {
        guard self == .gpt2WithSingleDigits else { return characters.count }
        if characters[start].kind == .number { return start + 1 }
        return characters[start...].firstIndex { $0.kind == .number } ?? characters.count
    }

    /// The rule `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    private func wordEnd(from start: Int, in characters: ArraySlice<Character>) -> Int {
        let count = characters.endIndex
        if characters[start].scalar == "'", let end = contractionEnd(from: start, in: characters) { return end }
        var first = start
        if characters[start].scalar == " ", start + 1 < count, characters[start + 1].kind != .space {
            first = start + 1
        }
        let kind = characters[first].kind
        var end = first + 1
        while end < count, characters[end].kind == kind { end += 1 }
        guard kind == .space, end < count, end - first > 1 else { return end }
        return end - 1
    }

    private func contractionEnd(from start: Int, in characters: ArraySlice<Character>) -> Int? {
        func scalar(_ offset: Int) -> Unicode.Scalar? {
            start + offset < characters.endIndex ? characters[start + offset].scalar : nil
        }
        switch (scalar(1), scalar(2)) {
        case ("s"?, _), ("t"?, _), ("m"?, _), ("d"?, _): return start + 2
        case ("r"?, "e"?), ("v"?, "e"?), ("l"?, "l"?): return start + 3
        default: return nil
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A: return .letter
            case 0x30...0x39: return .number
            case 0x09...0x0D, 0x20: return .space
            default: return .other
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .number
        default: return scalar.properties.isWhitespace ? .space : .other
        }
    }
}
