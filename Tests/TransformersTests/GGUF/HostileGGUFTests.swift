import Foundation
import TestSupport
import Testing
import Transformers

/// Model files come from strangers: whatever is in them, the reader gives an error that says what is wrong.
struct HostileGGUFTests {
    /// A file that is wrong in one way, and what has to be said about it.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let code: ModelFileError.Code
        /// A part of the message.
        let message: String
        let change: @Sendable (inout GGUFBuilder) -> Void

        init(
            _ name: String, _ code: ModelFileError.Code, _ message: String,
            _ change: @escaping @Sendable (inout GGUFBuilder) -> Void
        ) {
            (testDescription, self.code, self.message, self.change) = (name, code, message, change)
        }

        init(_ name: String, _ message: String, _ change: @escaping @Sendable (inout GGUFBuilder) -> Void) {
            self.init(name, .damaged, message, change)
        }
    }

    /// The error of opening a file of these bytes.
    private func error(_ bytes: [UInt8]) throws -> ModelFileError? {
        try withModelFile(bytes) { file in
            do { _ = try DecoderModel(contentsOf: file, threads: 1) } catch let error as ModelFileError {
                #expect(error.message.contains(file.lastPathComponent), "\(error.message)")
                return error
            }
            return nil
        }
    }

    static let headers: [Case] = [
        Case("another magic", .notAModel, "is not a GGUF file") { $0.magic = Array("GGML".utf8) },
        Case("version 1", .unsupported, "GGUF version 1") { $0.version = 1 },
        Case("version 4", .unsupported, "GGUF version 4") { $0.version = 4 },
        Case("big endian", .unsupported, "GGUF version 50331648") { $0.version = 3 << 24 },
        Case("2^64 - 1 tensors", "the number of tensors is 18446744073709551615") { $0.tensorCount = .max },
        Case("2^40 tensors", "the number of tensors is 1099511627776") { $0.tensorCount = 1 << 40 },
        Case("2^63 entries", "metadata entries is 9223372036854775808") { $0.entryCount = 1 << 63 },
        Case("more entries than there are", "the length of a metadata key") {
            $0.entryCount = UInt64($0.entries.count) + 5
        },
        Case("fewer entries than there are", "tensor “llama.embedding_length”") { $0.entryCount = 3 },
        Case("a key twice", "metadata “general.name” occurs twice") {
            $0.entries.append(("general.name", .string("again")))
        },
        Case("a value of type 13", "unknown type 13") { $0.entries.append(("x", .raw(type: 13, bytes: []))) },
        Case("a value of type 2^32 - 1", "unknown type 4294967295") {
            $0.entries.append(("x", .raw(type: .max, bytes: [])))
        },
        Case("an array of arrays", "unknown type 9") {
            $0.entries.append(("x", .rawArray(type: 9, count: 1, bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])))
        },
        Case("2^61 doubles", "the length of “x” is 2305843009213693952") {
            $0.entries.append(("x", .rawArray(type: 12, count: 1 << 61, bytes: [])))
        },
        Case("2^64 - 1 strings", "the length of “x” is 18446744073709551615") {
            $0.entries.append(("x", .rawArray(type: 8, count: .max, bytes: [])))
        },
        Case("a string of 2^63 bytes", "is 9223372036854775808, more than the file has room for") {
            $0.entries.append(("x", .raw(type: 8, bytes: GGUFBuilder.bytes(UInt64(1) << 63))))
        },
        Case("a string longer than the file", "more than the file has room for") {
            $0.entries.append(("x", .rawArray(type: 8, count: 1, bytes: GGUFBuilder.bytes(UInt64(1) << 30))))
        },
        Case("an alignment of 0", "the alignment 0") { $0.set("general.alignment", .uint32(0)) },
        Case("an alignment of 24", "the alignment 24") { $0.set("general.alignment", .uint32(24)) },
        Case("an alignment below 0", "the alignment -32") { $0.set("general.alignment", .int32(-32)) },
        Case("an alignment of 2^63", "the alignment 9223372036854775807") {
            $0.set("general.alignment", .uint64(1 << 63))
        },
    ]

    static let tensors: [Case] = [
        Case("a tensor twice", "tensor “output_norm.weight” occurs twice") { builder in
            if let norm = builder.tensors.first(where: { $0.name == "output_norm.weight" }) {
                builder.tensors.append(norm)
            }
        },
        Case("no dimensions", "0 dimensions") {
            $0.change("output_norm.weight") { ($0.dimensions, $0.shape) = (0, []) }
        },
        Case("2^32 - 1 dimensions", "4294967295 dimensions") {
            $0.change("output_norm.weight") { $0.dimensions = .max }
        },
        Case("an extent of 0", "is impossible") { $0.change("output_norm.weight") { $0.shape = [64, 0] } },
        Case("an extent of 2^64 - 1", "is 18446744073709551615") {
            $0.change("output_norm.weight") { $0.shape = [.max] }
        },
        Case("a product that overflows to a small number", "an extent of tensor “output_norm.weight” is 4294967296") {
            $0.change("output_norm.weight") { $0.shape = [1 << 32, 1 << 32, 1, 64] }
        },
        Case("a product that is larger than the file", "is impossible") {
            $0.change("output_norm.weight") { $0.shape = [64, 60_000, 60_000, 60_000] }
        },
        Case("rows that are no whole blocks", "do not divide into blocks of 32") {
            $0.change("blk.0.attn_q.weight") { $0.shape = [48, 128] }
        },
        Case("an unknown type", .unsupported, "tensor “output_norm.weight” is stored as number 99") {
            $0.change("output_norm.weight") { $0.type = 99 }
        },
        Case("a type that is not run", .unsupported, "is stored as IQ4_XS, which cannot be run; take the model in F32")
        {
            $0.change("blk.1.ffn_up.weight") { $0.type = 23 }
        },
        Case("rows that are no whole blocks of 256", "do not divide into blocks of 256") {
            $0.change("blk.1.ffn_up.weight") { $0.type = 12 }
        },
        Case("an offset of 2^64 - 32", "the offset of tensor “output_norm.weight” is 18446744073709551584") {
            $0.change("output_norm.weight") { $0.offset = .max - 31 }
        },
        Case("an offset that is not aligned", "output_norm.weight") {
            $0.change("output_norm.weight") { $0.offset = 33 }
        },
        Case("bytes past the end", "the bytes of tensor “output_norm.weight” lie outside the file") {
            $0.change("output_norm.weight") { $0.offset = 57_632 }
        },
        Case("tensors that share bytes", "tensors “token_embd.weight” and “output_norm.weight” share bytes") {
            $0.change("output_norm.weight") { $0.offset = 32 }
        },
        Case("a missing tensor", "has no tensor “blk.1.ffn_down.weight”") {
            $0.tensors.removeAll { $0.name == "blk.1.ffn_down.weight" }
        },
        Case("a matrix of the wrong shape", "tensor “blk.0.attn_k.weight” is 32 × 64, but 64 × 64 is needed") {
            $0.change("blk.0.attn_k.weight") { $0.shape = [64, 32] }
        },
        Case("a norm of the wrong length", "tensor “blk.0.attn_norm.weight” is 1 × 32, but 1 × 64 is needed") {
            $0.change("blk.0.attn_norm.weight") { $0.shape = [32] }
        },
    ]

    static let configurations: [Case] = [
        Case("another architecture", .unsupported, "the architecture “mamba” cannot be run; llama, qwen2, qwen3") {
            $0.set("general.architecture", .string("mamba"))
        },
        Case("no architecture", .unsupported, "the architecture “unknown”") { $0.set("general.architecture", nil) },
        Case("no layers", "“llama.block_count” is 0") { $0.set("llama.block_count", .uint32(0)) },
        Case("2^32 - 1 layers", "“llama.block_count” is 4294967295") { $0.set("llama.block_count", .uint32(.max)) },
        Case("layers below 0", "“llama.block_count” is -1") { $0.set("llama.block_count", .int32(-1)) },
        Case("a size that is a text", "“llama.embedding_length” is missing") {
            $0.set("llama.embedding_length", .string("64"))
        },
        Case("no heads", "“llama.attention.head_count” is 0") { $0.set("llama.attention.head_count", .uint32(0)) },
        Case("heads that share no keys evenly", .unsupported, "4/3 heads of 32 over 64 cannot be run") {
            $0.set("llama.attention.head_count_kv", .uint32(3))
        },
        Case("heads of an odd size", .unsupported, "heads of 20 over 64") {
            $0.set("llama.attention.key_length", .uint32(20))
        },
        Case("a context of 0", "“llama.context_length” is 0") { $0.set("llama.context_length", .uint32(0)) },
        Case("a rotary base of 0", "its rotary base is 0") { $0.set("llama.rope.freq_base", .float32(0)) },
        Case("a rotary base that is no number", "“llama.rope.freq_base” is nan") {
            $0.set("llama.rope.freq_base", .float32(.nan))
        },
        Case("positions of another scaling", .unsupported, "(“longrope” scaling) cannot be run") {
            $0.set("llama.rope.scaling.type", .string("longrope"))
        },
        Case("part of a head turning", .unsupported, "its rotary positions") {
            $0.set("llama.rope.dimension_count", .uint32(16))
        },
        Case("no vocabulary", "has no vocabulary") { $0.set("tokenizer.ggml.tokens", nil) },
        Case("an empty vocabulary", "has no vocabulary") { $0.set("tokenizer.ggml.tokens", .strings([])) },
        Case("a vocabulary that is not the embeddings'", "tensor “token_embd.weight” is 70 × 64, but 3 × 64 is needed")
        {
            $0.set("tokenizer.ggml.tokens", .strings(["a", "b", "c"]))
        },
        Case("another tokenizer", .unsupported, "tokenizers of the kind “rwkv” cannot be run") {
            $0.set("tokenizer.ggml.model", .string("rwkv"))
        },
        Case("no merges", "has no merges") { $0.set("tokenizer.ggml.merges", nil) },
        Case("a piece that takes long to divide", .unsupported, "token 69 has 1025 bytes; pieces have at most 1024") {
            let pieces = (0..<69).map { "\($0)" } + [String(repeating: "a", count: 1025)]
            $0.set("tokenizer.ggml.model", .string("llama"))
            $0.set("tokenizer.ggml.tokens", .strings(pieces))
            $0.set("tokenizer.ggml.scores", .rawArray(type: 6, count: 70, bytes: [UInt8](repeating: 0, count: 280)))
        },
        Case("an unknown way to divide words", .unsupported, "the rule “viking”") {
            $0.set("tokenizer.ggml.pre", .string("viking"))
        },
    ]

    @Test("A hostile file gives an error that says what is wrong", arguments: headers + tensors + configurations)
    func hostile(hostile: Case) throws {
        var builder = TinyDecoder().builder
        hostile.change(&builder)
        let error = try #require(try error(builder.file()), "it was opened")
        #expect(error.code == hostile.code && error.message.contains(hostile.message), "\(error.message)")
    }

    @Test("A file cut anywhere in its header gives an error")
    func cutHeader() throws {
        let builder = TinyDecoder().builder
        let header = builder.header()
        for length in 0..<header.count {
            let error = try #require(try error(Array(header[..<length])), "\(length) bytes were opened")
            #expect(error.code == (length == 0 || length >= 24 ? .damaged : .notAModel), "\(length): \(error.message)")
        }
    }

    @Test("A file cut anywhere in its data gives an error")
    func cutData() throws {
        let builder = TinyDecoder().builder
        let file = builder.file()
        for length in Array(stride(from: builder.header().count, to: file.count, by: 97)) + [file.count - 1] {
            let error = try #require(try error(Array(file[..<length])), "\(length) bytes were opened")
            #expect(error.code == .damaged && error.message.contains(" of tensor “"), "\(length): \(error.message)")
        }
        #expect(try error(file) == nil)
    }

    @Test("A file with random bytes in it gives an error or a model that runs, never a crash", arguments: 0..<4)
    func randomBytes(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        let builder = TinyDecoder(WeightCoding.allCases[seed]).builder
        let sound = builder.file()
        let header = builder.header().count
        for round in 0..<100 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let place = Int.random(in: 24..<(round % 4 == 0 ? bytes.count : header), using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            try withModelFile(bytes) { file in
                do {
                    let model = try DecoderModel(contentsOf: file, threads: 1)
                    let context = try DecoderContext(model, capacity: 16)
                    try context.read([2, 3])
                    try context.read(Array(4..<14))
                    #expect(context.logits.count == model.vocabularySize)
                    _ = model.tokenizer.decode(model.tokenizer.encode("a b 🙂", recognizingSpecialTokens: true))
                } catch is ModelFileError {}
            }
        }
    }

    @Test("Random bytes in the default model's header give errors or a model, never a crash")
    func randomBytesOfDefault() throws {
        let sound = try FileHandle(forReadingFrom: TestModels.smolLM2()).read(upToCount: 1 << 16) ?? Data()
        var random = SplitMix64(state: 5)
        for _ in 0..<50 {
            var bytes = Array(sound)
            for _ in 0..<10 {
                bytes[Int.random(in: 4..<4096, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            #expect(try error(bytes) != nil)
        }
    }

    @Test("What is no file, or cannot be read, gives the system's reason")
    func unreadable() throws {
        let folder = FileManager.default.temporaryDirectory
        func error(_ url: URL) throws -> ModelFileError? {
            do { _ = try GGUFFile(contentsOf: url) } catch { return error as? ModelFileError }
            return nil
        }
        let missing = folder.appending(path: "no-such-model.gguf")
        #expect(
            try error(missing)
                == ModelFileError(.unreadable, "\(missing.path) cannot be read: No such file or directory"))
        #expect(
            try error(folder)
                == ModelFileError(.unreadable, "\(folder.path) is not a file; give the path of a model file"))
        let pipe = folder.appending(path: "pipe-\(UUID().uuidString)")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        defer { try? FileManager.default.removeItem(at: pipe) }
        #expect(try error(pipe)?.message == "\(pipe.path) is not a file; give the path of a model file")
        #expect(try error(TestModels.miniLM().appending(path: "model.safetensors"))?.code == .notAModel)
    }
}
