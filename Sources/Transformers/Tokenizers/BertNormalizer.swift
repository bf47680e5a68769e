internal import Foundation

/// Cleans text as BERT's tokenizer does and divides it into words and punctuation marks.
struct BertNormalizer: Sendable {
    var lowercase: Bool

    /// Calls `body` with each word's UTF-8 bytes and its length in characters.
    func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
        if bytes.allSatisfy({ $0 < 0x80 }) { return forEachASCIIWord(in: bytes, body) }
        var text = String(decoding: bytes, as: UTF8.self)
        if lowercase { text = text.decomposedStringWithCanonicalMapping }
        var word: [UInt8] = []
        var characters = 0
        func finish() {
            if characters > 0 { word.withUnsafeBufferPointer { body($0, characters) } }
            word.removeAll(keepingCapacity: true)
            characters = 0
        }
        for scalar in text.unicodeScalars {
            switch Self.kind(of: scalar, dropsMarks: lowercase) {
            case .dropped: continue
            case .space: finish()
            case .alone:
                finish()
                word += Array(String(scalar).utf8)
                characters = 1
                finish()
            case .letter:
                if lowercase, scalar.properties.changesWhenLowercased {
                    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                        word += Array(String(lower).utf8)
                        characters += 1
                    }
                } else {
                    UTF8.encode(scalar).map { word += Array($0) }
                    characters += 1
                }
            }
        }
        finish()
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
        if isASCIIPunctuation(value) { return .alone }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse: return .dropped
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
        case .nonspacingMark: return dropsMarks ? .dropped : .letter
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return .alone
        default: return isChinese(value) ? .alone : .letter
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
