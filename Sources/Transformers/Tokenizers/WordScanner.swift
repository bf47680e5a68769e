/// Finds the ends of words in UTF-8 text, as the regular expressions of model families do, in a time linear in the text.
struct WordScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// What the family's expression makes of characters.
    let rule: WordRule

    /// The rule `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
    func wordEndOfGPT2(from start: Int) -> Int {
        var (kind, end) = character(at: start)
        if kind == .number, rule.numbersStandAlone { return end }
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
        if kind == .letter { return runEnd(of: .letter, from: end) }
        if kind == .number { return numberEnd(from: end, digits: digits) }
        if bytes[start] == 0x27, let end = contractionEnd(from: start, ignoringCase: true) { return end }
        if kind != .newline {
            let second = character(at: end)
            if second.kind == .letter { return runEnd(of: .letter, from: second.end) }
        }
        let signs = signsEnd(from: start)
        return signs.map(newlinesEnd) ?? lineEnd(from: start) ?? spaceEnd(from: start)
    }

    /// The kind of the character at `place`, and where it ends.
    @inline(__always)
    func character(at place: Int) -> (kind: CharacterKind, end: Int) {
        guard place < bytes.count else { return (.end, place) }
        let byte = bytes[place]
        if byte < 0x80 { return (CharacterKind(ascii: byte, rule: rule), place + 1) }
        let (scalar, end) = UTF8Text.character(in: bytes, at: place)
        return (CharacterKind(scalar, rule: rule), end)
    }

    /// The same, where what stands alone is the end.
    @inline(__always)
    func part(at place: Int) -> (kind: CharacterKind, end: Int) {
        let next = character(at: place)
        let standsAlone =
            rule.numbersStandAlone && next.kind == .number || rule.kanaAndHanStandAlone && isKanaOrHan(at: place)
        return standsAlone ? (.end, place) : next
    }

    func runEnd(of kind: CharacterKind, from start: Int) -> Int {
        var end = start
        while true {
            let next = part(at: end)
            guard next.kind == kind else { return end }
            end = next.end
        }
    }

    /// `\p{N}{1,digits}`, of which one number is read.
    func numberEnd(from start: Int, digits: Int) -> Int {
        var end = start
        for _ in 1..<max(digits, 1) {
            let next = character(at: end)
            guard next.kind == .number else { break }
            end = next.end
        }
        return end
    }

    /// ` ?` and a run of what is neither white space, letter nor number.
    func signsEnd(from start: Int) -> Int? {
        var first = part(at: start)
        if bytes[start] == 0x20 { first = part(at: first.end) }
        return first.kind == .other ? runEnd(of: .other, from: first.end) : nil
    }

    func newlinesEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == 0x0A || bytes[end] == 0x0D { end += 1 }
        return end
    }

    /// `\s+(?!\S)|\s+`: white space, the last character of which is left to a word that follows.
    func spaceEnd(from start: Int) -> Int {
        var last = start
        var end = start
        while true {
            let next = part(at: end)
            guard next.kind.isSpace else { return next.kind == .end || last == start ? end : last }
            (last, end) = (end, next.end)
        }
    }

    /// `\s*[\r\n]+`: white space up to its last line end.
    func lineEnd(from start: Int) -> Int? {
        var found: Int?
        var end = start
        while true {
            let next = character(at: end)
            guard next.kind.isSpace else { return found }
            end = next.end
            if next.kind == .newline { found = end }
        }
    }

    /// The end of `'s|'t|'re|'ve|'m|'ll|'d` behind the apostrophe at `start`.
    func contractionEnd(from start: Int, ignoringCase: Bool) -> Int? {
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
