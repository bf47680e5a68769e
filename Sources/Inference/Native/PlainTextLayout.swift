/// A conversation as a base model goes on with it: plain text that ends where an answer is due.
///
///     PlainTextLayout.text(of: [ChatMessage(.system, "Be brief."), ChatMessage(.user, "Question: Who?")])
///     // "Be brief.\n\nQuestion: Who?\nAnswer:"
package enum PlainTextLayout {
    private static let mark = "Answer:"

    /// Where an answer is over: a base model seldom ends a text, and goes on with further questions and answers of its own.
    package static let stops = ["\n\n", "\nQuestion:", "\n" + mark]

    /// The text of a conversation.
    package static func text(of messages: [ChatMessage]) -> String {
        messages.reduce(into: "") { text, message in
            if message.role == .assistant {
                text += "\(text.isEmpty ? "" : "\n")\(mark) \(message.content)"
            } else {
                text += "\(text.isEmpty ? "" : "\n\n")\(message.content)"
            }
        } + "\n" + mark
    }

    /// A text as it follows the mark.
    static func continuation(_ text: String) -> String { " " + text }
}
