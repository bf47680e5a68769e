internal import Assistants
internal import Documents
internal import Foundation
internal import Library

/// The commands of a chat that answer no question.
struct ChatCommands {
    let session: ChatSession
    let console: Console

    /// What stands in the place of an answer whose document has gone.
    static let forgotten = "(What was answered went with a document that was removed or replaced.)"

    /// Does what a command says.
    func run(_ name: ChatCommandName, _ argument: String) async throws {
        switch name {
        case .help: try help()
        case .files: try await files()
        case .sources: try sources()
        case .open: try await open(argument)
        case .undo:
            guard let question = try await session.undo() else {
                throw Failure("there is no question yet to take back")
            }
            try say("Took back: \(question)")
        case .engine:
            if !argument.isEmpty { try await session.use(engine: argument) }
            try say("The engine is \(session.engine).")
            for warning in session.warnings { try console.warn(warning.message) }
        case .save:
            guard let id = try await session.save(as: argument) else {
                return try say("There is nothing to keep yet; what follows will be kept.")
            }
            try say("Kept as \(id): \(try await session.library.conversation(id).name)")
        case .export: try await export(to: argument)
        case .retry, .quit: break
        }
        try console.line()
    }

    private func help() throws {
        let width = ChatCommandName.allCases.map(\.usage.count).max() ?? 0
        for command in ChatCommandName.allCases {
            let padding = String(repeating: " ", count: width - command.usage.count)
            try console.paragraph("  \(command.usage)\(padding)  \(command.abstract)", indent: width + 4)
        }
        try console.line()
        try say(
            "A question of several lines: \\ at the end of a line, or \"\"\" around it. Ctrl-C stops an answer; up and down call "
                + "up what was asked.")
    }

    private func files() async throws {
        let files = try await session.library.files(ofProfile: session.profile)
        if files.isEmpty {
            try say("“\(session.profile)” has no files yet. Add some: bespoke add \(session.profile) PATH…")
        }
        for file in files {
            let pages = file.pageCount.map { ", " + Quantity.count($0, "page") } ?? ""
            try console.paragraph("  \(file.file.name)  (\(file.type.rawValue)\(pages))", indent: 4)
        }
    }

    private func sources() throws {
        guard let turn = session.turns.last else { throw Failure("there is no answer yet that has sources") }
        guard turn.text != nil else { return try say(Self.forgotten) }
        for citation in turn.citations {
            try console.paragraph(SourceLine.head(of: citation), as: .bold)
            if citation.supported { for line in citation.quote.split(separator: "\n") { try quote(String(line)) } }
        }
        let cited = Set(turn.citations.compactMap(\.number))
        let others = turn.snippets.filter { !cited.contains($0.number) }
        if !others.isEmpty { try say(turn.refused ? "The closest passages:" : "Looked at too:") }
        for snippet in others {
            try console.paragraph("[\(snippet.number)] \(SourceLine.place(snippet.file, snippet.location))", indent: 4)
        }
    }

    private func open(_ argument: String) async throws {
        guard let turn = session.turns.last else { throw Failure("there is no answer yet that has sources") }
        guard let number = Int(argument.isEmpty ? "1" : argument) else {
            throw Failure("“\(argument)” is no number of a source; /sources lists them", code: .wrongUsage)
        }
        let passages = try await SourceOpener(library: session.library, profile: session.profile).passages(
            number, of: turn)
        for passage in passages { try PassageText(passage).write(to: console) }
    }

    private func quote(_ text: String) throws { try console.paragraph("    \(text)", indent: 4) }

    private func export(to path: String) async throws {
        guard !session.turns.isEmpty else { throw Failure("there is nothing to export yet") }
        let export = try await ConversationExport(session)
        guard !path.isEmpty else { return try console.output.write(export.markdown) }
        let format: ConversationExport.Format = path.lowercased().hasSuffix(".json") ? .json : .markdown
        try export.write(to: path, as: format)
        try say("Wrote \(path).")
    }

    private func say(_ text: String) throws { try console.paragraph(text) }
}
