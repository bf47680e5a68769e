/// What a user does on a keyboard.
package enum Key: Equatable {
    /// Characters that are typed.
    case text(String)
    /// Text that was pasted as a whole, line feeds and all.
    case paste(String)
    case enter, newLine, tab, escape
    case left, right, up, down, wordLeft, wordRight, lineStart, lineEnd
    case backspace, delete, cutWordBackward, cutWordForward, cutToLineEnd, cutToLineStart, pasteCut
    case interrupt, endOfInput, clearScreen, suspend
    case earlier, later
}

/// Makes keys out of the bytes that a terminal sends.
///
/// A key may come in several pieces: bytes that are not a whole one yet wait for the next.
package struct KeyDecoder {
    private var bytes: [UInt8] = []
    private var pasted: [UInt8]?

    package init() {}

    /// Whether bytes wait for others. An escape that stays alone is the key Escape.
    package var isWaiting: Bool { !bytes.isEmpty && pasted == nil }

    /// The keys that are whole after `new` came.
    package mutating func decode(_ new: some Sequence<UInt8>) -> [Key] {
        bytes += new
        var keys: [Key] = []
        while !bytes.isEmpty {
            guard let (key, length) = next() else { break }
            bytes.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Gives up waiting: what has come of a key is none.
    package mutating func giveUp() -> [Key] {
        defer { bytes = [] }
        return bytes == [0x1B] ? [.escape] : []
    }

    private static let pasteStart = Array("\u{1B}[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    private static let longestSequence = 24

    /// The first key and its length in bytes; nil where more bytes are needed; no key for what means nothing.
    private mutating func next() -> (key: Key?, length: Int)? {
        if let begun = pasted {
            guard let end = bytes.firstRange(of: Self.pasteEnd) else {
                // The mark of the end may have come in part.
                let kept = Self.pasteEnd.count - 1
                guard bytes.count > kept else { return nil }
                pasted = begun + bytes.dropLast(kept)
                return (nil, bytes.count - kept)
            }
            let text = String(decoding: begun + bytes[..<end.lowerBound], as: UTF8.self)
            pasted = nil
            return (.paste(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")), end.upperBound)
        }
        switch bytes[0] {
        case 0x1B: return escapeSequence()
        case 0..<0x20, 0x7F: return (Self.control(bytes[0]), 1)
        default: return character()
        }
    }

    private static func control(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x01: .lineStart
        case 0x02: .left
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x05: .lineEnd
        case 0x06: .right
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x0B: .cutToLineEnd
        case 0x0C: .clearScreen
        case 0x0E: .later
        case 0x10: .earlier
        case 0x15: .cutToLineStart
        case 0x17: .cutWordBackward
        case 0x19: .pasteCut
        case 0x1A: .suspend
        default: nil
        }
    }

    /// A character of UTF-8; bytes that are none are left out.
    private func character() -> (Key?, Int)? {
        let length =
            switch bytes[0] {
            case 0..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 0
            }
        guard length > 0 else { return (nil, 1) }
        guard bytes.count >= length else { return nil }
        guard let text = String(validating: bytes[..<length], as: UTF8.self) else { return (nil, 1) }
        return (.text(text), length)
    }

    private mutating func escapeSequence() -> (Key?, Int)? {
        guard bytes.count > 1 else { return nil }
        if bytes[1] == UInt8(ascii: "O") {
            guard bytes.count > 2 else { return nil }
            return (Self.arrows[bytes[2]], 3)
        }
        guard bytes[1] == UInt8(ascii: "[") else {
            return (Self.meta[bytes[1]], 2)
        }
        guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return bytes.count > Self.longestSequence ? (nil, bytes.count) : nil
        }
        if bytes.starts(with: Self.pasteStart) {
            pasted = []
            return (nil, end + 1)
        }
        let parameters = String(decoding: bytes[2..<end], as: UTF8.self)
        return (Self.key(parameters, end: bytes[end]), end + 1)
    }

    private static func key(_ parameters: String, end: UInt8) -> Key? {
        let isModified = parameters.hasPrefix("1;")
        switch (end, parameters) {
        case (UInt8(ascii: "C"), _) where isModified: return .wordRight
        case (UInt8(ascii: "D"), _) where isModified: return .wordLeft
        case (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): return .lineStart
        case (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): return .lineEnd
        case (UInt8(ascii: "~"), "3"): return .delete
        default: return arrows[end]
        }
    }

    private static let arrows: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .lineStart, UInt8(ascii: "F"): .lineEnd,
    ]
    private static let meta: [UInt8: Key] = [
        UInt8(ascii: "b"): .wordLeft, UInt8(ascii: "f"): .wordRight, UInt8(ascii: "d"): .cutWordForward,
        0x7F: .cutWordBackward, 0x0D: .newLine, 0x0A: .newLine,
    ]
}
