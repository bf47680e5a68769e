internal import GRDB

/// Finds the chunks that have no vector yet.
enum PendingVectors {
    /// Blocks whose slots are read at a time.
    private static let step: Int64 = 64

    /// Calls `body` with each chunk in scope after `after` that has no vector, ascending, until it returns false.
    ///
    /// - Parameter layout: that of the space; nil for a space in which nothing was stored yet.
    static func forEach(
        after: Int64, scope: ProfileScope, layout: VectorLayout?, in database: Database, _ body: (Int64) -> Bool
    ) throws {
        var stored: Set<Int64> = []
        var known: Int64 = -1
        for range in scope.ranges where range.upperBound > after + 1 {
            for chunk in max(range.lowerBound, after + 1)..<range.upperBound {
                let block = VectorLayout.block(of: chunk)
                if let layout, block > known {
                    known = block + step - 1
                    stored = try VectorTable.chunks(inBlocks: block...known, layout, in: database)
                }
                if !stored.contains(chunk), !body(chunk) { return }
            }
        }
    }
}
