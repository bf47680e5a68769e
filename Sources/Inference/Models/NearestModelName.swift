/// Finds what a mistyped model name probably meant.
enum NearestModelName {
    /// `; did you mean “x”?`, or an empty text where no candidate is near.
    static func hint(for name: String, among candidates: [String]) -> String {
        suggestion(for: name, among: candidates).map { "; did you mean “\($0)”?" } ?? ""
    }

    /// The candidate that holds `name`, or that differs from it by the fewest edits, at most a third of its length; else the one
    /// whose beginning does, by a quarter of `name` at most.
    static func suggestion(for name: String, among candidates: [String]) -> String? {
        let wanted = letters(of: name)
        guard wanted.count >= 3 else { return nil }
        let holding = candidates.filter { String(letters(of: $0)).contains(String(wanted)) }
        if let shortest = holding.min(by: { $0.count < $1.count }) { return shortest }
        let edits = candidates.map { (name: $0, edits: self.edits(from: wanted, to: letters(of: $0))) }
        let near = edits.filter { ($0.edits.last ?? 0) <= max(1, $0.name.count / 3) }
        if let whole = near.min(by: { ($0.edits.last ?? 0) < ($1.edits.last ?? 0) }) { return whole.name }
        let begun = edits.map { (name: $0.name, edits: $0.edits.min() ?? 0) }.filter { $0.edits <= wanted.count / 4 }
        return begun.min { $0.edits < $1.edits }?.name
    }

    /// Models are written with and without hyphens, dots and capitals.
    private static func letters(of name: String) -> [Character] {
        Array(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The edit distances of Levenshtein (1966) from `a` to every beginning of `b`, [b.count + 1]; the last is that to all of it.
    private static func edits(from a: [Character], to b: [Character]) -> [Int] {
        var last = Array(0...b.count)
        for (row, character) in a.enumerated() {
            var next = [row + 1]
            for (column, other) in b.enumerated() {
                next.append(min(last[column + 1] + 1, next[column] + 1, last[column] + (character == other ? 0 : 1)))
            }
            last = next
        }
        return last
    }
}
