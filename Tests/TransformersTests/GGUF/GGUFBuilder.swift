import Foundation

/// Writes GGUF files, right ones and wrong ones (github.com/ggml-org/ggml, docs/gguf.md).
struct GGUFBuilder {
    enum Value {
        case uint8(UInt8), int8(Int8), uint16(UInt16), int16(Int16), uint32(UInt32), int32(Int32)
        case uint64(UInt64), int64(Int64)
        case float32(Float), float64(Double)
        case bool(UInt8)
        case string(String)
        case strings([String])
        case int32s([Int32])
        /// An element type, a count and bytes, as they come.
        case rawArray(type: UInt32, count: UInt64, bytes: [UInt8])
        /// A type and bytes, as they come.
        case raw(type: UInt32, bytes: [UInt8])
    }

    struct Tensor {
        var name: String
        /// Columns first, as in the file.
        var shape: [UInt64]
        var type: UInt32
        var data: [UInt8]
        /// Where its bytes are, if not behind those of the tensor before.
        var offset: UInt64?
        var dimensions: UInt32?
    }

    var magic: [UInt8] = Array("GGUF".utf8)
    var version: UInt32 = 3
    var entries: [(key: String, value: Value)] = []
    var tensors: [Tensor] = []
    var tensorCount: UInt64?
    var entryCount: UInt64?
    /// To what offsets are rounded up; what the file says is the entry “general.alignment”.
    var alignment = 32

    /// Replaces an entry, adds it, or with nil takes it away.
    mutating func set(_ key: String, _ value: Value?) {
        let index = entries.firstIndex { $0.key == key }
        switch (index, value) {
        case (let index?, let value?): entries[index].value = value
        case (let index?, nil): entries.remove(at: index)
        case (nil, let value?): entries.append((key, value))
        case (nil, nil): break
        }
    }

    /// Changes a tensor.
    mutating func change(_ name: String, _ body: (inout Tensor) -> Void) {
        for index in tensors.indices where tensors[index].name == name { body(&tensors[index]) }
    }

    /// The bytes in front of the tensors' data.
    func header() -> [UInt8] {
        var bytes = magic + Self.bytes(version)
        bytes += Self.bytes(tensorCount ?? UInt64(tensors.count)) + Self.bytes(entryCount ?? UInt64(entries.count))
        for entry in entries { bytes += Self.bytes(entry.key) + Self.bytes(entry.value) }
        var place: UInt64 = 0
        for tensor in tensors {
            bytes += Self.bytes(tensor.name) + Self.bytes(tensor.dimensions ?? UInt32(tensor.shape.count))
            bytes += tensor.shape.flatMap { Self.bytes($0) }
            bytes += Self.bytes(tensor.type) + Self.bytes(tensor.offset ?? place)
            place = UInt64(rounded(Int(place) + tensor.data.count))
        }
        return bytes
    }

    /// The whole file.
    func file() -> [UInt8] {
        var bytes = header()
        for tensor in tensors where !tensor.data.isEmpty {
            bytes += [UInt8](repeating: 0, count: rounded(bytes.count) - bytes.count)
            bytes += tensor.data
        }
        return bytes
    }

    private func rounded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

    static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    static func bytes(_ string: String) -> [UInt8] { bytes(UInt64(string.utf8.count)) + Array(string.utf8) }

    private static func bytes(_ value: Value) -> [UInt8] {
        switch value {
        case .uint8(let number): bytes(UInt32(0)) + bytes(number)
        case .int8(let number): bytes(UInt32(1)) + bytes(number)
        case .uint16(let number): bytes(UInt32(2)) + bytes(number)
        case .int16(let number): bytes(UInt32(3)) + bytes(number)
        case .uint32(let number): bytes(UInt32(4)) + bytes(number)
        case .int32(let number): bytes(UInt32(5)) + bytes(number)
        case .float32(let number): bytes(UInt32(6)) + bytes(number.bitPattern)
        case .bool(let flag): bytes(UInt32(7)) + [flag]
        case .string(let text): bytes(UInt32(8)) + bytes(text)
        case .strings(let texts):
            bytes(UInt32(9)) + bytes(UInt32(8)) + bytes(UInt64(texts.count)) + texts.flatMap { bytes($0) }
        case .int32s(let numbers):
            bytes(UInt32(9)) + bytes(UInt32(5)) + bytes(UInt64(numbers.count)) + numbers.flatMap { bytes($0) }
        case .uint64(let number): bytes(UInt32(10)) + bytes(number)
        case .int64(let number): bytes(UInt32(11)) + bytes(number)
        case .float64(let number): bytes(UInt32(12)) + bytes(number.bitPattern)
        case .rawArray(let type, let count, let content): bytes(UInt32(9)) + bytes(type) + bytes(count) + content
        case .raw(let type, let content): bytes(type) + content
        }
    }
}

/// Calls `body` with a file of these bytes, which is deleted afterwards.
func withModelFile<Result>(_ bytes: [UInt8], _ body: (URL) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString).gguf")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file)
}
