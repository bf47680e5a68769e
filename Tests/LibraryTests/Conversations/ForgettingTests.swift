import Foundation
import Library
import Testing

/// What answers keep of documents that are removed.
struct ForgettingTests {
    private let secret = "xylophonist"

    private func isOnDisk(_ words: String, _ library: SQLiteLibrary) throws -> Bool {
        try ["", "-wal"].contains { suffix in
            let file = URL(filePath: library.file.path + suffix)
            guard FileManager.default.fileExists(atPath: file.path) else { return false }
            return try Data(contentsOf: file).range(of: Data(words.utf8)) != nil
        }
    }

    @Test("Of a removed file no word remains in the answers, and the questions stay")
    func removed() async throws {
        try await withLibrary { library async throws in
            let secretDocument = try await library.add(["A \(secret) plays."], as: "secret.txt")
            let plain = try await library.add(["Plain words."], as: "plain.txt")
            let long = String(repeating: "The \(secret) plays again. ", count: 2_000)
            let quoting = try await library.keep(
                .sample("Who plays?", text: long, from: [secretDocument], prompt: [plain]))
            let searching = try await library.keep(.sample("Since when?", from: [plain], query: [secretDocument]))
            let prompting = try await library.keep(.sample("And why?", from: [plain], prompt: [secretDocument]))
            let digest = quoting.digest
            try await library.remove(files: ["secret.txt"], fromProfile: "p")
            #expect(try !isOnDisk(secret, library))
            let quoted = try await library.answer(quoting.id)
            #expect(quoted.content.text == nil && quoted.content.citations == nil)
            #expect(quoted.content.question == "Who plays?" && quoted.digest == digest)
            #expect(quoted.content.prompt != nil && quoted.content.snippets.map(\.document) == [plain])
            let searched = try await library.answer(searching.id).content
            #expect(searched.query == nil && searched.text != nil)
            let prompted = try await library.answer(prompting.id).content
            #expect(prompted.prompt == nil && prompted.text != nil && prompted.query != nil)
            #expect(try await library.verify() == [])
        }
    }

    @Test("A replaced file takes what was answered from it along")
    func replaced() async throws {
        try await withLibrary { library async throws in
            let document = try await library.add(["A \(secret) plays."], as: "secret.txt")
            let kept = try await library.keep(.sample("Who?", text: "A \(secret). [1]", from: [document]))
            try await library.add(["Nothing to see."], as: "secret.txt")
            #expect(try await library.answer(kept.id).content.text == nil)
            try await library.compact()
            #expect(try !isOnDisk(secret, library))
        }
    }

    @Test("What another profile still has is forgotten only where it was removed")
    func shared() async throws {
        try await withLibrary { library async throws in
            let document = try await library.add(["A \(secret) plays."], as: "a.txt")
            _ = try await library.create(Profile(name: "other"))
            try await library.attach(document, as: .sample("b.txt"), toProfile: "other")
            let own = try await library.keep(.sample("Who?", from: [document]))
            let others = try await library.keep(
                [.sample("Who?", from: [document])], inConversation: nil, replacing: nil, ofProfile: "other")
            try await library.attach(document, as: .sample("again.txt"), toProfile: "p")
            try await library.remove(files: ["a.txt"], fromProfile: "p")
            #expect(try await library.answer(own.id).content.text != nil)
            try await library.remove(files: ["again.txt"], fromProfile: "p")
            #expect(try await library.answer(own.id).content.text == nil)
            #expect(try await library.answer(others[0].id).content.text != nil)
        }
    }

    @Test("An answer from a document that was removed while the engine spoke is kept without its words")
    func late() async throws {
        try await withLibrary { library async throws in
            let document = try await library.add(["A \(secret) plays."], as: "secret.txt")
            try await library.remove(files: ["secret.txt"], fromProfile: "p")
            let kept = try await library.keep(.sample("Who?", text: "A \(secret). [1]", from: [document]))
            #expect(kept.content.text == nil && kept.content.snippets.isEmpty)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Of deleted conversations and profiles no word remains", arguments: [true, false])
    func deleted(isConversation: Bool) async throws {
        try await withLibrary { library async throws in
            let kept = try await library.keep(.sample("Who is the \(secret)?", text: "The \(secret)."))
            #expect(try isOnDisk(secret, library))
            if isConversation {
                try await library.delete(conversations: [kept.conversation])
            } else {
                try await library.delete(profile: "p")
            }
            #expect(try !isOnDisk(secret, library))
        }
    }

    @Test("Verify tells an answer whose text was changed, and one that holds a removed document")
    func verified() async throws {
        try await withLibrary { library async throws in
            let document = try await library.add(["Words."], as: "a.txt")
            let kept = try await library.keep(.sample("Who?", from: [document]))
            try damage(library.file, "UPDATE answer SET text = 'Somebody else.' WHERE id = '\(kept.id)'")
            try damage(library.file, "INSERT INTO answer_source VALUES ('00', 'text', '\(kept.id)')")
            #expect(try await library.verify().map(\.code) == ["damagedAnswer", "orphanAnswer"])
        }
    }
}
