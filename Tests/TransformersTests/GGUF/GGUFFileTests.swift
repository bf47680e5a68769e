import Foundation
import TestSupport
import Testing
import Transformers

/// What a sound file gives, seen through the model that is made of it.
struct GGUFFileTests {
    private func model(_ builder: GGUFBuilder) throws -> DecoderModel {
        try withModelFile(builder.file()) { try DecoderModel(contentsOf: $0, threads: 1) }
    }

    @Test("Versions 2 and 3 are read", arguments: [2, 3] as [UInt32])
    func versions(version: UInt32) throws {
        var builder = TinyDecoder().builder
        builder.version = version
        let model = try model(builder)
        #expect(model.name == "Tiny" && model.contextLength == 512 && model.vocabularySize == 70)
        #expect(model.beginningOfText == 0 && model.endOfText == 1 && model.addsBeginningOfText)
        #expect(model.endTokens == [1])
        #expect(model.chatTemplate == nil)
        // 70 × 64 embeddings, five norms of 64, and two layers of 2 × (128 + 64) × 64 + 3 × 96 × 64.
        #expect(model.parameterCount == 70 * 64 + 5 * 64 + 2 * (2 * (128 + 64) * 64 + 3 * 96 * 64))
    }

    @Test(
        "A number is read from every type that holds numbers",
        arguments: [
            .uint8(96), .int8(96), .uint16(96), .int16(96), .uint32(96), .int32(96), .uint64(96), .int64(96),
        ] as [GGUFBuilder.Value])
    func numbers(value: GGUFBuilder.Value) throws {
        var builder = TinyDecoder().builder
        builder.set("llama.feed_forward_length", value)
        builder.set("llama.context_length", value)
        #expect(try model(builder).contextLength == 96)
    }

    @Test(
        "Values of every type are passed over where nobody asks for them",
        arguments: [
            .bool(1), .float32(.nan), .float64(-.infinity), .string("🙂"), .strings(["a", "", "b"]), .int32s([1, -1]),
            .int64(.min), .uint64(.max), .rawArray(type: 6, count: 2, bytes: [0, 0, 0, 0, 0, 0, 0, 0]),
            .rawArray(type: 12, count: 1, bytes: [0, 0, 0, 0, 0, 0, 0, 0]),
            .rawArray(type: 7, count: 3, bytes: [0, 1, 2]),
            .rawArray(type: 0, count: 0, bytes: []),
        ] as [GGUFBuilder.Value])
    func otherValues(value: GGUFBuilder.Value) throws {
        var builder = TinyDecoder().builder
        builder.entries.insert(("other.thing", value), at: 3)
        #expect(try model(builder).contextLength == 512)
    }

    @Test("Another alignment than 32 is followed", arguments: [1, 8, 64, 4096])
    func alignments(alignment: Int) throws {
        var builder = TinyDecoder().builder
        builder.alignment = alignment
        builder.set("general.alignment", .uint32(UInt32(alignment)))
        let expected = try DecoderContext(try model(TinyDecoder().builder), capacity: 8)
        let context = try DecoderContext(try model(builder), capacity: 8)
        try expected.read([3, 4, 5])
        try context.read([3, 4, 5])
        #expect(context.logits == expected.logits)
    }

    @Test("Tensors in another order, and with others between them, are found by name")
    func order() throws {
        var builder = TinyDecoder(.q80).builder
        let expected = try DecoderContext(try model(builder), capacity: 8)
        builder.tensors.reverse()
        builder.tensors.insert(
            .init(name: "unused", shape: [2, 2, 2], type: 0, data: Array(repeating: 1, count: 32)), at: 4)
        let context = try DecoderContext(try model(builder), capacity: 8)
        try expected.read([3, 4, 5])
        try context.read([3, 4, 5])
        #expect(context.logits == expected.logits)
    }

    @Test("A model whose file is deleted goes on working")
    func deleted() throws {
        let context = try DecoderContext(try model(TinyDecoder().builder), capacity: 8)
        try context.read([0, 69])
        #expect(context.logits.count == 70 && context.logits.allSatisfy { $0.isFinite })
    }
}
