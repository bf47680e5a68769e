internal import Assistants
internal import Foundation
internal import Library

/// A conversation as text that leaves the library.
struct ConversationExport {
    /// How it is written.
    enum Format: String, CaseIterable { case markdown, json }

    /// What is written as JSON.
    let report: ConversationReport
    private let turns: [Turn]

    /// A kept conversation.
    init(_ conversation: ConversationSummary, in library: some LibraryStore) async throws {
        let answers = try await library.answers(inConversation: conversation.id)
        turns = try answers.map(Turn.init)
        report = ConversationReport(
            turns, of: conversation, profile: conversation.profile,
            times: Dictionary(answers.map { ($0.id, $0.createdAt) }, uniquingKeysWith: { first, _ in first }))
    }

    /// A conversation that is going on, with what of it is not kept.
    init(_ session: ChatSession) async throws {
        guard let id = session.conversation, !session.turns.contains(where: { $0.id == nil }) else {
            self.init(
                turns: session.turns,
                report: ConversationReport(session.turns, of: nil, profile: session.profile, times: [:]))
            return
        }
        try await self.init(session.library.conversation(id), in: session.library)
    }

    private init(turns: [Turn], report: ConversationReport) {
        self.turns = turns
        self.report = report
    }

    /// The conversation as Markdown: a heading for each question, the answer, its sources.
    var markdown: String {
        var text = "# \(Self.line(report.name))\n\n"
        let begun = report.createdAt.map { ", \(CalendarText.minute($0))" } ?? ""
        text += "\(report.profile)\(begun)\n"
        for turn in turns {
            text += "\n## \(Self.line(turn.question))\n\n\(turn.text ?? ChatCommands.forgotten)\n"
            var written: Set<String> = []
            let sources = turn.citations.map(SourceLine.of).filter { written.insert($0).inserted }
            if !sources.isEmpty { text += "\n" + sources.map { "- \($0)\n" }.joined() }
        }
        return text
    }

    /// The text in a format.
    func text(as format: Format) throws -> String {
        switch format {
        case .markdown: markdown
        case .json: try JSONText.of(report) + "\n"
        }
    }

    /// Writes a new file.
    ///
    /// - Throws: a ``Failure`` where there is one already, or it cannot be written.
    func write(to path: String, as format: Format) throws {
        do {
            try Data(text(as: format).utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw Failure("\(path) is there already; give another name")
        } catch {
            throw Failure("\(path) cannot be written: \(SystemReason.of(error)); check the path and its permissions")
        }
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
