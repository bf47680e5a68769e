internal import Foundation

/// Writes a GGUF file of version 3 (github.com/ggml-org/ggml, docs/gguf.md). Weights go from where they are to the file without
/// being gathered in memory first.
struct GGUFWriter {
    /// A value of the metadata.
    enum Value {
        case uint32(UInt32)
        case float(Float)
        case bool(Bool)
        case string(String)
        case strings([ArraySlice<UInt8>])
        case int32s([Int32])
        case floats([Float])
        case bytes([UInt8])
    }

    private struct Tensor {
        var name: String
        var shape: [Int]
        var format: WeightFormat
        var bytes: UnsafeRawBufferPointer
    }

    private static let alignment = 32

    private var entries: [(key: String, value: Value)] = []
    private var tensors: [Tensor] = []

    /// Adds an entry of the metadata.
    mutating func add(_ key: String, _ value: Value) { entries.append((key, value)) }

    /// Adds a tensor.
    ///
    /// - Parameters:
    ///   - shape: rows and columns, or the columns of a vector.
    ///   - bytes: the numbers in their format, which must be there until the file is written.
    mutating func addTensor(_ name: String, shape: [Int], _ format: WeightFormat, _ bytes: UnsafeRawBufferPointer) {
        tensors.append(Tensor(name: name, shape: shape, format: format, bytes: bytes))
    }

    /// Writes the file, in the place of one that is there.
    ///
    /// - Throws: the system's error where it cannot be written.
    func write(to url: URL) throws {
        try header().write(to: url)
        let file = try FileHandle(forWritingTo: url)
        defer { try? file.close() }
        try file.seekToEnd()
        for tensor in tensors {
            guard let start = tensor.bytes.baseAddress else { continue }
            try file.write(
                contentsOf: Data(
                    bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: tensor.bytes.count, deallocator: .none
                ))
            try file.write(contentsOf: Data(count: Self.padding(behind: tensor.bytes.count)))
        }
    }

    private static func padding(behind count: Int) -> Int { (alignment - count % alignment) % alignment }

    /// All in front of the weights.
    private func header() -> Data {
        var data = Data("GGUF".utf8)
        append(UInt32(3), to: &data)
        append(UInt64(tensors.count), to: &data)
        append(UInt64(entries.count), to: &data)
        for (key, value) in entries {
            append(key.utf8, to: &data)
            append(value, to: &data)
        }
        var offset = 0
        for tensor in tensors {
            append(tensor.name.utf8, to: &data)
            append(UInt32(tensor.shape.count), to: &data)
            for extent in tensor.shape.reversed() { append(UInt64(extent), to: &data) }
            append(tensor.format.rawValue, to: &data)
            append(UInt64(offset), to: &data)
            offset += tensor.bytes.count + Self.padding(behind: tensor.bytes.count)
        }
        data.append(Data(count: Self.padding(behind: data.count)))
        return data
    }

    private func append(_ value: Value, to data: inout Data) {
        func array<Elements: Collection>(
            of type: UInt32, _ elements: Elements, _ body: (Elements.Element) -> Void
        ) {
            append(UInt32(9), to: &data)
            append(type, to: &data)
            append(UInt64(elements.count), to: &data)
            for element in elements { body(element) }
        }
        switch value {
        case .uint32(let number):
            append(UInt32(4), to: &data)
            append(number, to: &data)
        case .float(let number):
            append(UInt32(6), to: &data)
            append(number.bitPattern, to: &data)
        case .bool(let flag):
            append(UInt32(7), to: &data)
            data.append(flag ? 1 : 0)
        case .string(let text):
            append(UInt32(8), to: &data)
            append(text.utf8, to: &data)
        case .strings(let texts): array(of: 8, texts) { append($0, to: &data) }
        case .int32s(let numbers): array(of: 5, numbers) { append($0, to: &data) }
        case .floats(let numbers): array(of: 6, numbers) { append($0.bitPattern, to: &data) }
        case .bytes(let bytes): array(of: 0, bytes) { data.append($0) }
        }
    }

    private func append(_ number: some FixedWidthInteger, to data: inout Data) {
        withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }

    private func append(_ text: some Collection<UInt8>, to data: inout Data) {
        append(UInt64(text.count), to: &data)
        data.append(contentsOf: text)
    }
}
