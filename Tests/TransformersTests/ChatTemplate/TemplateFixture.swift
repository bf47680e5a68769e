internal import Foundation
internal import Transformers

/// Templates, conversations, and what Jinja2 makes of them; the file says in its head how.
struct TemplateFixture: Decodable {
    struct Message: Decodable {
        var role: String
        var content: String
    }

    /// A template with a conversation.
    struct Row: Decodable {
        var template: String
        var conversation: String
        var generation: Bool
        var output: String?
    }

    /// A small template over two messages.
    struct Sample: Decodable {
        var source: String
        var output: String?
    }

    var templates: [String: String]
    var conversations: [String: [Message]]
    var rows: [Row]
    var expressions: [Sample]

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Fixtures/chat_templates.json"))
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    /// The date that templates were told.
    static var date: Date {
        let parts = DateComponents(year: 2025, month: 3, day: 7, hour: 9, minute: 5, second: 3)
        return Calendar(identifier: .gregorian).date(from: parts) ?? .distantPast
    }

    /// What the template of a row says to its conversation.
    func segments(of row: Row) throws -> [ChatTemplate.Segment] {
        var settings = ChatTemplate.Settings()
        settings.addGenerationPrompt = row.generation
        settings.beginningOfText = "<s>"
        settings.endOfText = "</s>"
        settings.date = Self.date
        return try ChatTemplate(source: templates[row.template] ?? "").renderSegments(
            (conversations[row.conversation] ?? []).map { ["role": .text($0.role), "content": .text($0.content)] },
            settings: settings)
    }
}

extension ChatTemplate {
    /// What `source` says to two short messages.
    static func output(of source: String) throws -> String {
        try ChatTemplate(source: source).render(
            [("user", "Hi there"), ("assistant", " it's ok ")], addGenerationPrompt: true, beginningOfText: "<s>",
            endOfText: "</s>")
    }
}
