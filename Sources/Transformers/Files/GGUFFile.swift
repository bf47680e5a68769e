public import Foundation

/// A GGUF file: typed metadata, and tensors in many number formats (github.com/ggml-org/ggml, docs/gguf.md, versions 2 and 3).
///
/// The file is mapped, not read; every count, length and offset in it is checked before use. A model that is divided into files,
/// `NAME-00001-of-00003.gguf` and so on, is opened by the first of them.
public struct GGUFFile: Sendable {
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

    private let parts: [MappedFile]
    let path: String
    private let metadata: [String: Value]
    private let tensors: [String: WeightTensor]

    /// Opens a file.
    ///
    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, `unsupported`, or `damaged` with the place and the reason.
    public init(contentsOf url: URL) throws {
        let first = try MappedFile(contentsOf: url)
        path = url.path
        var reader = GGUFReader(first, path: url.path)
        var (metadata, tensors) = try reader.read()
        var parts = [first]
        if case .integer(let count)? = metadata["split.count"], count > 1 {
            let urls = Self.parts(of: url)
            guard urls.count == count, urls[0] == url else {
                throw ModelFileError(
                    .unsupported,
                    "\(url.path) is one of \(count) files of a model; give the first, which is called "
                        + "NAME-00001-of-\(Self.digits(Int(clamping: count))).gguf, with the others beside it")
            }
            for (index, url) in urls.enumerated().dropFirst() {
                parts.append(try Self.addPart(url, index: index, of: count, to: &tensors))
            }
            if case .integer(let expected)? = metadata["split.tensors.count"], expected != tensors.count {
                throw ModelFileError(
                    .damaged, "\(url.path) and its further files have \(tensors.count) tensors, not \(expected)")
            }
            metadata["split.count"] = nil
        }
        (self.metadata, self.tensors, self.parts) = (metadata, tensors, parts)
    }

    /// Reads the tensors of one more file of a divided model.
    private static func addPart(
        _ url: URL, index: Int, of count: Int64, to tensors: inout [String: WeightTensor]
    ) throws -> MappedFile {
        let file = try MappedFile(contentsOf: url)
        var reader = GGUFReader(file, path: url.path)
        let (metadata, found) = try reader.read()
        guard case .integer(Int64(index))? = metadata["split.no"], case .integer(count)? = metadata["split.count"]
        else {
            throw ModelFileError(
                .damaged, "\(url.path) is not file \(index + 1) of \(count) of its model; fetch it again")
        }
        for (name, tensor) in found {
            guard tensors.updateValue(tensor, forKey: name) == nil else {
                throw ModelFileError(.damaged, "\(url.path): tensor “\(name)” is in another file of the model too")
            }
        }
        return file
    }

    /// The most files of a divided model.
    private static let mostParts = 999

    /// The files of a model, by the name of one: itself, or where that ends in `-00002-of-00003.gguf`, all three.
    public static func parts(of url: URL) -> [URL] {
        let name = url.lastPathComponent
        guard let match = name.wholeMatch(of: /(.*-)(\d{5})-of-(\d{5})\.gguf/), let count = Int(match.3),
            (2...mostParts).contains(count)
        else { return [url] }
        return (1...count).map {
            url.deletingLastPathComponent().appending(
                path: "\(match.1)\(digits($0))-of-\(match.3).gguf", directoryHint: .notDirectory)
        }
    }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// A text of the metadata.
    func string(_ key: String) -> String? {
        if case .string(let value)? = metadata[key] { value } else { nil }
    }

    /// A number of the metadata.
    func integer(_ key: String) -> Int? {
        if case .integer(let value)? = metadata[key] { Int(exactly: value) } else { nil }
    }

    /// A whole number of the metadata.
    ///
    /// - Throws: `damaged` where it is missing without a default, or out of range.
    func integer(_ key: String, _ range: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
        let found = integer(key)
        guard let value = found ?? fallback, range.contains(value) else {
            throw ModelFileError(
                .damaged,
                "\(path): “\(key)” is \(found.map { "\($0)" } ?? "missing"), but must be from \(range.lowerBound) to "
                    + "\(range.upperBound)")
        }
        return value
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
}

extension GGUFFile: TensorSource {
    func hasTensor(_ name: String) -> Bool { tensors[name] != nil }

    func tensor(_ name: String, shape: [Int]) throws -> WeightTensor {
        guard let tensor = tensors[name] else {
            throw ModelFileError(.damaged, "\(path) has no tensor “\(name)”; fetch the model again")
        }
        let (rows, columns) = (shape.dropLast().reduce(1, *), shape.last ?? 1)
        guard tensor.rows == rows, tensor.columns == columns else {
            throw ModelFileError(
                .damaged,
                "\(path): tensor “\(name)” is \(tensor.rows) × \(tensor.columns), but \(rows) × \(columns) is needed; fetch the model again"
            )
        }
        return tensor
    }

    var parameterCount: Int { tensors.values.reduce(0) { $0 + $1.rows * $1.columns } }

    func releasePages() {
        for part in parts { part.releasePages() }
    }
}
