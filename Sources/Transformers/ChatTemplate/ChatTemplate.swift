/// The template by which a model wants messages to be written: the part of Jinja that the chat templates of models use.
///
/// Templates come from model files and are hostile until proven otherwise: steps, depth and output are bounded.
public struct ChatTemplate: Sendable {
    /// A part of a prompt.
    public struct Segment: Sendable, Equatable {
        /// The text.
        public var text: String
        /// Whether it came from a message. Such text must be encoded without recognising special tokens, so that no document and
        /// no user can end a message or begin another.
        public var isContent: Bool
    }

    private let statements: Statements

    /// `@unchecked Sendable`: a parsed template is never changed; its literals are values without references.
    private struct Statements: @unchecked Sendable {
        var list: [TemplateStatement]
    }

    /// Reads a template.
    ///
    /// - Throws: `templateFailed` with what is wrong or not supported.
    public init(source: String) throws {
        do {
            var parser = try TemplateParser(source)
            statements = Statements(list: try parser.template())
        } catch let failure as TemplateFailure {
            throw ModelFileError(.templateFailed, "the model's chat template cannot be used: \(failure)")
        }
    }

    /// The prompt for a conversation.
    ///
    /// - Parameters:
    ///   - messages: roles (`system`, `user`, `assistant`) and contents.
    ///   - addGenerationPrompt: whether the prompt ends with the beginning of an answer.
    ///   - beginningOfText: spelling of the model's `bos_token`; "" for none.
    ///   - endOfText: spelling of the model's `eos_token`; "" for none.
    /// - Throws: `templateFailed` where the template refuses the messages or asks for something that is not supported.
    public func render(
        _ messages: [(role: String, content: String)], addGenerationPrompt: Bool, beginningOfText: String = "",
        endOfText: String = ""
    ) throws -> String {
        try renderSegments(
            messages, addGenerationPrompt: addGenerationPrompt, beginningOfText: beginningOfText, endOfText: endOfText
        ).map(\.text).joined()
    }

    /// The same prompt, divided into the template's own text and what came from messages.
    public func renderSegments(
        _ messages: [(role: String, content: String)], addGenerationPrompt: Bool, beginningOfText: String = "",
        endOfText: String = ""
    ) throws -> [Segment] {
        do {
            let list = try messages.map { message in
                TemplateValue.dictionary(
                    try TemplateDictionary([
                        (TemplateText("role"), .string(message.role)),
                        (TemplateText("content"), .text(TemplateText(message.content, isContent: true))),
                    ]))
            }
            var renderer = TemplateRenderer(variables: [
                "messages": try .list(list), "add_generation_prompt": .bool(addGenerationPrompt),
                "bos_token": .string(beginningOfText), "eos_token": .string(endOfText),
            ])
            try renderer.run(statements.list)
            return segments(of: renderer.output)
        } catch let failure as TemplateFailure {
            throw ModelFileError(.templateFailed, "the model's chat template failed: \(failure)")
        }
    }

    private func segments(of output: TemplateText) -> [Segment] {
        output.runs.map { Segment(text: $0.text, isContent: $0.isContent) }
    }
}
