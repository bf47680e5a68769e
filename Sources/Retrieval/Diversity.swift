/// Lets a passage fall behind that is like a better one (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
struct Diversity {
    /// How much that counts against how well it matches, 0…1.
    let share: Double
    /// How many of the best are ordered so; the others keep their order.
    static let reach = 100

    /// - Parameter ranked: best first.
    /// - Returns: the same in another order, with scores that descend.
    func order(_ ranked: [RankedChunk]) -> [RankedChunk] {
        guard share > 0 else { return ranked }
        var left = Array(ranked.prefix(Self.reach))
        var likeness = [Double](repeating: 0, count: left.count)
        var ordered: [RankedChunk] = []
        while !left.isEmpty {
            let gains = left.indices.map { (1 - share) * left[$0].share - share * likeness[$0] }
            let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
            let taken = left.remove(at: best)
            likeness.remove(at: best)
            for index in left.indices {
                guard let own = left[index].unit, let other = taken.unit else { continue }
                likeness[index] = max(likeness[index], own.product(other))
            }
            ordered.append(taken)
        }
        return (ordered + ranked.dropFirst(Self.reach)).descending
    }
}

extension [RankedChunk] {
    /// The same order, with scores that are never above those before.
    var descending: [RankedChunk] {
        var last = Double.infinity
        return map { entry in
            var entry = entry
            if entry.score >= last { entry.score = Double(Float(last).nextDown) }
            last = entry.score
            return entry
        }
    }
}
