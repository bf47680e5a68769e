public import Foundation

/// A GGUF file: typed metadata, and tensors in many number formats (github.com/ggml-org/ggml, docs/gguf.md, versions 2 and 3).
///
/// The file is mapped, not read; every count, length and offset in it is checked before use.
public struct GGUFFile: Sendable {
    /// A tensor of the file.
    struct Tensor: Sendable {
        var format: WeightFormat
        /// Rows and columns; a vector is one row. Columns lie beside each other.
        var rows: Int
        var columns: Int
        var bytes: Range<Int>
    }

    /// A value of the metadata. Arrays of strings and of numbers are all that models use.
    enum Value: Sendable {
        case integer(Int64)
        case float(Double)
        case bool(Bool)
        case string(String)
        case strings(ByteStrings)
        case integers([Int64])
        case floats([Float])
        case bytes([UInt8])
        case other
    }

    private let file: MappedFile
    let path: String
    private let metadata: [String: Value]
    private let tensors: [String: Tensor]

    /// Opens a file.
    ///
    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, `unsupported`, or `damaged` with the place and the reason.
    public init(contentsOf url: URL) throws {
        file = try MappedFile(contentsOf: url)
        path = url.path
        var reader = GGUFReader(bytes: file.bytes, path: url.path)
        (metadata, tensors) = try reader.read()
    }

    /// A text of the metadata.
    func string(_ key: String) -> String? {
        if case .string(let value)? = metadata[key] { value } else { nil }
    }

    /// A number of the metadata.
    func integer(_ key: String) -> Int? {
        if case .integer(let value)? = metadata[key] { Int(exactly: value) } else { nil }
    }

    /// A number of the metadata, whole or not.
    func float(_ key: String) -> Double? {
        switch metadata[key] {
        case .float(let value)?: value
        case .integer(let value)?: Double(value)
        default: nil
        }
    }

    /// A flag of the metadata.
    func bool(_ key: String) -> Bool? {
        if case .bool(let value)? = metadata[key] { value } else { nil }
    }

    /// A list of byte strings of the metadata.
    func strings(_ key: String) -> ByteStrings? {
        if case .strings(let value)? = metadata[key] { value } else { nil }
    }

    /// A list of whole numbers of the metadata.
    func integers(_ key: String) -> [Int64]? {
        if case .integers(let value)? = metadata[key] { value } else { nil }
    }

    /// A list of numbers with fractions of the metadata.
    func floats(_ key: String) -> [Float]? {
        if case .floats(let value)? = metadata[key] { value } else { nil }
    }

    /// Raw bytes of the metadata.
    func bytes(_ key: String) -> [UInt8]? {
        if case .bytes(let value)? = metadata[key] { value } else { nil }
    }

    /// Whether the file has a tensor of this name.
    func hasTensor(_ name: String) -> Bool { tensors[name] != nil }

    /// A tensor of a given shape.
    ///
    /// - Throws: `damaged` where it is missing or has another shape.
    func tensor(_ name: String, rows: Int, columns: Int) throws -> Tensor {
        guard let tensor = tensors[name] else {
            throw ModelFileError(.damaged, "\(path) has no tensor “\(name)”; fetch the model again")
        }
        guard tensor.rows == rows, tensor.columns == columns else {
            throw ModelFileError(
                .damaged,
                "\(path): tensor “\(name)” is \(tensor.rows) × \(tensor.columns), but \(rows) × \(columns) is needed; fetch the model again"
            )
        }
        return tensor
    }

    /// Bytes of the file.
    var size: Int { file.bytes.count }

    /// When the file was last changed, in nanoseconds since 1970.
    var modificationTime: Int { file.modificationTime }

    /// The number of weights in all tensors.
    var parameterCount: Int { tensors.values.reduce(0) { $0 + $1.rows * $1.columns } }

    /// The bytes of a tensor.
    func bytes(of tensor: Tensor) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file.bytes[tensor.bytes])
    }

    /// Writes a row of a tensor as f32: [columns].
    func copy(row: Int, of tensor: Tensor, to target: UnsafeMutablePointer<Float>) {
        let rowSize = tensor.columns / tensor.format.blockLength * tensor.format.blockSize
        let bytes = UnsafeRawBufferPointer(rebasing: bytes(of: tensor)[row * rowSize..<(row + 1) * rowSize])
        tensor.format.expand(bytes, count: tensor.columns, to: target)
    }

    /// A row of a tensor as f32: [columns].
    func floats(of tensor: Tensor, row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: tensor.columns) { target, initialized in
            if let start = target.baseAddress { copy(row: row, of: tensor, to: start) }
            initialized = tensor.columns
        }
    }

    /// Lets the system take back the memory of what was read and is not needed again soon.
    func releasePages() { file.releasePages() }
}
