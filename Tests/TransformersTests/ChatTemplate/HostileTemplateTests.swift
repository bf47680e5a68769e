internal import Foundation
internal import Testing
internal import Transformers

/// Templates come with model files, which anybody may have made: they end soon, in an error, on a small stack.
@Suite("Hostile templates", .timeLimit(.minutes(1)))
struct HostileTemplateTests {
    @Test(
        "End with an error that says why",
        arguments: HostileTemplates.work + HostileTemplates.depth + HostileTemplates.numbers + HostileTemplates.syntax)
    func end(sample: HostileTemplates.Sample) async throws {
        let error = await Self.onSmallStack {
            #expect(throws: ModelFileError.self) { try ChatTemplate.output(of: sample.source) }
        }
        #expect(error?.code == .templateFailed)
        #expect(error?.message.isEmpty == false)
    }

    @Test("Numbers at their limits, and deep nesting that is allowed, do no harm", arguments: HostileTemplates.harmless)
    func limits(sample: HostileTemplates.Sample) async throws {
        let output = await Self.onSmallStack { try? ChatTemplate.output(of: sample.source) }
        #expect(output != nil)
    }

    @Test("A prompt of megabytes with thousands of messages is no hostile template")
    func longPrompts() throws {
        let fixture = try TemplateFixture()
        let messages = (0..<4000).map {
            (role: $0 % 2 == 0 ? "user" : "assistant", content: String(repeating: "x", count: 1000))
        }
        for name in ["smollm2", "llama3.2", "qwen3", "mistral-v3", "gemma3"] {
            let template = try ChatTemplate(source: try #require(fixture.templates[name]))
            #expect(try template.render(messages, addGenerationPrompt: true).utf8.count > 4_000_000)
        }
    }

    /// Does `work` on a thread with half a megabyte of stack, which is what threads get on some systems.
    private static func onSmallStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }
}
