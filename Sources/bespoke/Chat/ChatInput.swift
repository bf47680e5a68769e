internal import Foundation

/// What a user of `chat` typed.
enum ChatInput: Equatable {
    case question(String)
    case command(ChatCommandName, argument: String)
    /// A word behind `/` that is no command.
    case unknown(String)
    case nothing

    /// Reads a line. What begins with `/` and a letter is a command; `//` begins a question with one slash.
    init(_ line: String) {
        let text = line.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            self = .nothing
            return
        }
        guard text.hasPrefix("/"), text.dropFirst().first?.isLetter == true || text == "/?" else {
            self = .question(text.hasPrefix("//") ? String(text.dropFirst()) : text)
            return
        }
        let word = text.dropFirst().prefix { !$0.isWhitespace }
        let argument = text.dropFirst(word.count + 1).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !word.contains("/"), let name = ChatCommandName(word) else {
            // A path such as /etc/hosts is no command.
            self = word.contains("/") ? .question(text) : .unknown(String(word))
            return
        }
        self = .command(name, argument: argument)
    }
}

/// A command within a chat.
enum ChatCommandName: String, CaseIterable {
    case help, files, sources, open, retry, undo, engine, save, export, quit

    init?(_ word: some StringProtocol) {
        switch word.lowercased() {
        case "?", "h": self = .help
        case "exit", "bye", "q": self = .quit
        case let word:
            guard let name = Self(rawValue: word) else { return nil }
            self = name
        }
    }

    /// How it is typed.
    var usage: String {
        switch self {
        case .open: "/open N"
        case .engine: "/engine [NAME]"
        case .save: "/save [NAME]"
        case .export: "/export [FILE]"
        default: "/\(rawValue)"
        }
    }

    /// What it does, in a line.
    var abstract: String {
        switch self {
        case .help: "show this list"
        case .files: "the files that answer"
        case .sources: "the passages of the last answer"
        case .open: "show where source N of the last answer stands"
        case .retry: "answer the last question again, with another seed"
        case .undo: "take the last question and its answer back"
        case .engine: "show the engine, or go on with another"
        case .save: "keep this conversation, under a name if you give one"
        case .export: "write the conversation, to a .md or .json file if you name one"
        case .quit: "end (also Ctrl-D)"
        }
    }
}
