/// Reads a query and passages together, and judges how well each answers it: slower than comparing vectors, and better.
public protocol Reranker: Sendable {
    /// Names the model.
    var name: String { get }
    /// How well each passage answers the query, in their order; higher is better. The scores of all calls for one query can be
    /// compared. Cancellation is honoured within a passage.
    func scores(of passages: [String], for query: String) async throws -> [Double]
}
