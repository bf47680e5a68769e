internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// Lets the user change a profile's text in an editor until it is valid.
///
/// The text stays in a file while it is being worked on, and whatever goes wrong the message says where it is.
struct ProfileEditing {
    let library: any LibraryStore
    let console: Console

    /// Opens the editor on `profile`, stores the result and returns it.
    ///
    /// - Throws: a ``Failure`` that names the file with the user's text where it is not valid and nobody is there to put it
    ///   right, or where the editor fails.
    func edit(_ profile: Profile) async throws -> Profile {
        let file = FileManager.default.temporaryDirectory
            .appending(
                path:
                    "bespoke-\(profile.name.filter { $0.isLetter || $0.isNumber })-\(UUID().uuidString.prefix(8)).yaml")
        let original = try ProfileDocument.text(of: profile)
        try original.write(to: file, atomically: true, encoding: .utf8)
        while true {
            try await Editor.open(file)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                throw Failure("the edited text \(file.path) cannot be read as UTF-8; the profile is unchanged")
            }
            do {
                let edited = try await store(text, over: profile)
                try? FileManager.default.removeItem(at: file)
                return edited
            } catch let error where !(error is CancellationError) {
                let isHopeless = (error as? LibraryError).map { $0.code != .invalidSetting && $0.code != .invalidName }
                guard isHopeless != true, isatty(0) == 1, console.diagnostics.isTerminal else {
                    throw Failure("\(error); the profile is unchanged and your text is in \(file.path)")
                }
                try console.explain("bespoke: \(error)", as: .red)
                try console.diagnostics.write("Edit it again? [Y/n] ")
                guard let answer = readLine(), answer.isEmpty || answer.lowercased().hasPrefix("y") else {
                    throw Failure("the profile is unchanged; your text is in \(file.path)")
                }
            }
        }
    }

    private func store(_ text: String, over profile: Profile) async throws -> Profile {
        let edited = try ProfileDocument.parse(text, name: profile.name, origin: "the edited text")
        if let engine = edited.settings.engine { _ = try EngineSpecification(engine) }
        let changed = try await library.update(profile: profile.name) { stored in
            stored.instructions = edited.instructions
            stored.starters = edited.starters
            stored.settings = edited.settings
        }
        guard edited.name != profile.name else { return changed }
        return try await library.rename(profile: profile.name, to: edited.name)
    }
}
