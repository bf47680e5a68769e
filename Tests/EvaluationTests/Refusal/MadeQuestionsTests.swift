import Documents
import Evaluation
import Library
import Testing

/// Questions made of sentences.
struct MadeQuestionsTests {
    @Test("Questions are words of one sentence in their order; every second one has some from elsewhere")
    func words() {
        let chunks = (0..<40).map { number in
            chunk(number, (0..<12).map { "w\(number)x\($0 + 10)" }.joined(separator: " ") + ".")
        }
        let questions = MadeQuestions(of: chunks).questions(40)
        #expect(questions == MadeQuestions(of: chunks).questions(40))
        #expect(Set(questions.map(\.file)).count == 40)
        var foreign = 0
        for (number, question) in questions.enumerated() {
            let words = question.text.split(separator: " ")
            let own = words.filter { $0.hasPrefix("w\(question.file)x") }
            #expect((4...7).contains(words.count) && own == own.sorted())
            if number % 2 == 0 { #expect(own.count == words.count) } else { foreign += words.count - own.count }
        }
        #expect((10...60).contains(foreign))
    }

    @Test("Chinese questions have no spaces, and sentences with few words make none")
    func scripts() {
        let long = "自然人从事工商业经营，经依法登记，为个体工商户，个体工商户可以起字号，也可以家庭经营。"
        let questions = MadeQuestions(of: [chunk(1, long), chunk(2, "Too short.")]).questions(10)
        #expect(questions.map(\.file) == ["1"])
        #expect(questions.first?.text.contains(" ") == false)
        #expect(MadeQuestions(of: []).questions(10).isEmpty)
    }

    private func chunk(_ number: Int, _ text: String) -> StoredChunk {
        StoredChunk(
            id: Int64(number), document: DocumentID(rawValue: "d"), file: "\(number)", title: nil, ordinal: number,
            content: NewChunk(text: text, headings: [], pieces: [], tokenCount: 1))
    }
}
