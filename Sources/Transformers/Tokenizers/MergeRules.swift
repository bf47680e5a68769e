/// A merge of two tokens that was learned.
struct Merge: Sendable {
    /// Lower is earlier.
    var rank: Int32
    /// The token of both together.
    var result: Int32

    /// Stands for no merge.
    static let none = Merge(rank: .max, result: -1)
}

/// What says which neighbours are merged.
protocol MergeRules: Sendable {
    /// The merge of two tokens; ``Merge/none`` where there is none, as for negative tokens.
    func merge(_ left: Int32, _ right: Int32) -> Merge
}
