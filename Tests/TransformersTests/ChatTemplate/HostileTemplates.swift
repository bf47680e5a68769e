/// Templates that try to take time, memory or stack without end, or to reach what Swift would trap on.
enum HostileTemplates {
    struct Sample: Sendable, CustomStringConvertible {
        var description: String
        var source: String

        init(_ description: String, _ source: String) {
            self.description = description
            self.source = source
        }
    }

    /// `begin` so many times, `middle`, and `end` as many times.
    static func nested(_ count: Int, _ begin: String, _ middle: String, _ end: String) -> String {
        String(repeating: begin, count: count) + middle + String(repeating: end, count: count)
    }

    /// A statement that changes `ns.x`, ninety times or more.
    private static func growing(_ first: String, _ next: String, rounds: Int = 90) -> String {
        "{% set ns = namespace(x=\(first)) %}{% for i in range(\(rounds)) %}{% set ns.x = \(next) %}{% endfor %}"
    }

    private static let eightfold = nested(15, "{% set x = [x, x, x, x, x, x, x, x] %}", "", "")

    static let work: [Sample] = [
        Sample("loops in loops", nested(8, "{% for i in range(1000) %}", "x", "{% endfor %}")),
        Sample("too long a range", "{% for i in range(9000000000000000000) %}{% endfor %}"),
        Sample("a range beyond all numbers", "{{ range(-9223372036854775807, 9223372036854775807)|length }}"),
        Sample("doubling text", growing("'ab'", "ns.x + ns.x")),
        Sample("doubling lists", growing("[1]", "ns.x + ns.x")),
        Sample("growing by replacement", growing("'a'", "ns.x|replace('a', 'aaaaaaaaaa')")),
        Sample("growing by joining", growing("'a'", "[ns.x, ns.x]|join(ns.x)")),
        Sample("growing by tildes", growing("'a'", "ns.x ~ ns.x ~ 1")),
        Sample("nested lists", growing("[1]", "[ns.x, ns.x]", rounds: 90_000)),
        Sample("nested dictionaries", growing("1", "{'x': ns.x}", rounds: 90_000)),
        Sample("a list written eightfold", eightfold + "{{ x|tojson }}"),
        Sample("a list compared eightfold", eightfold + "{{ x == x }}"),
        Sample("a chain of namespaces", growing("1", "namespace(x=ns.x, y=ns)", rounds: 90_000)),
        Sample("a namespace in itself", growing("1", "ns")),
        Sample("a text repeated too often", "{{ 'a' * 60000000 }}"),
        Sample("a text repeated beyond all numbers", "{{ 'ab' * 9223372036854775807 }}"),
        Sample("growing by repetition", growing("'ab'", "ns.x * 3")),
        Sample("growing by indentation", growing("'a\\na'", "ns.x|indent(ns.x)")),
        Sample("growing by JSON's indentation", growing("'a'", "[ns.x, 1]|tojson(indent=ns.x)")),
        Sample("growing by JSON's separators", growing("'a'", "[1, 2, 3]|tojson(separators=(ns.x ~ ns.x, ':'))")),
        Sample("growing by formats", growing("'{0}{0}{0}'", "ns.x.format(ns.x)")),
        Sample("growing by markup", growing("'<<'|safe", "('<' ~ ns.x) + ns.x")),
        Sample("many different items", "{{ range(90000)|unique|list|length }}"),
        Sample("long parts sought often", growing("'a' * 900000", "ns.x ~ 'b'.find(ns.x)", rounds: 9_000)),
        Sample("macros without end", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"),
        Sample(
            "macros that fan out",
            "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(25) }}"),
    ]

    static let depth: [Sample] =
        [
            Sample("nested brackets", nested(100_000, "(", "1", ")")),
            Sample("nested lists in the source", nested(100_000, "[", "1", "]")),
            Sample("nested dictionaries in the source", nested(100_000, "{'a':", "1", "}")),
            Sample("nested items", nested(100_000, "a[", "1", "]")),
            Sample("nested calls", nested(100_000, "a(", "1", ")")),
            Sample("many nots", nested(9_000, "not ", "1", "")),
            Sample("many minuses", nested(9_000, "-", "1", "")),
            Sample("many operators", nested(4_000, "1 + ", "1", "")),
            Sample("many conjunctions", nested(4_000, "1 and ", "1", "")),
            Sample("many filters", nested(4_000, "", "'a'", "|trim")),
            Sample("many attributes", nested(4_000, "", "a", ".a")),
            Sample("many choices", nested(2_000, "1 if 0 else ", "1", "")),
            Sample("too many words", nested(20_000, "1,", "1", "")),
        ].map { Sample($0.description, "{{ \($0.source) }}") } + [
            Sample("nested conditions", nested(100_000, "{% if true %}", "", "{% endif %}")),
            Sample("nested loops", nested(100_000, "{% for i in [1] %}", "", "{% endfor %}")),
        ]

    static let numbers: [Sample] = [
        "99999999999999999999", "messages[1.5:]", "'1e300'|int", "9223372036854775807 + 1",
        "-9223372036854775807 - 2", "9223372036854775807 * 2", "-(-9223372036854775807 - 1)",
        "(-9223372036854775807 - 1) // -1", "(-9223372036854775807 - 1) % -1", "(-9223372036854775807 - 1)|abs",
        "1 % 0", "1 // 0", "(1e308 * 10)|tojson", "'%'|safe|indent(99999)", "strftime_now('%Q')", "strftime_now('%')",
        "strftime_now('%-')", "1.0 / 0", "messages[::0]", "range(1, 2, 0)",
        "2 ** 63", "2 ** 9223372036854775807", "2.5 ** 9e99", "9e999", "0x", "0b2", "'a'|center(9223372036854775807)",
        "'%9999d' % 1", "[1]|batch(0)", "[1]|slice(9223372036854775807)", "'a'|truncate(1)", "range(*[1, 2, 3, 4])",
        "range(1, 2, -9223372036854775807 - 1)",
    ].map { Sample($0, "{{ \($0) }}") }

    static let syntax: [Sample] = [
        #"{{ "\u12" }}"#, #"{{ "\uD800" }}"#, #"{{ "\"#, "{{ 'a'", "{{", "{%", "{{ -", "{{-", "{{ }}", "{% %}", "{#",
        "{#-",
        "{% endfor %}", "{% else %}", "{{ ] }}", "{{ a. }}", "{{ a| }}", "{{ a is }}", "{{ [1 }}", "{{ {1: } }}",
        "{{ a[:::] }}", "{% set %}", "{% set x %}", "{% for %}", "{% macro f( %}", "{{ 1 if }}", "{{ @ }}",
        "{{ é\u{301}@ }}",
    ].map { Sample($0, $0) }

    /// Harmless, though at the limits.
    static let harmless: [Sample] =
        [
            "messages[9223372036854775807]", "messages[-9223372036854775807]",
            "messages[-9223372036854775807:9223372036854775807]|length", "'ab'[9223372036854775807:]",
            "9223372036854775806 % 9223372036854775807", "9223372036854775807 // 1",
            "messages[0:1:9223372036854775807]", "messages[::-9223372036854775807 - 1]|length",
            "'ab'[9223372036854775807:-9223372036854775807:-2]", "(-1) ** 9223372036854775807",
            "'abc'|truncate(9223372036854775807)", "'a'.split('a', -9223372036854775807)|length",
            "range(0, 9, 9223372036854775807)|join", nested(90, "(", "1", ")"), nested(90, "1 + ", "1", ""),
        ].map { Sample($0, "{{ \($0) }}") } + [
            Sample("nested loops", nested(30, "{% for i in [1] %}", "x", "{% endfor %}")),
            Sample(
                "an expression in conditions",
                nested(30, "{% if true %}", "{{ 1\(nested(90, " + 1", "", "")) }}", "{% endif %}")),
            Sample("macros", "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(20) }}"),
        ]
}
