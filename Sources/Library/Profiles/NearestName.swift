/// Finds what a mistyped name probably meant.
package enum NearestName {
    /// The candidate that `name` most resembles, or nil if none is close: at most a third of its characters may differ,
    /// and a name that contains the other counts as close.
    package static func suggestion(for name: String, among candidates: [String]) -> String? {
        let wanted = Array(name.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let characters = Array(candidate.lowercased())
            let limit = max(1, max(wanted.count, characters.count) / 3)
            var distance = editDistance(wanted, characters, limit: limit)
            if distance > limit, wanted.count >= 3, candidate.lowercased().contains(name.lowercased()) {
                distance = limit
            }
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// ` Did you mean "x"?`, or "" where nothing is close.
    static func hint(for name: String, among candidates: [String]) -> String {
        suggestion(for: name, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; anything over `limit` is
    /// `limit + 1`.
    private static func editDistance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
        guard abs(a.count - b.count) <= limit else { return limit + 1 }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            if let smallest = row.min(), smallest > limit { return limit + 1 }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
