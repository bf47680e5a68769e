/// A tensor in a mapped file. Its numbers are converted to f32 as they are copied.
struct WeightTensor: Sendable {
    /// The file that has it.
    let file: MappedFile
    /// How the file stores its numbers.
    let format: WeightFormat
    /// Rows and columns; a vector is one row. Columns lie beside each other.
    let rows: Int
    let columns: Int
    /// Its place in the file.
    let range: Range<Int>

    /// Its bytes, as the file has them.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[range]) }

    /// Copies the numbers with the given places, which must be whole rows.
    func copy(_ places: Range<Int>, to target: UnsafeMutablePointer<Float>) {
        let (length, size) = (format.blockLength, format.blockSize)
        let blocks = places.lowerBound / length * size..<places.upperBound / length * size
        format.expand(UnsafeRawBufferPointer(rebasing: bytes[blocks]), count: places.count, to: target)
    }

    /// Copies a row: [columns].
    func copy(row: Int, to target: UnsafeMutablePointer<Float>) {
        copy(row * columns..<(row + 1) * columns, to: target)
    }

    /// All numbers: [rows, columns].
    func floats() -> [Float] {
        let count = rows * columns
        return [Float](unsafeUninitializedCapacity: count) { target, initialized in
            initialized = count
            if let start = target.baseAddress, count > 0 { copy(0..<count, to: start) }
        }
    }
}
