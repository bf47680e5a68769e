/// Reads the header of a GGUF file, which may be hostile: nothing is allocated or multiplied before it is checked against the
/// size of the file.
struct GGUFReader {
    private let file: MappedFile
    private let path: String
    private var bytes: UnsafeRawBufferPointer { file.bytes }
    private var place = 0

    private static let maximumAlignment = 1 << 16

    init(_ file: MappedFile, path: String) {
        self.file = file
        self.path = path
    }

    mutating func read() throws -> (metadata: [String: GGUFFile.Value], tensors: [String: WeightTensor]) {
        guard bytes.count >= 24, bytes.prefix(4).elementsEqual("GGUF".utf8) else {
            throw ModelFileError(.notAModel, "\(path) is not a GGUF file")
        }
        place = 4
        let version: UInt32 = try number("the version")
        guard version == 2 || version == 3 else {
            throw ModelFileError(.unsupported, "\(path) has GGUF version \(version); versions 2 and 3 can be read")
        }
        let tensorCount = try count("the number of tensors", each: 24)
        let entryCount = try count("the number of metadata entries", each: 13)
        var metadata: [String: GGUFFile.Value] = [:]
        for _ in 0..<entryCount {
            let key = String(decoding: try string("a metadata key"), as: UTF8.self)
            let type: UInt32 = try number("the type of “\(key)”")
            guard metadata.updateValue(try value(of: type, key: key), forKey: key) == nil else {
                throw damaged("metadata “\(key)” occurs twice")
            }
        }
        return (metadata, try tensors(count: tensorCount, metadata: metadata))
    }

    private mutating func tensors(
        count: Int, metadata: [String: GGUFFile.Value]
    ) throws -> [String: WeightTensor] {
        var descriptions: [(name: String, shape: [Int], type: UInt32, offset: Int)] = []
        for _ in 0..<count {
            let name = String(decoding: try string("a tensor's name"), as: UTF8.self)
            let dimensions: UInt32 = try number("the dimensions of tensor “\(name)”")
            guard (1...4).contains(dimensions) else { throw damaged("tensor “\(name)” has \(dimensions) dimensions") }
            let shape = try (0..<dimensions).map { _ in try size("an extent of tensor “\(name)”") }
            let type: UInt32 = try number("the type of tensor “\(name)”")
            descriptions.append((name, shape, type, try size("the offset of tensor “\(name)”")))
        }
        var alignment = 32
        if case .integer(let value)? = metadata["general.alignment"] {
            guard value > 0, value <= Self.maximumAlignment, value & (value - 1) == 0 else {
                throw damaged("the alignment \(value) is not a power of two")
            }
            alignment = Int(value)
        }
        let start = (place + alignment - 1) / alignment * alignment
        var tensors: [String: WeightTensor] = [:]
        for description in descriptions {
            let tensor = try tensor(description, start: start, alignment: alignment)
            guard tensors.updateValue(tensor, forKey: description.name) == nil else {
                throw damaged("tensor “\(description.name)” occurs twice")
            }
        }
        try requireSeparate(tensors)
        return tensors
    }

    /// Tensors that share bytes would take more memory than the file has.
    private func requireSeparate(_ tensors: [String: WeightTensor]) throws {
        let sorted = tensors.sorted { $0.value.range.lowerBound < $1.value.range.lowerBound }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where first.value.range.upperBound > second.value.range.lowerBound {
            throw damaged("tensors “\(first.key)” and “\(second.key)” share bytes")
        }
    }

    private func tensor(
        _ description: (name: String, shape: [Int], type: UInt32, offset: Int), start: Int, alignment: Int
    ) throws -> WeightTensor {
        let name = description.name
        guard let format = WeightFormat(rawValue: description.type) else {
            throw ModelFileError(
                .unsupported,
                "\(path): tensor “\(name)” is stored as \(WeightFormat.name(of: description.type)), which cannot be run; "
                    + "take the model in F32, F16, BF16, Q4_0 to Q8_0 or Q2_K to Q6_K")
        }
        var elements = 1
        for extent in description.shape {
            let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
            guard extent > 0, !overflow, product <= bytes.count * 2 else {
                throw damaged("the shape \(description.shape) of tensor “\(name)” is impossible")
            }
            elements = product
        }
        let columns = description.shape[0]
        guard columns % format.blockLength == 0 else {
            throw damaged("the rows of tensor “\(name)” do not divide into blocks of \(format.blockLength)")
        }
        let size = elements / format.blockLength * format.blockSize
        guard description.offset % alignment == 0, start <= bytes.count, description.offset <= bytes.count - start,
            size <= bytes.count - start - description.offset
        else {
            throw damaged("the bytes of tensor “\(name)” lie outside the file")
        }
        let first = start + description.offset
        return WeightTensor(
            file: file, format: format, rows: elements / columns, columns: columns, range: first..<first + size)
    }

