import CKernels
import Foundation
import TestSupport
import Testing
import Transformers

/// The files that keep an encoder's packed weights.
struct PackedEncoderTests {
    private let folder: URL
    private let model: URL
    private let kept: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "packed-encoder-\(UUID().uuidString)")
        model = folder.appending(path: "model")
        kept = folder.appending(path: "kept")
        try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
        let source = EncoderFixture("xlmr-mean").url
        try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
            try FileManager.default.copyItem(
                at: source.appending(path: name).resolvingSymlinksInPath(), to: model.appending(path: name))
        }
    }

    private func remove() {
        _ = chmod(kept.path, 0o755)
        try? FileManager.default.removeItem(at: folder)
    }

    /// The vector of a text; without a file for packed weights by default.
    private func vector(keptAt url: URL? = nil, precision: EncoderPrecision = .bfloat16) throws -> [Float] {
        try BertModel(contentsOf: model, threads: 2, precision: precision, prepared: url).embed([[5, 9, 7, 6]])[0]
    }

    /// The names of files that are kept; those of weights are not on a processor that runs encoders in f32 from their files.
    private func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: kept.path).sorted() }

    private var packed: URL { kept.appending(path: "packed") }

    private var isFused: Bool { ck_cpu_features() & UInt32(CK_AVX2) != 0 }

    @Test("An encoder opens the same with packed weights that were kept, and does not pack them again")
    func keeps() throws {
        defer { remove() }
        let expected = try vector()
        #expect(try vector(keptAt: packed) == expected)
        let names = try files()
        #expect(names.count == (isFused ? 2 : 1))
        let identifiers = try names.map {
            try FileManager.default.attributesOfItem(atPath: kept.path + "/" + $0)[.systemFileNumber] as? Int
        }
        #expect(try vector(keptAt: packed) == expected)
        #expect(try files() == names)
        let after = try names.map {
            try FileManager.default.attributesOfItem(atPath: kept.path + "/" + $0)[.systemFileNumber] as? Int
        }
        #expect(after == identifiers)
    }

    @Test("Each kind of arithmetic has a file of its own, whose name says which", arguments: ProcessorPath.all)
    func kinds(path: ProcessorPath) throws {
        defer { remove() }
        let features = path.features
        for precision in [EncoderPrecision.bfloat16, .int8] {
            try path.run {
                let plain = try vector(precision: precision)
                #expect(try vector(keptAt: packed, precision: precision) == plain)
                #expect(try vector(keptAt: packed, precision: precision) == plain)
            }
        }
        // None of these paths has bfloat16.
        #expect(try files() == (features & UInt32(CK_AVX2) != 0 ? ["packed-int12"] : []) + ["packed-vocabulary"])
    }

    @Test("Another model in the same place is packed again, though its file has the same size")
    func stale() throws {
        defer { remove() }
        let before = try vector(keptAt: packed)
        let file = model.appending(path: "model.safetensors")
        var bytes = try Data(contentsOf: file)
        // Numbers in f32: signs of some, in the last tensors of the file.
        for index in stride(from: bytes.count / 4 * 4 - 16_001, to: bytes.count, by: 16) { bytes[index] ^= 0x80 }
        try bytes.write(to: file)
        let after = try vector()
        #expect(after != before)
        #expect(try vector(keptAt: packed) == after)
    }

    @Test(
        "Packed weights that are damaged are packed again",
        arguments: ["cut", "one bit", "empty", "something else", "an older version"])
    func damaged(how: String) throws {
        defer { remove() }
        let expected = try vector(keptAt: packed)
        for name in try files() {
            let file = kept.appending(path: name)
            let sound = try Data(contentsOf: file)
            var bytes = sound
            switch how {
            case "cut": bytes.removeLast()
            case "one bit": bytes[bytes.count - 1000] ^= 4
            case "empty": bytes = Data()
            case "an older version": bytes[17] ^= 1
            default: bytes = Data(repeating: 0x41, count: bytes.count)
            }
            try bytes.write(to: file)
            #expect(try vector(keptAt: packed) == expected)
            #expect(try Data(contentsOf: file) == sound)
        }
    }

    @Test("Where nothing can be kept, the encoder opens all the same", arguments: ["missing", "read-only", "a folder"])
    func nowhere(how: String) throws {
        defer { remove() }
        let expected = try vector()
        switch how {
        case "read-only": _ = chmod(kept.path, 0o555)
        case "missing": try FileManager.default.removeItem(at: kept)
        default:
            for name in ["int12", "int8", "bfloat16", "vocabulary"] {
                try FileManager.default.createDirectory(
                    at: kept.appending(path: "packed-\(name)"), withIntermediateDirectories: true)
            }
        }
        #expect(try vector(keptAt: packed) == expected)
    }

    @Test("Several that open it at once get the same, and leave one whole file")
    func together() throws {
        defer { remove() }
        let expected = try vector()
        for _ in 0..<20 {
            for name in try files() { try FileManager.default.removeItem(at: kept.appending(path: name)) }
            let results = Results()
            DispatchQueue.concurrentPerform(iterations: 4) { _ in results.add(try? vector(keptAt: packed)) }
            #expect(results.vectors == Array(repeating: expected, count: 4))
            #expect(try files().count == (isFused ? 2 : 1))
        }
    }

    @Test("A reranker keeps its packed weights in the same way")
    func crossEncoder() throws {
        defer { remove() }
        let url = EncoderFixture("cross-xlmr").url
        let expected = try CrossEncoder(contentsOf: url, threads: 1).scores(of: ["a b", "c"], for: "d")
        for _ in 0..<2 {
            let model = try CrossEncoder(contentsOf: url, threads: 1, prepared: packed)
            #expect(try model.scores(of: ["a b", "c"], for: "d") == expected)
        }
        #expect(try files().count == (isFused ? 2 : 1))
    }

    @Test(
        "A kept vocabulary that no text could be divided with is worked out again, though its checksum is right",
        arguments: [[0], [1, 0, 0, 0, 2], [1, 0, 0, 0], [255], [0, 0, 0, 128]] as [[UInt8]])
    func nonsense(pattern: [UInt8]) throws {
        defer { remove() }
        let text = "a text: 水, déjà vu"
        let expected = try BertModel(contentsOf: model, prepared: packed).tokenizer
            .encode(text, recognizingSpecialTokens: false)
        let file = kept.appending(path: "packed-vocabulary")
        let sound = try Data(contentsOf: file)
        let size = sound.count - FuzzedReader.headerSize
        try FuzzedReader.sign((0..<size).map { pattern[$0 % pattern.count] }, as: file)
        #expect(
            try BertModel(contentsOf: model, prepared: packed).tokenizer
                .encode(text, recognizingSpecialTokens: false) == expected)
        #expect(try Data(contentsOf: file) == sound)
    }

    @Test("A model without one of its tensors leaves no weights behind")
    func broken() throws {
        defer { remove() }
        let file = model.appending(path: "model.safetensors")
        let bytes = try Data(contentsOf: file)
        guard let place = bytes.range(of: Data("encoder.layer.1.output.LayerNorm.bias".utf8)) else {
            Issue.record("the tensor is not there")
            return
        }
        var changed = bytes
        changed[place.lowerBound] = UInt8(ascii: "x")
        try changed.write(to: file)
        #expect(throws: ModelFileError.self) { try vector(keptAt: packed) }
        #expect(try files() == ["packed-vocabulary"])
    }
}

/// What several threads found.
///
/// `@unchecked Sendable`: the lock is held around every use.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var vectors: [[Float]?] = []

    func add(_ vector: [Float]?) { lock.withLock { vectors.append(vector) } }
}
