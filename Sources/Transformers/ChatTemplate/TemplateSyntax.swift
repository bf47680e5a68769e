/// A piece of a template.
indirect enum TemplateStatement {
    case text(String)
    case output(TemplateExpression)
    case condition([(condition: TemplateExpression?, body: [TemplateStatement])])
    case loop(
        names: [String], items: TemplateExpression, filter: TemplateExpression?, body: [TemplateStatement],
        otherwise: [TemplateStatement])
    case set(name: String, attribute: String?, value: TemplateExpression)
    case setBlock(name: String, body: [TemplateStatement])
    case macro(name: String, TemplateMacro)
    case leaveLoop
    case nextRound
}

/// An expression of a template.
indirect enum TemplateExpression {
    case literal(TemplateValue)
    case name(String)
    case list([TemplateExpression])
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

    /// The arguments of a call.
    struct Arguments {
        var positional: [TemplateExpression] = []
        var named: [String: TemplateExpression] = [:]
    }
}

/// Why a template could not be read or run.
struct TemplateFailure: Error {
    var reason: String
}
