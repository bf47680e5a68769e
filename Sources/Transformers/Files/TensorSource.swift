/// Something that has the tensors of a model: a file, or several.
protocol TensorSource: Sendable {
    /// Whether there is a tensor of this name.
    func hasTensor(_ name: String) -> Bool

    /// A tensor of a given shape.
    ///
    /// - Parameter shape: rows and columns, or the columns of a vector.
    /// - Throws: `damaged` where the tensor is missing or has another shape.
    func tensor(_ name: String, shape: [Int]) throws -> WeightTensor

    /// The number of weights in all tensors.
    var parameterCount: Int { get }

    /// Gives back the memory of what was read.
    func releasePages()
}
