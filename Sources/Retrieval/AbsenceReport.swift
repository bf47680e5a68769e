public import Documents

/// Why a passage is not among those that a search shows, and what would show it.
public struct AbsenceReport: Sendable, Hashable {
    /// The stage at which a passage was lost.
    public enum Stage: String, Sendable, Codable {
        /// It was not: it is shown.
        case shown
        /// Neither a word of the query is in it, nor does it have a vector.
        case unfound
        /// Words and vectors both put other chunks forward.
        case candidates
        /// It was a candidate, and others were better.
        case limit
    }

    /// The document's name in the profile.
    public var document: String
    /// Where the chunk stands that came furthest.
    public var location: Location
    /// The stage at which it was lost.
    public var stage: Stage
    /// Its rank and score among all chunks that hold a word of the query; nil where it holds none.
    public var words: Placement?
    /// Its rank and score among all chunks by their vectors; nil where it has none.
    public var vector: Placement?
    /// Its rank among the candidates, from 1, with the settings that keep it; nil where none do.
    public var rank: Int?
    /// The number of the snippet that holds it, with the settings that keep it.
    public var snippet: Int?
    /// The fewest candidates a stage that keep it; nil where those of the search do, or none do.
    public var candidatesPerStage: Int?
    /// The fewest snippets that show it; nil where those of the search do, or no number does.
    public var limit: Int?
}
