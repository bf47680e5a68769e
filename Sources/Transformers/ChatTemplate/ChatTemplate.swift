public import Foundation

/// The template by which a model wants messages to be written: the part of Jinja that the chat templates of models use, as
/// Hugging Face's transformers renders it.
///
///     let template = try ChatTemplate(source: model.chatTemplate)
///     try template.render([("user", "Hello")], addGenerationPrompt: true)
///
/// Templates come from model files and are hostile until proven otherwise: steps, depth and output are bounded. What a template
/// asks for and is not known here is an error, never left out.
public struct ChatTemplate: Sendable {
    /// A part of a prompt.
    public struct Segment: Sendable, Equatable {
        /// The text.
        public var text: String
        /// Whether it came from a message. Such text must be encoded without recognising special tokens, so that no document and
        /// no user can end a message or begin another.
        public var isContent: Bool
    }

    /// What a prompt is made of besides messages.
    public struct Settings: Sendable {
        /// Whether the prompt ends with the beginning of an answer. The default is true.
        public var addGenerationPrompt = true
        /// Spelling of the model's `bos_token`; "" for none, which is the default.
        public var beginningOfText = ""
        /// Spelling of the model's `eos_token`; "" for none, which is the default.
        public var endOfText = ""
        /// Descriptions of functions that the model may call, as the OpenAI API has them; nil for none, which is the default.
        public var tools: [Value]?
        /// Whatever else a template asks for by name, such as `enable_thinking`. The default is nothing.
        public var variables: [Value.Member] = []
        /// What a template is told where it asks for the date, in the machine's time zone. The default is now.
        public var date = Date()

        public init() {}
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
        var settings = Settings()
        settings.addGenerationPrompt = addGenerationPrompt
        settings.beginningOfText = beginningOfText
        settings.endOfText = endOfText
        return try renderSegments(
            messages.map { ["role": .text($0.role), "content": .text($0.content)] }, settings: settings)
    }

    /// The prompt for messages that may have more than text, such as calls of tools and what these returned, divided into the
    /// template's own text and what came from outside.
    ///
    ///     var settings = ChatTemplate.Settings()
    ///     settings.tools = [["type": "function", "function": ["name": "now", "description": "Says the time"]]]
    ///     try template.renderSegments([["role": "user", "content": "How late is it?"]], settings: settings)
    ///
    /// - Parameter messages: objects with `role`, `content` and whatever else the template reads.
    /// - Throws: `templateFailed` where the template refuses the messages or asks for something that is not supported.
    public func renderSegments(_ messages: [Value], settings: Settings) throws -> [Segment] {
        do {
            var variables: [String: TemplateValue] = ["tools": .none, "documents": .none]
            for member in settings.variables { variables[member.name] = try TemplateValue(content: member.value) }
            variables["messages"] = try .list(messages.map { try TemplateValue(message: $0) })
            if let tools = settings.tools { variables["tools"] = try TemplateValue(content: .list(tools)) }
            variables["add_generation_prompt"] = .bool(settings.addGenerationPrompt)
            variables["bos_token"] = .string(settings.beginningOfText)
            variables["eos_token"] = .string(settings.endOfText)
            var renderer = TemplateRenderer(variables: variables, date: settings.date)
            try renderer.run(statements.list)
            return renderer.output.runs.map { Segment(text: $0.text, isContent: $0.isContent) }
        } catch let failure as TemplateFailure {
            throw ModelFileError(.templateFailed, "the model's chat template failed: \(failure)")
        }
    }
}
