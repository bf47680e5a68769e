import Library
import Retrieval
import TestSupport
import Testing

struct QuestionPartsTests {
    @Test(
        "A question that asks for several things is divided",
        arguments: [
            (
                "How long is the notice period, and what does error E-07 mean?",
                ["How long is the notice period", "what does error E-07 mean?"]
            ),
            (
                "Who approves leave? How large may an e-mail be?",
                ["Who approves leave?", "How large may an e-mail be?"]
            ),
            ("When does the lease end and who pays the water?", ["When does the lease end", "who pays the water?"]),
            ("Wann endet der Vertrag, und wer zahlt den Strom?", ["Wann endet der Vertrag", "wer zahlt den Strom?"]),
            ("年假有多少天，错误E-07是什么意思？", ["年假有多少天", "错误E-07是什么意思？"]),
        ])
    func divided(question: String, parts: [String]) {
        #expect(QuestionParts.parts(of: question) == parts)
    }

    @Test(
        "One that asks for one thing, or whose part needs another, is not",
        arguments: [
            "What is the drag of a flat plate and a wedge?", "When was the bridge built and who designed it?",
            "I moved to Leeds. How many days of leave do I have?", "leave and notice", "What and when?", "", "?", "？",
            "Where, when and how?", "What is the difference between who and whom?", "国内出差的餐饮补助是多少？",
            "它是什么，多少钱一个呢？", String(repeating: "What is this thing and ", count: 2000) + "?",
        ])
    func whole(question: String) { #expect(QuestionParts.parts(of: question) == [question]) }

    @Test("Each part finds its passage")
    func search() async throws {
        try await withLibrary { library in
            try await library.add(["Otters eat fish and nothing else."], as: "animals.txt")
            for number in 0..<8 {
                try await library.add([SampleChunk(text: "Otters eat fish of kind \(number).")], as: "\(number).txt")
            }
            try await library.add(["Trains leave at noon."], as: "trains.txt")
            let retriever = Retriever(library: library, embedder: WordEmbedder())
            let result = try await retriever.search(
                "What do otters eat, and when do the trains leave?", profile: "p", limit: 2)
            #expect(result.snippets.contains { $0.text == "Trains leave at noon." })
            #expect(result.snippets.contains { $0.text.hasPrefix("Otters eat fish") })
            #expect(Set(result.candidates.map(\.chunk)).count == result.candidates.count)
        }
    }
}
