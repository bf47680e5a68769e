internal import Documents
internal import Foundation
internal import Library
internal import Retrieval

/// Recognises sentences of documents that are orders for an assistant (indirect prompt injection, Greshake et al., 2023): they say what
/// it is to ignore, to reveal, to call or to answer, and nothing about the subject of the document.
///
/// Words alone decide, in eight languages. They decide only where the question is not itself about assistants and their instructions, so
/// that the rules of an office for language models can still be asked about.
enum PromptInjection {
    /// Whether a sentence is such an order.
    static func isOrder(_ sentence: String) -> Bool {
        let text = plain(sentence)
        if templateMarks.contains(where: text.contains) { return true }
        let words = words(of: text)
        func has(_ list: [String]) -> Bool { list.contains { holds($0, text, words) } }
        if let role = words.first, roles.contains(role),
            text.dropFirst(text.prefix { $0 == " " }.count + role.count).first == ":"
        {
            return true
        }
        if has(addressees), has(commands) { return true }
        if has(secrets), has(overrides) { return true }
        return has(rulesOfAnswers)
    }

    /// The passage without the title and headings that are orders.
    static func withoutOrderedHeadings(_ snippet: Snippet) -> Snippet {
        var plain = snippet
        if let title = snippet.title, isOrder(title) { plain.title = nil }
        plain.headings.removeAll(where: isOrder)
        return plain
    }

    /// The passage without the sentences that are orders, as a prompt shows it.
    static func withoutOrders(_ snippet: Snippet) -> Snippet {
        let orders = Sentence.sentences(of: snippet, at: 0).filter { isOrder($0.meaning) }
        guard !orders.isEmpty else { return snippet }
        let bytes = Array(snippet.text.utf8)
        var kept: [UInt8] = []
        var end = 0
        for range in orders.map(\.range) where range.lowerBound >= end {
            kept += bytes[end..<range.lowerBound]
            end = range.upperBound
        }
        var shown = snippet
        shown.text = String(decoding: kept + bytes[end...], as: UTF8.self)
        shown.pieces = [
            NewChunk.Piece(range: 0..<shown.text.utf8.count, kind: .paragraph, location: snippet.location)
        ]
        return shown
    }

    /// Whether a question is about assistants or what they are told.
    static func isSubject(of question: String) -> Bool {
        let text = plain(question)
        let words = words(of: text)
        return (addressees + secrets).contains { holds($0, text, words) }
    }

    /// In small letters, one form for each character, without those that nobody sees.
    private static func plain(_ text: String) -> String {
        let scalars = text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
            $0.properties.generalCategory != .format
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func words(of text: String) -> [String] {
        text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
    }

    /// Whether a text has an expression: whole words, with a star for any beginning or end, or in scripts without spaces the characters in a row.
    private static func holds(_ expression: String, _ text: String, _ words: [String]) -> Bool {
        if expression.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) { return text.contains(expression) }
        let parts = expression.split(separator: " ").map(String.init)
        guard words.count >= parts.count else { return false }
        return (0...words.count - parts.count).contains { start in
            zip(parts, words[start...]).allSatisfy { part, word in
                part == word || part.hasSuffix("*") && word.hasPrefix(part.dropLast())
                    || part.hasPrefix("*") && word.hasSuffix(part.dropFirst())
            }
        }
    }

    /// What divides the messages of chat templates.
    private static let templateMarks = [
        "<|im_start|>", "<|im_end|>", "<|system|>", "<|assistant|>", "<|user|>", "<start_of_turn>", "[inst]", "[/inst]",
        "<<sys>>",
        "<|eot_id|>", "<|start_header_id|>", "[[override", "output :=",
    ]
    private static let roles: Set<String> = ["system", "assistant"]

    /// Who is spoken to.
    private static let addressees = [
        "ai", "llm", "llms", "bot", "bots", "chatbot*", "*gpt", "language model*", "ki",
        "sprachmodell*", "ia",
        "modèle de langage",
        "modelo de lenguaje", "ии", "языков* модел*", "人工智能", "语言模型", "大模型", "ai助手", "ai アシスタント", "aiアシスタント", "助手不得",
        "助手必须",
        "الذكاء الاصطناعي", "asistente debe", "l assistant doit",
    ]
    private static let commands = [
        "answer*", "reply", "respond*", "say", "ignore", "disregard", "forget", "reveal", "print", "repeat", "pretend",
        "must", "obey", "tell",
        "antworte*", "ignoriere*", "sage", "musst", "répond*", "ignore*", "dois", "responde*", "debe*", "ответ*",
        "отвеча*", "должен",
        "回答", "回复", "输出", "忽略", "必须", "不得", "答え", "無視", "أجب",
    ]

    /// What an assistant was told, and is to keep or forget.
    private static let secrets = [
        "previous instructions", "prior instructions", "above instructions", "your instructions", "system prompt",
        "systemprompt",
        "vorherigen anweisungen", "instructions précédentes", "instrucciones anteriores", "предыдущие инструкции",
        "системный промпт",
        "系统提示", "提示词", "所有指令", "以上指令", "システムプロンプト", "التعليمات السابقة",
    ]
    private static let overrides = [
        "ignore*", "disregard", "forget", "reveal", "print", "show", "repeat", "output", "ignoriere*", "gib", "vergiss",
        "ignorez",
        "oublie*", "ignora", "olvida", "забудь", "игнорируй", "выведи", "忽略", "输出", "忘记", "無視", "تجاهل",
    ]

    /// How whatever is asked is to be answered.
    private static let rulesOfAnswers = [
        "you are *gpt", "you are no longer", "写给机器人", "whoever reads your", "start your reply", "begin your reply",
        "automatische zusammenfassung*",
        "answer every question", "answer all questions", "end every answer", "end each answer", "begin every answer",
        "reply only with",
        "answer only with", "respond only with", "if you are asked about this document",
        "right answer to the question is",
        "call the tool", "use the tool", "before you answer", "auf jede frage", "répondez seulement",
        "réponds toujours",
        "responde siempre", "responder siempre", "llama a la herramienta", "无论用户问", "不得回答任何问题", "只能回复", "必ず次のように答え",
        "لا تجب",
    ]
}
