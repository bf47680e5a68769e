extension WordScanner {
    /// DeepSeek V3's rules, one after the other: `\p{N}{1,3}`, `[一-龥぀-ゟ゠-ヿ]+`, and of what is left
    /// ``[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+``.
    /// What none of them takes is a word up to the next that one takes.
    func wordEndOfDeepSeek(from start: Int) -> Int {
        let (kind, end) = character(at: start)
        if kind == .number { return numberEnd(from: end, digits: 3) }
        var place = start
        while isKanaOrHan(at: place) { place = character(at: place).end }
        if place > start { return place }
        if let end = matchEnd(from: start) { return end }
        place = end
        while part(at: place).kind == .control, matchEnd(from: place) == nil { place = character(at: place).end }
        return place
    }

    /// The end of the last rule's match at `start`, where there is one.
    private func matchEnd(from start: Int) -> Int? {
        let (kind, end) = part(at: start)
        switch kind {
        case .letter: return runEnd(of: .letter, from: end)
        case .space, .control:
            let second = part(at: end)
            if second.kind == .letter { return runEnd(of: .letter, from: second.end) }
        case .other where end == start + 1:
            var letters = end
            while letters < bytes.count, isASCIILetter(bytes[letters]) { letters += 1 }
            if letters > end { return letters }
        default: break
        }
        if kind == .control || kind == .end { return nil }
        let signs = signsEnd(from: start)
        return signs.map(newlinesEnd) ?? lineEnd(from: start) ?? spaceEnd(from: start)
    }

    private func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// `[一-龥぀-ゟ゠-ヿ]`: U+4E00 to U+9FA5 and U+3040 to U+30FF.
    func isKanaOrHan(at place: Int) -> Bool {
        guard place < bytes.count, bytes[place] & 0xF0 == 0xE0 else { return false }
        let value = UTF8Text.character(in: bytes, at: place).scalar.value
        return (0x4E00...0x9FA5).contains(value) || (0x3040...0x30FF).contains(value)
    }
}
