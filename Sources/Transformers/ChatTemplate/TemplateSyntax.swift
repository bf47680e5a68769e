/// A piece of a template.
struct TemplateStatement {
    indirect enum Kind {
        case text(String)
        case output(TemplateExpression)
        case condition([(condition: TemplateExpression?, body: [TemplateStatement])])
        case loop(TemplateLoopStatement)
        case set(TemplateTarget, value: TemplateExpression)
        /// Text that a body writes, changed by filters, under a name.
        case setBlock(TemplateTarget, filters: [TemplateExpression.Filter], body: [TemplateStatement])
        /// The same, written where it stands.
        case filterBlock([TemplateExpression.Filter], body: [TemplateStatement])
        /// A body with names of its own.
        case with([(target: TemplateTarget, value: TemplateExpression)], body: [TemplateStatement])
        /// A call of a macro that may call a body.
        case callBlock(TemplateExpression, TemplateExpression.Arguments, caller: TemplateMacro)
        case macro(name: String, TemplateMacro)
        case leaveLoop
        case nextRound
    }

    var kind: Kind
    /// Where it begins; the first line is 1.
    var line: Int
}

/// A `for` of a template.
struct TemplateLoopStatement {
    var target: TemplateTarget
    var items: TemplateExpression
    var filter: TemplateExpression?
    var body: [TemplateStatement] = []
    var otherwise: [TemplateStatement] = []
    /// Whether its body may call the loop for other items.
    var isRecursive: Bool
}

/// What takes a value: a name, an attribute of a namespace, or several that divide it.
indirect enum TemplateTarget {
    case name(String)
    case attribute(of: String, String)
    case parts([TemplateTarget])
}

/// An expression of a template.
indirect enum TemplateExpression {
    case literal(TemplateValue)
    case name(String)
    case list([TemplateExpression], isTuple: Bool)
    case dictionary([(key: TemplateExpression, value: TemplateExpression)])
    case attribute(TemplateExpression, String)
    case item(TemplateExpression, TemplateExpression)
    case slice(TemplateExpression, from: TemplateExpression?, to: TemplateExpression?, by: TemplateExpression?)
    case call(TemplateExpression, Arguments)
    case filter(TemplateExpression, String, Arguments)
    case test(TemplateExpression, String, Arguments, isNegated: Bool)
    case not(TemplateExpression)
    case negate(TemplateExpression)
    case plus(TemplateExpression)
    case binary(String, TemplateExpression, TemplateExpression)
    /// Comparisons in a row, which hold where each of them does.
    case comparisons(TemplateExpression, [(mark: String, operand: TemplateExpression)])
    case choice(TemplateExpression, condition: TemplateExpression, otherwise: TemplateExpression?)

    /// A filter of a block.
    typealias Filter = (name: String, arguments: Arguments)

    /// The arguments of a call.
    struct Arguments {
        var positional: [TemplateExpression] = []
        var named: [(name: String, value: TemplateExpression)] = []
        /// A list of further arguments, `*list`.
        var list: TemplateExpression?
        /// A dictionary of further named ones, `**dictionary`.
        var dictionary: TemplateExpression?
    }
}

/// Why a template could not be read or run.
struct TemplateFailure: Error, CustomStringConvertible {
    var reason: String
    /// The line of the tag that failed, once known; the first line is 1.
    var line: Int?

    var description: String { line.map { "line \($0): \(reason)" } ?? reason }

    /// Does `work`, and tells of its failures on which line they happened.
    static func located<Result>(on line: Int, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch var failure as TemplateFailure where failure.line == nil {
            failure.line = line
            throw failure
        }
    }
}
