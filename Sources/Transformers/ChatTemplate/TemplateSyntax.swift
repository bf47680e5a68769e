/// A piece of a template.
struct TemplateStatement {
    indirect enum Kind {
        case text(String)
        case output(TemplateExpression)
        case condition([(condition: TemplateExpression?, body: [TemplateStatement])])
        case loop(
            names: [String], items: TemplateExpression, filter: TemplateExpression?, body: [TemplateStatement],
            otherwise: [TemplateStatement])
        case set(name: String, attribute: String?, value: TemplateExpression)
        /// Text that a body writes, changed by filters, under a name.
        case setBlock(name: String, filters: [TemplateExpression.Filter], body: [TemplateStatement])
        /// The same, written where it stands.
        case filterBlock([TemplateExpression.Filter], body: [TemplateStatement])
        case macro(name: String, TemplateMacro)
        case leaveLoop
        case nextRound
    }

    var kind: Kind
    /// Where it begins; the first line is 1.
    var line: Int
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
    case binary(String, TemplateExpression, TemplateExpression)
    case choice(TemplateExpression, condition: TemplateExpression, otherwise: TemplateExpression?)

    /// A filter of a block.
    typealias Filter = (name: String, arguments: Arguments)

    /// The arguments of a call.
    struct Arguments {
        var positional: [TemplateExpression] = []
        var named: [(name: String, value: TemplateExpression)] = []
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
