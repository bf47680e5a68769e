extension WordScanner {
    /// The rule of o200k, where `U` is `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, `W` is `[\p{Ll}\p{Lm}\p{Lo}\p{M}]` and `C` is
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`:
    /// `[^\r\n\p{L}\p{N}]?U*W+C|[^\r\n\p{L}\p{N}]?U+W*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
    ///
    /// - Parameters:
    ///   - digits: the most digits of a word.
    ///   - takesContractions: whether a contraction belongs to the word before it.
    func wordEndOfCased(from start: Int, digits: Int, takesContractions: Bool) -> Int {
        let (kind, end) = character(at: start)
        if kind == .number { return numberEnd(from: end, digits: digits) }
        if kind != .newline, let end = casedEnd(from: start, behindFirst: kind == .letter ? nil : end) {
            guard takesContractions, end < bytes.count, bytes[end] == 0x27 else { return end }
            return contractionEnd(from: end, ignoringCase: true) ?? end
        }
        guard var signs = signsEnd(from: start) else { return lineEnd(from: start) ?? spaceEnd(from: start) }
        while signs < bytes.count, [0x0A, 0x0D, 0x2F].contains(bytes[signs]) { signs += 1 }
        return signs
    }

    /// - Parameter behindFirst: where the character ends that is not part of the word, if one may be in front.
    private func casedEnd(from start: Int, behindFirst: Int?) -> Int? {
        behindFirst.flatMap(mixedEnd) ?? mixedEnd(from: start) ?? capitalsEnd(from: behindFirst ?? start)
    }

    /// `U*W+`: where no small letter follows the first run, all behind its last letter without a case is given back.
    private func mixedEnd(from start: Int) -> Int? {
        var (end, given) = (start, Int?.none)
        while true {
            let next = letterCase(at: end)
            end = next.end
            switch next.kind {
            case .capital: continue
            case .either: given = end
            case .small:
                while true {
                    let next = letterCase(at: end)
                    guard next.kind == .small || next.kind == .either else { return end }
                    end = next.end
                }
            case .none: return given
            }
        }
    }

    /// `U+`, where there is nothing for `U*W+`, and so nothing for `W*`.
    private func capitalsEnd(from start: Int) -> Int? {
        var end = start
        while true {
            let next = letterCase(at: end)
            guard next.kind == .capital else { return end > start ? end : nil }
            end = next.end
        }
    }

    private func letterCase(at place: Int) -> (kind: LetterCase, end: Int) {
        guard place < bytes.count else { return (.none, place) }
        let (scalar, end) = UTF8Text.character(in: bytes, at: place)
        return (LetterCase(scalar), end)
    }
}
