import Foundation

/// Writes safetensors files, right ones and wrong ones (huggingface.co/docs/safetensors).
struct SafetensorsBuilder {
    struct Tensor {
        var name: String
        var type = "F32"
        var shape: [Int]
        var data: [UInt8]
    }

    var tensors: [Tensor] = []

    /// Adds f32 numbers.
    mutating func add(_ name: String, _ shape: [Int], _ values: [Float]) {
        let data = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
        tensors.append(Tensor(name: name, shape: shape, data: data))
    }

    func header() -> String {
        var offset = 0
        let entries = tensors.map { tensor in
            defer { offset += tensor.data.count }
            return """
                "\(tensor.name)":{"dtype":"\(tensor.type)","shape":\(tensor.shape),\
                "data_offsets":[\(offset),\(offset + tensor.data.count)]}
                """
        }
        return "{" + (["\"__metadata__\":{\"format\":\"pt\"}"] + entries).joined(separator: ",") + "}"
    }

    func file() -> [UInt8] { Self.file(header: header(), data: tensors.flatMap(\.data)) }

    /// A file with this header, whatever it says.
    static func file(header: String, length: UInt64? = nil, data: [UInt8]) -> [UInt8] {
        let header = Array(header.utf8)
        return withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Array($0) } + header + data
    }
}
