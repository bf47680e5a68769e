internal import Foundation
internal import Transformers

/// Templates and conversations with tools, reasoning and documents, and what Jinja2 makes of them; the file says in its head how.
struct ToolTemplateFixture {
    /// A template with a conversation.
    struct Row {
        var template: String
        var conversation: String
        /// Nil where Jinja2 fails.
        var output: String?
    }

    let templates: ChatTemplate.Value
    let conversations: ChatTemplate.Value
    let rows: [Row]
    /// Small templates, and what they give with ``value`` and two messages.
    let expressions: [(source: String, output: String?)]
    let value: ChatTemplate.Value

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let json = try ChatTemplate.Value(
            json: Data(contentsOf: folder.appending(path: "Fixtures/chat_template_tools.json")))
        templates = json["templates"]
        conversations = json["conversations"]
        value = json["value"]
        rows = json["rows"].elements.map {
            Row(
                template: $0["template"].text ?? "", conversation: $0["conversation"].text ?? "",
                output: $0["output"].text)
        }
        expressions = json["expressions"].elements.map { ($0["source"].text ?? "", $0["output"].text) }
    }

    func output(of row: Row) throws -> String {
        try ChatTemplate(source: templates[row.template].text ?? "").output(with: conversations[row.conversation])
    }

    /// What an expression gives.
    func output(of source: String) throws -> String {
        let messages: ChatTemplate.Value = [
            ["role": "user", "content": "Hi there"], ["role": "assistant", "content": " it's ok "],
        ]
        return try ChatTemplate(source: source).output(with: ["messages": messages, "value": value])
    }
}

extension ChatTemplate {
    /// The prompt that the variables of a rendering in transformers give.
    fileprivate func output(with variables: Value) throws -> String {
        var settings = Settings()
        settings.beginningOfText = "<s>"
        settings.endOfText = "</s>"
        settings.date = TemplateFixture.date
        settings.addGenerationPrompt = variables["add_generation_prompt"] != .bool(false)
        settings.tools = variables["tools"] == .null ? nil : variables["tools"].elements
        let own = ["messages", "tools", "add_generation_prompt"]
        settings.variables = variables.members.filter { !own.contains($0.name) }
        return try renderSegments(variables["messages"].elements, settings: settings).map(\.text).joined()
    }
}

extension ChatTemplate.Value {
    fileprivate var members: [Member] { if case .object(let members) = self { members } else { [] } }
    fileprivate var elements: [Self] { if case .list(let values) = self { values } else { [] } }
    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
    fileprivate subscript(name: String) -> Self { members.last { $0.name == name }?.value ?? .null }
}