    private mutating func value(of type: UInt32, key: String) throws -> GGUFFile.Value {
        let what = "the value of “\(key)”"
        switch type {
        case 0: return .integer(Int64(try number(what) as UInt8))
        case 1: return .integer(Int64(try number(what) as Int8))
        case 2: return .integer(Int64(try number(what) as UInt16))
        case 3: return .integer(Int64(try number(what) as Int16))
        case 4: return .integer(Int64(try number(what) as UInt32))
        case 5: return .integer(Int64(try number(what) as Int32))
        case 6: return .float(Double(Float(bitPattern: try number(what))))
        case 7: return .bool(try number(what) as UInt8 != 0)
        case 8: return .string(String(decoding: try string(what), as: UTF8.self))
        case 9: return try array(key: key)
        case 10: return .integer(Int64(clamping: try number(what) as UInt64))
        case 11: return .integer(try number(what))
        case 12: return .float(Double(bitPattern: try number(what)))
        default: throw damaged("\(what) has the unknown type \(type)")
        }
    }

    private mutating func array(key: String) throws -> GGUFFile.Value {
        let what = "an element of “\(key)”"
        let type: UInt32 = try number("the element type of “\(key)”")
        let sizes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 0, 8, 8, 8]
        guard Int(type) < sizes.count, sizes[Int(type)] > 0 else {
            throw damaged("\(what) has the unknown type \(type)")
        }
        let count = try count("the length of “\(key)”", each: sizes[Int(type)])
        switch type {
        case 0, 1:
            defer { place += count }
            return .bytes(Array(bytes[place..<place + count]))
        case 6: return .floats(try (0..<count).map { _ in Float(bitPattern: try number(what)) })
        case 8:
            var strings = ByteStrings()
            strings.reserveCapacity(strings: count, bytes: 8 * count)
            for _ in 0..<count { strings.append(try string(what)) }
            return .strings(strings)
        case 4: return .integers(try (0..<count).map { _ in Int64(try number(what) as UInt32) })
        case 5: return .integers(try (0..<count).map { _ in Int64(try number(what) as Int32) })
        default:
            place += count * sizes[Int(type)]
            return .other
        }
    }

    /// A little-endian number.
    private mutating func number<Number: FixedWidthInteger>(_ what: @autoclosure () -> String) throws -> Number {
        let size = MemoryLayout<Number>.size
        guard size <= bytes.count - place else { throw damaged("it ends at \(what())") }
        defer { place += size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Number.self))
    }

    private mutating func size(_ what: @autoclosure () -> String) throws -> Int {
        let value: UInt64 = try number(what())
        guard let size = Int(exactly: value), size <= bytes.count * 2 else { throw damaged("\(what()) is \(value)") }
        return size
    }

    /// A count of things that take at least `each` bytes, so that the rest of the file must have room for all of them.
    private mutating func count(_ what: @autoclosure () -> String, each: Int) throws -> Int {
        let value: UInt64 = try number(what())
        guard value <= UInt64(bytes.count - place) / UInt64(each) else {
            throw damaged("\(what()) is \(value), more than the file has room for")
        }
        return Int(value)
    }

    private mutating func string(_ what: @autoclosure () -> String) throws -> UnsafeRawBufferPointer {
        let length = try count("the length of \(what())", each: 1)
        defer { place += length }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + length])
    }

    private func damaged(_ reason: String) -> ModelFileError {
        ModelFileError(.damaged, "\(path) is damaged: \(reason) (at byte \(place)); fetch the model again")
    }
}
