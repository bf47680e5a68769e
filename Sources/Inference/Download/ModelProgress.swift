/// How far the fetching of a model is.
public struct ModelProgress: Sendable, Hashable {
    /// The file that is being fetched.
    public var file: String
    /// Bytes of the model that are there, over all of its files.
    public var bytesDone: Int64
    /// Bytes of the model.
    public var bytesTotal: Int64
}
