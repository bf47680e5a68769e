public import Foundation

/// A safetensors file: a JSON header that names tensors, and their bytes (huggingface.co/docs/safetensors).
///
/// The file is mapped, not read; every size and offset in its header is checked before use.
public struct SafetensorsFile: Sendable {
    /// How a tensor's numbers are stored.
    public enum ElementType: String, Sendable {
        case f32 = "F32"
        case f16 = "F16"
        case bf16 = "BF16"

        /// Bytes a number.
        var size: Int { weightFormat.blockSize }

        /// The same in a GGUF file.
        var weightFormat: WeightFormat {
            switch self {
            case .f32: .f32
            case .f16: .f16
            case .bf16: .bf16
            }
        }
    }

    private struct Tensor {
        var shape: [Int]
        var weights: WeightTensor
    }

    /// The longest header that is read, in bytes.
    private static let maximumHeaderSize = 100 << 20

    private let file: MappedFile
    private let path: String
    private let tensors: [String: Tensor]

    /// Opens a file.
    ///
    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, or `damaged` with the tensor and the reason.
    public init(contentsOf url: URL) throws {
        let file = try MappedFile(contentsOf: url)
        self.file = file
        path = url.path
        let bytes = file.bytes
        guard bytes.count >= 8 else {
            throw ModelFileError(.notAModel, "\(url.path) is too short for a safetensors file")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(Self.maximumHeaderSize), length <= UInt64(bytes.count - 8) else {
            throw ModelFileError(
                .damaged,
                "\(url.path): the header says it has \(length) bytes, but the file has \(bytes.count); fetch the model again"
            )
        }
        let dataStart = 8 + Int(length)
        let header = Data(bytes[8..<dataStart])
        guard let object = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else {
            throw ModelFileError(.notAModel, "\(url.path) is not a safetensors file: its header is not JSON")
        }
        var tensors: [String: Tensor] = [:]
        for (name, value) in object where name != "__metadata__" {
            guard let entry = value as? [String: Any] else { throw Self.damaged(url, name, "it has no description") }
            tensors[name] = try Self.tensor(entry, name: name, dataStart: dataStart, file: file, url: url)
        }
        try Self.requireSeparate(tensors, url)
        self.tensors = tensors
    }

    /// Tensors that share bytes would take more memory than the file has.
    private static func requireSeparate(_ tensors: [String: Tensor], _ url: URL) throws {
        let sorted = tensors.sorted { $0.value.weights.range.lowerBound < $1.value.weights.range.lowerBound }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where first.value.weights.range.upperBound > second.value.weights.range.lowerBound {
            throw damaged(url, first.key, "it shares bytes with “\(second.key)”")
        }
    }

    private static func tensor(
        _ entry: [String: Any], name: String, dataStart: Int, file: MappedFile, url: URL
    ) throws -> Tensor? {
        guard let typeName = entry["dtype"] as? String, let shape = entry["shape"] as? [Int],
            let offsets = entry["data_offsets"] as? [Int], offsets.count == 2
        else { throw damaged(url, name, "type, shape or offsets are missing") }
        guard let type = ElementType(rawValue: typeName) else { return nil }
        var size = type.size
        for extent in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else { throw damaged(url, name, "its shape \(shape) is impossible") }
            size = product
        }
        guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= file.bytes.count - dataStart else {
            throw damaged(url, name, "its bytes \(offsets[0])–\(offsets[1]) lie outside the file")
        }
        guard offsets[1] - offsets[0] == size else {
            throw damaged(url, name, "its shape \(shape) needs \(size) bytes, but it has \(offsets[1] - offsets[0])")
        }
        let columns = shape.last ?? 1
        return Tensor(
            shape: shape,
            weights: WeightTensor(
                file: file, format: type.weightFormat, rows: shape.dropLast().reduce(1, *), columns: columns,
                range: dataStart + offsets[0]..<dataStart + offsets[1]))
    }

    private static func damaged(_ url: URL, _ name: String, _ reason: String) -> ModelFileError {
        ModelFileError(.damaged, "\(url.path): tensor “\(name)”: \(reason); fetch the model again")
    }

    /// Names of all tensors of a type that can be read.
    public var names: [String] { tensors.keys.sorted() }

    /// A tensor's numbers as f32, row-major.
    ///
    /// - Parameter shape: what the model needs.
    /// - Throws: `damaged` where the tensor is missing or has another shape.
    public func floats(_ name: String, shape: [Int]) throws -> [Float] {
        try tensor(name, shape: shape).floats()
    }
}

extension SafetensorsFile: TensorSource {
    func hasTensor(_ name: String) -> Bool { tensors[name] != nil }

    func tensor(_ name: String, shape: [Int]) throws -> WeightTensor {
        guard let tensor = tensors[name] else {
            throw ModelFileError(
                .damaged, "\(path) has no tensor “\(name)”; it is not the model that its config.json says")
        }
        guard tensor.shape == shape else {
            throw ModelFileError(
                .damaged, "\(path): tensor “\(name)” has shape \(tensor.shape), but \(shape) is needed")
        }
        return tensor.weights
    }

    var parameterCount: Int { tensors.values.reduce(0) { $0 + $1.weights.rows * $1.weights.columns } }

    func releasePages() { file.releasePages() }
}
