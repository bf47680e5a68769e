import Assistants
import Documents
import Evaluation
import Foundation
import Inference
import Retrieval
import TestSupport
import Testing

/// Answers to a set's questions, measured.
struct AnswerEvaluationTests {
    private static let set = EvaluationSet(
        folder: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/answers")
            .standardizedFileURL)

    @Test("The default pair answers the small set, cites the right documents, and refuses what was left out")
    func smallSet() async throws {
        let embedder = try await NativeEmbedder.open(
            TestModels.multilingualE5(), name: "multilingual-e5-small")
        let engine = try await NativeEngine.open(TestModels.smolLM2(), name: "SmolLM2")
        let evaluation = AnswerEvaluation(embedder: embedder, engine: engine)
        var choice = AnswerEvaluation.Choice()
        choice.part = .all
        var told: [Int] = []
        let result = try await evaluation.run(Self.set, choice, onAnswer: { _, _, total in told.append(total) })
        #expect(told == Array(repeating: 18, count: 18))
        #expect(result.documents == 6)
        let measures = result.measures
        #expect(measures.map(\.name) == ["answers"])
        let answers = try #require(measures.first)
        #expect(answers.contains.mean >= 0.8)
        #expect((answers.citationRecall?.mean ?? 0) >= 0.8)
        #expect((answers.citationPrecision?.mean ?? 0) >= 0.9)
        #expect((answers.groundedness?.mean ?? 0) >= 0.9)
        #expect(answers.contains.low < answers.contains.mean || answers.contains.mean == 1)
        #expect(answers.firstText.median > 0)

        choice.withoutDocuments = true
        choice.plainPrompt = true
        choice.count = 6
        let compared = try await evaluation.run(Self.set, choice).measures
        #expect(compared.map(\.name) == ["answers", "plain prompt", "without documents"])
        // Nobody can know these documents.
        #expect(compared[2].contains.mean <= 0.2)
        #expect(compared[2].citationRecall == nil)

        choice = AnswerEvaluation.Choice()
        choice.part = .all
        choice.unanswerable = true
        let leftOut = try await evaluation.run(Self.set, choice)
        #expect(leftOut.documents == 3)
        #expect(Set(leftOut.answers.map(\.question.document)) == ["mill", "orchard", "school"])
        // Three of nine: in so small a library something is near to every question.
        #expect(AnswerMeasures(name: "answers", of: leftOut.answers).refused.mean >= 0.3)
    }

    @Test("The parts of a set have no question in common, and a seed draws the same ones again")
    func parts() throws {
        let (tune, held) = (
            try Self.set.questions(.tune, count: 99, seed: 0), try Self.set.questions(.heldOut, count: 99, seed: 0)
        )
        #expect(tune.count == 14 && held.count == 4)
        #expect(Set(tune.map(\.id)).isDisjoint(with: held.map(\.id)))
        let drawn = try Self.set.questions(.all, count: 5, seed: 3).map(\.id)
        #expect(drawn.count == 5)
        #expect(try Self.set.questions(.all, count: 5, seed: 3).map(\.id) == drawn)
        #expect(try Self.set.questions(.all, count: 5, seed: 4).map(\.id) != drawn)
    }

    @Test("What is wrong with a set of questions is said")
    func damaged() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let set = EvaluationSet(folder: folder)
        let engine = SilentEngine()
        func failure(_ questions: String?) async -> String? {
            let file = folder.appending(path: "questions.jsonl")
            try? FileManager.default.removeItem(at: file)
            if let questions { try? Data(questions.utf8).write(to: file) }
            var choice = AnswerEvaluation.Choice()
            choice.part = .all
            do {
                _ = try await AnswerEvaluation(embedder: LetterEmbedder(), engine: engine).run(set, choice)
                return nil
            } catch {
                return (error as? EvaluationError)?.message
            }
        }
        #expect(await failure(nil)?.contains("could not read") == true)
        try Data(#"{"_id": "a", "text": "x"}"#.utf8).write(to: folder.appending(path: "corpus.jsonl"))
        #expect(await failure(nil)?.contains("questions.jsonl") == true)
        #expect(await failure(#"{"id": "1"}"#)?.contains("line 1 of questions.jsonl") == true)
        #expect(await failure("")?.contains("no question of") == true)
        let stray = await failure(#"{"id": "1", "question": "x?", "answers": ["x"], "doc_id": "b"}"#)
        #expect(stray?.contains("names the document b, which is not there") == true)
    }

    private struct SilentEngine: Engine {
        let name = "silent"
        let sizeClass = EngineSizeClass.small
        let contextLength = 1000

        func tokenCount(of messages: [ChatMessage]) throws -> Int { 1 }

        func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
            AsyncThrowingStream { $0.finish() }
        }
    }
}
