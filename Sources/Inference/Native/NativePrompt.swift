internal import Transformers

/// Turns conversations into the token ids that a model was trained to go on from: through its chat template, or as plain text
/// where it is a base model and has none.
struct NativePrompt: Sendable {
    private let tokenizer: any Tokenizer
    /// Nil for a base model.
    private let template: ChatTemplate?
    private let beginning: Int32?
    private let beginningOfText: String
    private let endOfText: String

    /// - Throws: `unsupportedModel` where the model's chat template cannot be used.
    init(_ model: DecoderModel) throws {
        template = try model.chatTemplate.map { source in
            try ModelInspection.translatingErrors { try ChatTemplate(source: source) }
        }
        tokenizer = model.tokenizer
        beginning = model.addsBeginningOfText ? model.beginningOfText : nil
        func spelling(_ id: Int32?) -> String { id.map { model.tokenizer.decode([$0]) } ?? "" }
        beginningOfText = spelling(model.beginningOfText)
        endOfText = spelling(model.endOfText)
    }

    /// Strings at which an answer is over, besides those of a request.
    var stops: [String] { template == nil ? PlainTextLayout.stops : [] }

    /// The ids of a prompt that ends where the answer begins. What messages say never becomes a special token.
    ///
    /// - Throws: `unsupportedModel` where the template refuses the messages.
    func tokens(of messages: [ChatMessage]) throws -> [Int32] {
        let ids: [Int32]
        if let template {
            let segments = try ModelInspection.translatingErrors {
                try template.renderSegments(
                    messages.map { ($0.role.rawValue, $0.content) }, addGenerationPrompt: true,
                    beginningOfText: beginningOfText, endOfText: endOfText)
            }
            ids = segments.flatMap { tokenizer.encode($0.text, recognizingSpecialTokens: !$0.isContent) }
        } else {
            ids = tokenizer.encode(PlainTextLayout.text(of: messages), recognizingSpecialTokens: false)
        }
        guard let beginning, ids.first != beginning else { return ids }
        return [beginning] + ids
    }

    /// The ids of a text as an answer.
    func answerTokens(_ text: String) -> [Int32] {
        let isPlain = template == nil && !text.isEmpty
        return tokenizer.encode(
            isPlain ? PlainTextLayout.continuation(text) : text, recognizingSpecialTokens: false)
    }

    /// How many tokens of a prompt are the same for everything that is asked under its instructions, the system messages at its
    /// beginning; 0 where it has none.
    func instructionCount(_ prompt: [Int32], of messages: [ChatMessage]) throws -> Int {
        let instructions = messages.prefix { $0.role == .system }
        guard !instructions.isEmpty, instructions.count < messages.count else { return 0 }
        let other = try tokens(of: instructions + [ChatMessage(.user, "")])
        return zip(prompt, other).prefix { $0 == $1 }.count
    }
}
