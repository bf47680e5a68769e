/// Something that has the tensors of a model: a file, or several.
protocol TensorSource: Sendable {
    /// Whether there is a tensor of this name.
    func hasTensor(_ name: String) -> Bool

    /// A tensor of which single rows are read from the file as they are needed.
    ///
    /// - Parameter shape: what the model needs.
    /// - Throws: `damaged` where the tensor is missing or has another shape.
    func rows(_ name: String, shape: [Int]) throws -> TensorRows

    /// Gives back the memory of what was read.
    func releasePages()
}

/// A tensor's numbers, converted to f32 as they are copied.
struct TensorRows: Sendable {
    /// Where the numbers are.
    enum Storage: Sendable {
        /// Plain numbers from a place of a file on.
        case safetensors(MappedFile, SafetensorsFile.ElementType, start: Int)
        case gguf(GGUFFile, GGUFFile.Tensor)
    }

    let storage: Storage

    /// Copies the numbers with the given places in the tensor, which must be whole rows of it.
    func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
        switch storage {
        case .safetensors(let file, let type, let start):
            let source = UnsafeRawBufferPointer(rebasing: file.bytes[(start + range.lowerBound * type.size)...])
            type.weightFormat.expand(source, count: range.count, to: target)
        case .gguf(let file, let tensor):
            let rows = range.lowerBound / tensor.columns..<range.upperBound / tensor.columns
            for row in rows { file.copy(row: row, of: tensor, to: target + (row - rows.lowerBound) * tensor.columns) }
        }
    }

    /// The first `count` numbers, which the tensor must have.
    func floats(count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { target, initialized in
            initialized = count
            if let start = target.baseAddress { copy(0..<count, to: start) }
        }
    }
}

extension GGUFFile: TensorSource {
    /// - Parameter shape: rows and columns, or the columns of a vector.
    func rows(_ name: String, shape: [Int]) throws -> TensorRows {
        let tensor = try tensor(name, rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1)
        return TensorRows(storage: .gguf(self, tensor))
    }
}
