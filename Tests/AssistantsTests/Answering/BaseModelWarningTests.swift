import Assistants
import Inference
import TestSupport
import Testing

/// Answers of an engine that was not made to answer.
struct BaseModelWarningTests {
    @Test(
        "A base model is warned of before and in every answer, a refusal too",
        arguments: [EngineSizeClass.small, .large])
    func warns(size: EngineSizeClass) async throws {
        try await withLibrary { library in
            for question in [SmallEngineTests.question, "What is the boiling point of tungsten?"] {
                let engine = ScriptedEngine(size, isBaseModel: true) { _ in ["Employees get 25 days of paid leave."] }
                let (_, answer) = try await ask(question, in: library, engine: engine)
                #expect(answer.warnings.map(\.code) == [.baseModel])
                #expect(answer.warnings[0].message.hasPrefix("the engine scripted is a base model: "))
                #expect(answer.warnings[0].message.contains("--engine default"))
                #expect(!answer.text.contains("base model"))
            }
        }
    }

    @Test("Other engines are not")
    func none() async throws {
        try await withLibrary { library in
            let (_, answer) = try await ask(
                SmallEngineTests.question, in: library, engine: ScriptedEngine(.small, says: "Yes."))
            #expect(answer.warnings.isEmpty)
        }
    }
}
