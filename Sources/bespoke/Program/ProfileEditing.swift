internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// Lets the user change a profile's text in an editor until it is valid.
///
/// The text stays in a file while it is being worked on, and whatever goes wrong the message says where it is.
struct ProfileEditing {
    let library: any LibraryStore
    let models: ModelStore
    let console: Console

    /// Opens the editor on `profile`, stores the result and returns it.
    ///
    /// - Throws: a ``Failure`` that names the file with the user's text where it is not valid and nobody is there to put it
    ///   right, or where the editor fails; one that says so where the text was emptied, which means "forget it".
    func edit(_ profile: Profile) async throws -> Profile {
        let file = try EditedFile(ProfileDocument.text(of: profile), named: profile.name)
        while true {
            do {
                try await Editor.open(file.url)
            } catch {
                throw Failure("\(error)" + (file.discardIfUnchanged() ? "" : "; what you wrote is in \(file.url.path)"))
            }
            guard let text = file.text else {
                throw Failure("the edited text \(file.url.path) cannot be read as UTF-8; the profile is unchanged")
            }
            guard !ProfileDocument.isEmpty(text) else {
                file.discard()
                throw Failure("the text was left empty, so the profile “\(profile.name)” is unchanged")
            }
            do {
                let edited = try await store(text, over: profile)
                file.discard()
                return edited
            } catch is CancellationError {
                if !file.discardIfUnchanged() { try? console.explain("bespoke: your text is in \(file.url.path)") }
                throw CancellationError()
            } catch {
                guard Self.canBeCorrected(error), isatty(0) == 1, console.diagnostics.isTerminal else {
                    throw Failure("\(error); the profile is unchanged and your text is in \(file.url.path)")
                }
                try console.explain("bespoke: \(error)", as: .red)
                try console.diagnostics.write("Edit it again? [Y/n] ")
                guard let answer = readLine(), answer.isEmpty || answer.lowercased().hasPrefix("y") else {
                    throw Failure("the profile is unchanged; your text is in \(file.url.path)")
                }
            }
        }
    }

    /// Whether another text may do, as opposed to a library that cannot be written.
    private static func canBeCorrected(_ error: any Error) -> Bool {
        guard let error = error as? LibraryError else { return true }
        return [.invalidSetting, .invalidName, .profileExists].contains(error.code)
    }

    /// Stores text and name in one change, so that a name that is taken leaves the profile as it was.
    private func store(_ text: String, over profile: Profile) async throws -> Profile {
        var edited = try ProfileDocument.parse(text, name: profile.name, origin: "the edited text")
        // An engine that the profile already had may be gone by now; that must not stand in the way of other changes.
        if let engine = edited.settings.engine, engine != profile.settings.engine {
            edited.settings.engine = try EngineSetting.stored(engine, in: models)
        }
        let wanted = edited
        return try await library.update(profile: profile.name) { stored in
            stored.name = wanted.name
            stored.instructions = wanted.instructions
            stored.starters = wanted.starters
            stored.tests = wanted.tests
            stored.settings = wanted.settings
        }
    }
}
