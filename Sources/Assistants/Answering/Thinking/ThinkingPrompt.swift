internal import Inference

/// The prompt after which an engine is asked which words of a text answer a question, shown by worked examples: an engine this small copies
/// what it has seen done, and does little of what it is told.
enum ThinkingPrompt {
    /// The examples, in sets that ask for different things; none of them is true.
    static let examples: [[(text: String, question: String, answer: String)]] = [
        [
            (
                "Torvin: The comet Torvin was discovered in 1631 by the astronomer Thomas Bell in Leeds.",
                "Who found Torvin?",
                "Thomas Bell"
            ),
            (
                "Fishing: In 1990 the fleet had about 350 boats, most of them made of wood.",
                "How many boats were there in 1990?", "about 350"
            ),
        ],
        [
            (
                "Lighthouse: The lighthouse of Torhamn was built of granite in 1882 and burned down in a storm.",
                "When was the lighthouse built?", "1882"
            ),
            ("Bees: Honey bees collect nectar from flowers and turn it into honey.", "What do bees collect?", "nectar"),
            (
                "Opera: The opera was written by Clara Voss for the theatre in Graz.",
                "Where was the opera to be played?",
                "the theatre in Graz"
            ),
        ],
        [
            (
                "Bridge: The bridge over the Arve is 120 metres long and is made of steel.",
                "What is the bridge made of?",
                "steel"
            ),
            (
                "Maria Lund: Maria Lund, a Danish botanist, spent three years on Java.",
                "What was the profession of Maria Lund?", "botanist"
            ),
        ],
    ]

    /// - Parameters:
    ///   - set: which of the ``examples``.
    ///   - text: the sentence, with what it is about where the document says so.
    static func answering(_ question: String, from text: String, examples set: Int) -> [ChatMessage] {
        [ChatMessage(.system, "Answer each question with a few words of the text.")]
            + examples[set].flatMap {
                [ChatMessage(.user, "\($0.text)\n\nQuestion: \($0.question)"), ChatMessage(.assistant, $0.answer)]
            } + [ChatMessage(.user, "\(text)\n\nQuestion: \(question)")]
    }

    /// What the question is looked for behind, to verify an answer.
    static func asking(for answer: String, of text: String) -> [ChatMessage] {
        [ChatMessage(.user, "\(text)\n\nWrite a question about this text whose answer is: \(answer)")]
    }
}
