internal import Transformers

/// Turns conversations into the token ids that a model was trained to go on from.
struct NativePrompt: Sendable {
    private let tokenizer: any Tokenizer
    private let template: ChatTemplate
    private let beginning: Int32?
    private let beginningOfText: String
    private let endOfText: String

    /// - Throws: `unsupportedModel` where the model has no chat template or one that cannot be used.
    init(_ model: DecoderModel) throws {
        guard let source = model.chatTemplate else {
            throw InferenceError(
                .unsupportedModel,
                "\(model.name) has no chat template, so it cannot answer; choose a model made for chat")
        }
        template = try ModelInspection.translatingErrors { try ChatTemplate(source: source) }
        tokenizer = model.tokenizer
        beginning = model.addsBeginningOfText ? model.beginningOfText : nil
        func spelling(_ id: Int32?) -> String { id.map { model.tokenizer.decode([$0]) } ?? "" }
        beginningOfText = spelling(model.beginningOfText)
        endOfText = spelling(model.endOfText)
    }

    /// The ids of a prompt that ends where the answer begins. What messages say never becomes a special token.
    ///
    /// - Throws: `unsupportedModel` where the template refuses the messages.
    func tokens(of messages: [ChatMessage]) throws -> [Int32] {
        let segments = try ModelInspection.translatingErrors {
            try template.renderSegments(
                messages.map { ($0.role.rawValue, $0.content) }, addGenerationPrompt: true,
                beginningOfText: beginningOfText,
                endOfText: endOfText)
        }
        let ids = segments.flatMap { tokenizer.encode($0.text, recognizingSpecialTokens: !$0.isContent) }
        guard let beginning, ids.first != beginning else { return ids }
        return [beginning] + ids
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
