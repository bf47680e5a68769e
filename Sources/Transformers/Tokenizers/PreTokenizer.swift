/// How text is divided into words before byte pairs are merged: a GGUF file's `tokenizer.ggml.pre`.
package enum PreTokenizer: Sendable {
    /// GPT-2's rule: contractions, letters, numbers and other characters, each with a space before it; runs of white space.
    case gpt2
    /// The same with every digit alone (SmolLM and others).
    case gpt2WithSingleDigits

    /// - Throws: `unsupported` for a rule that is not known.
    package init(name: String?, path: String) throws {
        switch name {
        case nil, "default", "gpt-2", "gpt2": self = .gpt2
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

    /// Calls `body` with the UTF-8 bytes of each word, in order; together they are all bytes. Invalid UTF-8 counts as U+FFFD.
    func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if self == .gpt2WithSingleDigits {
            var start = 0
            for part in digitParts(of: bytes) {
                forEachPart(in: UnsafeBufferPointer(rebasing: bytes[start..<part]), body)
                start = part
            }
        } else {
            forEachPart(in: bytes, body)
        }
    }

    /// Where the text is cut so that every digit stands alone: before and after each.
    private func digitParts(of bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        var cuts: [Int] = []
        var offset = 0
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            let end = offset + UTF8.width(scalar)
            if Self.kind(of: scalar) == .number {
                if offset > (cuts.last ?? 0) { cuts.append(offset) }
                cuts.append(end)
            }
            offset = end
        }
        if bytes.count > (cuts.last ?? 0) { cuts.append(bytes.count) }
        return cuts
    }

    private func forEachPart(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var characters: [Character] = []
        characters.reserveCapacity(bytes.count + 1)
        var offset = 0
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            characters.append(Character(kind: Self.kind(of: scalar), start: offset, scalar: scalar))
            offset += UTF8.width(scalar)
        }
        let count = characters.count
        var place = 0
        while place < count {
            let end = wordEnd(from: place, in: characters)
            let last = end < count ? characters[end].start : bytes.count
            body(UnsafeBufferPointer(rebasing: bytes[characters[place].start..<last]))
            place = end
        }
    }

    /// The rule `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    private func wordEnd(from start: Int, in characters: [Character]) -> Int {
        let count = characters.count
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

    private func contractionEnd(from start: Int, in characters: [Character]) -> Int? {
        func scalar(_ offset: Int) -> Unicode.Scalar? {
            start + offset < characters.count ? characters[start + offset].scalar : nil
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
