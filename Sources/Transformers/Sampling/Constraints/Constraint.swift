internal import Foundation

/// What generated text is held to: a regular expression, a JSON Schema, or the spans of texts. A ``ConstraintMatcher`` follows it.
public struct Constraint: Sendable {
    let network: TransitionNetwork

    /// Texts that a regular expression matches as a whole.
    ///
    /// Understood are literals, `.` (anything but line ends), classes such as `[a-z_]` and `[^"]`, `\d`, `\w` and `\s` and their
    /// capitals (ASCII, as in ECMAScript), `\n`, `\t`, `\r`, `\f`, `\v`, `\xHH`, `\uHHHH`, `\u{H…}`, groups, alternatives, and the
    /// repetitions `*`, `+`, `?`, `{m}`, `{m,}` and `{m,n}`, also lazy ones, which mean the same here. `^` at the beginning and `$`
    /// at the end change nothing. Characters are Unicode scalars.
    ///
    /// - Throws: `invalid`, `unsupported` with what is not understood and where, `tooLarge`, `unsatisfiable`.
    public static func regularExpression(_ pattern: String) throws(ConstraintError) -> Constraint {
        let expression = try RegularExpressionParser.expression(of: pattern)
        var builder = NetworkBuilder()
        let root = try builder.rule()
        builder.connect(try expression.append(to: root.start, spelling: .plain, in: &builder), to: root.end)
        return Constraint(network: try builder.network(root))
    }

    /// Spans of texts: any run of whole words of one of them, as it stands there.
    ///
    /// - Throws: `unsatisfiable` where there is no word, `tooLarge` for texts of more than 250,000 bytes together.
    public static func spans(of texts: [String]) throws(ConstraintError) -> Constraint {
        var builder = NetworkBuilder()
        let root = try builder.rule()
        for text in texts { try TextSpans.append(text, between: root.start, and: root.end, in: &builder) }
        return Constraint(network: try builder.network(root))
    }

    /// JSON values that a JSON Schema (draft 2020-12) describes.
    ///
    /// Values are written without white space, but for one space after `,` and `:` where the model likes it. Properties come in the
    /// order of the schema, and behind them others where `additionalProperties` or `patternProperties` describe them; without
    /// `properties` there may be any. Items that nothing describes are added to `prefixItems` only where there have to be more.
    /// Numbers have at most 15 digits before the point, and with bounds at most 15 in all; without bounds 15 decimals and two
    /// digits in the exponent.
    ///
    /// Understood are `type` (one or several), `properties`, `required`, `additionalProperties`, `patternProperties` (up to four),
    /// `prefixItems`, `items`, `minItems`, `maxItems`, `uniqueItems` (of up to eight listed values), `minLength`, `maxLength`,
    /// `pattern` (which holds the whole string), `format` (date, time, date-time, uuid, email, ipv4), `minimum`, `maximum`,
    /// `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf` (of up to three digits), `enum`, `const`, `anyOf`, `oneOf` where no
    /// value can match two of its schemas, `allOf`, `$ref` to places in the same schema, also recursively, `$defs`, `true`,
    /// `false`, and annotations. What stands beside `$ref`, `anyOf`, `oneOf` and `allOf` holds too. Calls of references, and values
    /// in arrays, go to a depth of 64.
    ///
    /// - Throws: `invalid`, `unsupported` with the keyword and where it is, `tooLarge`, `unsatisfiable`.
    public static func jsonSchema(_ schema: String) throws(ConstraintError) -> Constraint {
        Constraint(network: try JSONSchemaCompiler.network(of: schema))
    }

    /// Whether a JSON value fulfils a JSON Schema, however it is written: white space and escapes may be others than a
    /// ``ConstraintMatcher`` lets through. The properties come in the order of the schema.
    public func isFulfilled(byJSON text: String) -> Bool {
        guard let value = try? JSONReader.value(of: Data(text.utf8)) else { return false }
        var automaton = LazyAutomaton(network)
        var state = automaton.start
        for byte in value.spelling where state != LazyAutomaton.dead { state = automaton.next(state, byte) }
        return state != LazyAutomaton.dead && automaton.isAccepting(state)
    }
}
