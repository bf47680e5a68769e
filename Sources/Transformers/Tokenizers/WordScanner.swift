/// Finds the ends of words in UTF-8 text, as the regular expressions of GPT-2 and Llama 3 do, in a time linear in the text.
struct WordScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether each number is a text by itself, and so the end of that before it and the beginning of that behind it.
    let digitsStandAlone: Bool

    /// The rule `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    func wordEndOfGPT2(from start: Int) -> Int {
        var (kind, end) = character(at: start)
        if kind == .number, digitsStandAlone { return end }
        if bytes[start] == 0x27, let end = contractionEnd(from: start, ignoringCase: false) { return end }
        if bytes[start] == 0x20 {
            let second = part(at: end)
            if !second.kind.isSpace, second.kind != .end { (kind, end) = second }
        }
        return kind.isSpace ? spaceEnd(from: start) : runEnd(of: kind, from: end)
    }

    /// The rule `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
    ///
    /// - Parameter digits: the most digits of a word.
    func wordEndOfLlama3(from start: Int, digits: Int) -> Int {
        let (kind, end) = character(at: start)
        switch kind {
        case .letter: return runEnd(of: .letter, from: end)
        case .number:
            var last = end
            for _ in 1..<max(digits, 1) {
                let next = character(at: last)
                guard next.kind == .number else { break }
                last = next.end
            }
            return last
        case .newline, .end: return lineEnd(from: start) ?? end
        case .space, .other:
            if bytes[start] == 0x27, let end = contractionEnd(from: start, ignoringCase: true) { return end }
            let second = character(at: end)
            if second.kind == .letter { return runEnd(of: .letter, from: second.end) }
            if kind == .other { return newlinesEnd(from: runEnd(of: .other, from: end)) }
            if bytes[start] == 0x20, second.kind == .other {
                return newlinesEnd(from: runEnd(of: .other, from: second.end))
            }
            return lineEnd(from: start) ?? spaceEnd(from: start)
        }
    }

    /// The kind of the character at `place`, and where it ends.
    @inline(__always)
    private func character(at place: Int) -> (kind: CharacterKind, end: Int) {
        guard place < bytes.count else { return (.end, place) }
        let byte = bytes[place]
        if byte < 0x80 { return (CharacterKind(ascii: byte), place + 1) }
        let (scalar, end) = UTF8Text.character(in: bytes, at: place)
        return (CharacterKind(scalar, knowsNewNumbers: digitsStandAlone), end)
    }

    /// The same, where a number that stands alone is the end.
    @inline(__always)
    private func part(at place: Int) -> (kind: CharacterKind, end: Int) {
        let next = character(at: place)
        return digitsStandAlone && next.kind == .number ? (.end, place) : next
    }

    private func runEnd(of kind: CharacterKind, from start: Int) -> Int {
        var end = start
        while true {
            let next = part(at: end)
            guard next.kind == kind else { return end }
            end = next.end
        }
    }

    private func newlinesEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == 0x0A || bytes[end] == 0x0D { end += 1 }
        return end
    }

    /// `\s+(?!\S)|\s+`: white space, the last character of which is left to a word that follows.
    private func spaceEnd(from start: Int) -> Int {
        var last = start
        var end = start
        while true {
            let next = part(at: end)
            guard next.kind.isSpace else { return next.kind == .end || last == start ? end : last }
            (last, end) = (end, next.end)
        }
    }

    /// `\s*[\r\n]+`: white space up to its last line end.
    private func lineEnd(from start: Int) -> Int? {
        var found: Int?
        var end = start
        while true {
            let next = character(at: end)
            guard next.kind.isSpace else { return found }
            end = next.end
            if next.kind == .newline { found = end }
        }
    }

    private func contractionEnd(from start: Int, ignoringCase: Bool) -> Int? {
        func letter(at place: Int) -> UInt8 {
            guard place < bytes.count else { return 0 }
            let isCapital = bytes[place] >= 0x41 && bytes[place] <= 0x5A
            return ignoringCase && isCapital ? bytes[place] | 0x20 : bytes[place]
        }
        let second = letter(at: start + 2)
        switch letter(at: start + 1) {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r") where second == UInt8(ascii: "e"): return start + 3
        case UInt8(ascii: "v") where second == UInt8(ascii: "e"): return start + 3
        case UInt8(ascii: "l") where second == UInt8(ascii: "l"): return start + 3
        // The long s is an s to those who do not mind case.
        case 0xC5 where ignoringCase && second == 0xBF: return start + 3
        default: return nil
        }
    }
}
