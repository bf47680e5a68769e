import Foundation
import Testing
import Transformers

@Suite("Base models")
struct BaseModelTests {
    @Test(
        "A model without a template, or with a blank one, is a base model",
        arguments: [(nil, true), ("", true), (" \n", true), ("{{ messages }}", false)] as [(String?, Bool)])
    func templates(template: String?, isBaseModel: Bool) throws {
        var builder = TinyDecoder().builder
        builder.set("tokenizer.chat_template", template.map { .string($0) })
        try withModelFile(builder.file()) { url in
            let model = try DecoderModel(contentsOf: url)
            #expect(model.isBaseModel == isBaseModel)
            #expect(model.chatTemplate == (isBaseModel ? nil : template))
            #expect(DecoderModel.isBaseModel(at: url) == isBaseModel)
        }
    }

    @Test("A file that cannot be read is none")
    func unreadable() throws {
        #expect(!DecoderModel.isBaseModel(at: URL(filePath: "/no/such/file.gguf")))
        try withModelFile(Array("GGUF and no more".utf8)) { #expect(!DecoderModel.isBaseModel(at: $0)) }
    }
}
