import Assistants
import Foundation
import Inference
import Ingestion
import Library
import TestSupport
import Testing

/// Conversations about the example documents, with the default embedder and an engine that says nothing of its own.
@Suite(.serialized)
struct FollowUpMeasureTests {
    private struct Conversation: Decodable {
        var turns: [String]
        var document: String
        var holds: String
    }

    /// Lines of the set: `parity` 1 gives those the rules were made with, 0 the others.
    private static func conversations(parity: Int) throws -> [Conversation] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/followups.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.enumerated().filter { ($0.offset + 1) % 2 == parity }.map {
            try JSONDecoder().decode(Conversation.self, from: Data($0.element.utf8))
        }
    }

    /// How many last questions get a sentence of the right document, and the right sentence.
    private struct Count {
        var document = 0
        var sentence = 0
        var missed: [String] = []
    }

    private func count(
        _ conversations: [Conversation], in library: SQLiteLibrary, embedder: any Embedder, following: Bool
    ) async throws -> Count {
        let assistant = Assistant(
            profile: Profile(name: "p"), library: library, embedder: embedder, engine: ScriptedEngine(.small, says: ""))
        var count = Count()
        for conversation in conversations {
            var turns: [Turn] = []
            for question in following ? conversation.turns : conversation.turns.suffix(1) {
                for try await case .finished(let answer) in assistant.ask(question, after: turns) {
                    turns.append(Turn(answer, id: nil))
                }
            }
            guard let last = turns.last else { continue }
            let cited = last.citations.filter(\.supported)
            if cited.first?.document == conversation.document { count.document += 1 }
            let holds = conversation.holds.filter { !$0.isWhitespace }
            if cited.contains(where: { $0.quote.filter { !$0.isWhitespace }.contains(holds) }) {
                count.sentence += 1
            } else {
                count.missed.append(
                    "\(last.question) → \(last.query ?? "") → \(cited.map(\.quote).joined(separator: " "))")
            }
        }
        return count
    }

    @Test("Follow-ups find their document and sentence, and would not without the conversation", arguments: [1, 0])
    func measure(parity: Int) async throws {
        let embedder = try await NativeEmbedder.open(TestModels.multilingualE5(), name: "multilingual-e5-small")
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let library = try SQLiteLibrary(at: folder)
        _ = try await library.create(Profile(name: "p"))
        let examples = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../examples/larkfield"
        )
        .standardizedFileURL
        let report = try await ProfileSources(pipeline: IngestPipeline(library: library, embedder: embedder))
            .add([examples.path], toProfile: "p")
        #expect(report.added == 5)
        let conversations = try Self.conversations(parity: parity)
        let with = try await count(conversations, in: library, embedder: embedder, following: true)
        let without = try await count(conversations, in: library, embedder: embedder, following: false)
        print(
            "follow-ups, lines \(parity == 1 ? "1, 3, …" : "2, 4, …"): \(conversations.count) conversations;",
            "document \(with.document), sentence \(with.sentence);",
            "without the conversation \(without.document) and \(without.sentence)")
        for miss in with.missed { print("  missed: \(miss)") }
        #expect(with.document >= conversations.count * 9 / 10)
        #expect(with.sentence >= conversations.count * 7 / 10)
        #expect(with.sentence > without.sentence)
    }
}
