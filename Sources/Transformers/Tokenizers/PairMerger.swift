/// Merges the tokens of words by merges that were learned.
struct PairMerger<Rules: MergeRules>: Sendable {
    /// Words up to this many tokens are merged by looking through them, longer ones by a queue.
    private static var shortWord: Int { 32 }

    let merges: Rules

    /// Merges the tokens of one word until no pair of neighbours is in the table, and appends what is left; negative tokens
    /// stand for what has no token, and are left out.
    func merge(_ tokens: UnsafeMutableBufferPointer<Int32>, into ids: inout [Int32]) {
        guard tokens.count <= Self.shortWord else {
            var queue = MergeQueue(tokens: Array(tokens))
            queue.mergeAll(by: merges)
            ids += queue.tokens
            return
        }
        withUnsafeTemporaryAllocation(of: Merge.self, capacity: Self.shortWord) { found in
            // The merge of the pair that begins at each token.
            var count = tokens.count
            for place in 0..<max(count - 1, 0) { found[place] = merges.merge(tokens[place], tokens[place + 1]) }
            while count > 1 {
                var best = 0
                for place in 1..<max(count - 1, 1) where found[place].rank < found[best].rank { best = place }
                guard found[best].rank < .max else { break }
                tokens[best] = found[best].result
                count -= 1
                for place in best + 1..<max(count, best + 1) { tokens[place] = tokens[place + 1] }
                for place in best + 1..<max(count - 1, best + 1) { found[place] = found[place + 1] }
                if best + 1 < count { found[best] = merges.merge(tokens[best], tokens[best + 1]) }
                if best > 0 { found[best - 1] = merges.merge(tokens[best - 1], tokens[best]) }
            }
            for place in 0..<count where tokens[place] >= 0 { ids.append(tokens[place]) }
        }
    }
}
