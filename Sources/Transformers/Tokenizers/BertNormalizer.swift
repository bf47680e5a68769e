internal import Foundation

/// Cleans text as BERT's tokenizer does and divides it into words and punctuation marks.
struct BertNormalizer: Sendable {
    var lowercase: Bool

    /// Calls `body` with each word's UTF-8 bytes and its length in characters.
    func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
        var asciiStart = 0
        var start = 0
        while start < bytes.count {
            var end = start
            var isASCII = true
            while end < bytes.count, !Self.isSpace(bytes[end]) {
                isASCII = isASCII && bytes[end] < 0x80
                end += 1
            }
            if !isASCII {
                forEachASCIIWord(in: UnsafeBufferPointer(rebasing: bytes[asciiStart..<start]), body)
                forEachUnicodeWord(in: UnsafeBufferPointer(rebasing: bytes[start..<end]), body)
                asciiStart = end
            }
            start = end + 1
        }
        if asciiStart < bytes.count {
            forEachASCIIWord(in: UnsafeBufferPointer(rebasing: bytes[asciiStart...]), body)
        }
    }

    /// White space ends words whatever stands beside it, so text can be cut there.
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

    private func forEachUnicodeWord(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void
    ) {
        var word: [UInt8] = []
        var characters = 0
        func finish() {
            if characters > 0 { word.withUnsafeBufferPointer { body($0, characters) } }
            word.removeAll(keepingCapacity: true)
            characters = 0
        }
        func append(_ scalar: Unicode.Scalar) {
            word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            characters += 1
        }
        forEachScalar(in: String(decoding: bytes, as: UTF8.self)) { scalar in
            switch Self.kind(of: scalar, dropsMarks: lowercase) {
            case .dropped: break
            case .space: finish()
            case .alone:
                finish()
                append(scalar)
                finish()
            case .letter:
                if lowercase, scalar.properties.changesWhenLowercased {
                    scalar.properties.lowercaseMapping.unicodeScalars.forEach(append)
                } else {
                    append(scalar)
                }
            }
        }
        finish()
    }

    /// Calls `body` with each scalar, decomposed where text is lower-cased.
    ///
    /// Foundation takes quadratic time to decompose some long texts, so that is done in pieces that begin with a base character.
    private func forEachScalar(in text: String, _ body: (Unicode.Scalar) -> Void) {
        guard lowercase else { return text.unicodeScalars.forEach(body) }
        var piece = ""
        for scalar in text.unicodeScalars {
            let count = piece.utf8.count
            if count > 4096 || count > 128 && scalar.properties.canonicalCombiningClass == .notReordered {
                piece.decomposedStringWithCanonicalMapping.unicodeScalars.forEach(body)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
        }
        piece.decomposedStringWithCanonicalMapping.unicodeScalars.forEach(body)
    }

    private func forEachASCIIWord(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { buffer in
            var start = 0
            var end = 0
            func finish() {
                if end > start { body(UnsafeBufferPointer(rebasing: buffer[start..<end]), end - start) }
                start = end
            }
            for byte in bytes {
                switch Self.asciiKinds[Int(byte)] {
                case .dropped: continue
                case .space: finish()
                case .alone:
                    finish()
                    buffer[end] = byte
                    end += 1
                    finish()
                case .letter:
                    buffer[end] = lowercase && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                    end += 1
                }
            }
            finish()
        }
    }

    private enum Kind: UInt8 { case letter, space, alone, dropped }

    private static let asciiKinds: [Kind] = (0..<128).map { kind(of: Unicode.Scalar(UInt8($0)), dropsMarks: true) }

    private static func kind(of scalar: Unicode.Scalar, dropsMarks: Bool) -> Kind {
        let value = scalar.value
        if value == 0x09 || value == 0x0A || value == 0x0D { return .space }
        if value == 0 || value == 0xFFFD { return .dropped }
        if isASCIIPunctuation(value) || isChinese(value) { return .alone }
        if value >= 0x80, let kind = kindInUnicode8(of: scalar, dropsMarks: dropsMarks) { return kind }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse: return .dropped
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
        case .nonspacingMark: return dropsMarks ? .dropped : .letter
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return .alone
        default: return .letter
        }
    }

    /// The kind of a character that Unicode 8 did not know, or put into another category than now. Hugging Face's tokenizers
    /// have the tables of that version, and ids must equal theirs.
    private static func kindInUnicode8(of scalar: Unicode.Scalar, dropsMarks: Bool) -> Kind? {
        switch scalar.value {
        case 0x166D, 0x111C9: return .alone
        case 0x1734, 0x1171E: return dropsMarks ? .dropped : .letter
        case 0x1885, 0x1886, 0xA9BD: return .letter
        default:
            let isUnassigned = scalar.properties.generalCategory == .unassigned
            return isUnassigned || scalar.properties.age?.major ?? 0 > 8 ? .letter : nil
        }
    }

    private static func isASCIIPunctuation(_ value: UInt32) -> Bool {
        (0x21...0x2F).contains(value) || (0x3A...0x40).contains(value) || (0x5B...0x60).contains(value)
            || (0x7B...0x7E).contains(value)
    }

    /// The blocks of Chinese characters that BERT sets apart.
    private static func isChinese(_ value: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) || (0x20000...0x2A6DF).contains(value)
            || (0x2A700...0x2B73F).contains(value) || (0x2B740...0x2B81F).contains(value)
            || (0x2B920...0x2CEAF).contains(value) || (0xF900...0xFAFF).contains(value)
            || (0x2F800...0x2FA1F).contains(value)
    }
}
