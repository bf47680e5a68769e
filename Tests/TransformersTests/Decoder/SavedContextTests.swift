import Foundation
import Testing
import Transformers

/// Contexts that are kept in files.
struct SavedContextTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "context-\(UUID().uuidString)")
    private let text: [Int32] = (0..<45).map { Int32($0 * 7 % 60 + 3) }

    private func model(_ tiny: TinyDecoder = TinyDecoder()) throws -> DecoderModel {
        try withModelFile(tiny.builder.file()) { try DecoderModel(contentsOf: $0, threads: 1) }
    }

    @Test(
        "What a file has of a text is not read again, and goes on with the same bits", arguments: [1, 31, 32, 33, 40])
    func restored(count: Int) throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let model = try model()
        let whole = try DecoderContext(model, capacity: 64)
        try whole.read(text)
        whole.save(first: 40, to: file)
        let other = try DecoderContext(model, capacity: 100)
        try other.read([9, 9, 9])
        // Up to here the texts are the same.
        let changed = text[..<count] + [text[count] ^ 1] + text[(count + 1)...]
        #expect(other.restore(Array(changed), from: file) == count)
        #expect(other.tokens == Array(text[..<count]))
        try other.read(Array(text[count...]))
        #expect(other.logits == whole.logits)
    }

    @Test("A file of another model, a damaged one, another text and none give nothing")
    func refused() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let model = try model()
        let context = try DecoderContext(model, capacity: 64)
        try context.read(text)
        #expect(context.restore(text, from: file) == 0)
        context.save(first: 40, to: file)
        #expect(try DecoderContext(self.model(TinyDecoder(.q80)), capacity: 64).restore(text, from: file) == 0)
        #expect(context.restore([text[0] + 1] + text, from: file) == 0)
        #expect(context.tokens == text && !context.logits.isEmpty)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 5] ^= 1
        try bytes.write(to: file)
        #expect(context.restore(text, from: file) == 0)
    }

    @Test("Nobody else can read it")
    func isPrivate() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let context = try DecoderContext(model(), capacity: 64)
        try context.read(text)
        context.save(first: 40, to: file)
        let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }
}
