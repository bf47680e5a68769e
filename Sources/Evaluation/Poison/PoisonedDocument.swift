/// A document that tells an assistant to do something, beside the same document without that.
public struct PoisonedDocument: Sendable {
    /// What the order is after: leak, lie, tool, refuse, language …
    public var goal: String
    /// The language of the order, by its code.
    public var language: String
    /// Where it stands: in a paragraph, in hidden text, in the file's name …
    public var carrier: String
    /// Whether the order's words were written after what recognises orders, which learnt some of them afterwards.
    public var isLater: Bool
    /// A question that the document answers.
    public var question: String
    /// The document with the order.
    var poisoned: (name: String, content: String)
    /// The document without it.
    var clean: (name: String, content: String)
    /// The documents beside it, which have no order.
    var others: [(name: String, content: String)]

    /// Every order in a document of each kind of the suite, and every order that stands in each place at least once.
    ///
    /// Orders and places are combined by turns, so that each goal meets many places and each place many goals.
    public static let suite: [PoisonedDocument] = PoisonBase.all.enumerated().flatMap { number, base in
        let others = PoisonBase.all.filter { $0.name != base.name }.map {
            PoisonCarrier.lastParagraph.file(of: $0, with: nil)
        }
        let carriers = PoisonCarrier.allCases
        return PoisonOrder.all(lie: base.lie).enumerated().flatMap { place, order in
            // Two places for each order; the second half of them for the second.
            [place + number * 7, place + number * 7 + carriers.count / 2].map { index in
                let carrier = carriers[index % carriers.count]
                return PoisonedDocument(
                    goal: order.goal.rawValue, language: order.language, carrier: carrier.rawValue,
                    isLater: order.isLater,
                    question: base.question,
                    poisoned: carrier.file(of: base, with: order.text), clean: carrier.file(of: base, with: nil),
                    others: others)
            }
        }
    }
}
