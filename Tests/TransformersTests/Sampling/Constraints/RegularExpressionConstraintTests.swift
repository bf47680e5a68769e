internal import Foundation
internal import Testing
internal import Transformers

@Suite("Constraints by regular expressions")
struct RegularExpressionConstraintTests {
    @Test(
        "What is written matches, as Foundation's regular expressions see it",
        arguments: [
            "yes|no|it (depends|is (un)?clear)", "[0-9]{4}-[01][0-9]-[0-3]\\d", "(\\+\\d{1,3} )?[1-9](\\d{2,3} ?){1,4}",
            "\\w{1,6}@\\w{2,4}\\.(com|org)", "[A-Z][a-z]{2,10}( [A-Z][a-z]{2,10})?", "(a|ab)(c|bcd)*(d+)?", ".{3,12}",
            "[^\\x00-\\x7F]{1,4}",
            "[α-ωäöüß漢字🚀-🚂]{2,5}", "\\S{1,5}(\\s\\S{1,5}){0,3}?", "\\x41\\u00e9\\.\\[\\]\\\\[\\]\\-a^]+",
            "()|x*", "(?:é|e\u{301}){3}",
            "^(?<name>a.c|ü..)$", "\\$\\d+(\\.\\d\\d)?",
        ])
    func matches(pattern: String) throws {
        var writer = try RandomWriter(try .regularExpression(pattern))
        let expression = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        var finished = 0
        for _ in 0..<150 {
            guard let text = try writer.text(limit: 60) else { continue }
            finished += 1
            let range = NSRange(location: 0, length: text.utf16.count)
            #expect(expression.firstMatch(in: text, range: range) != nil, "\(text.debugDescription)")
        }
        #expect(finished > 100)
    }

    /// Whether a whole text is accepted byte by byte, with the tokens of single bytes.
    private func accepts(_ constraint: Constraint, _ text: String) throws -> Bool {
        let tokenizer = try RandomWriter.tokenizer.get()
        var matcher = ConstraintMatcher(constraint, vocabulary: try RandomWriter.trie.get())
        for id in tokenizer.encode(text, recognizingSpecialTokens: false) {
            do { try matcher.accept(id) } catch { return false }
        }
        return try matcher.isFulfilled && matcher.allowedTokens().contains(0)
    }

    @Test(
        "All that Foundation matches is accepted, and nothing else",
        arguments: [
            "(a|b)*abb", "a{2,3}b{0,2}", "(ab?c?){2}", "[^a]b|c.", "((a|b)(b|c)){1,2}", "(a*b)*", "a??b+?c*?",
            "\\D[^\\Wa]\\S", "\\W*|[^\\d\\s]\\D?",
            "(|a)(b|)c",
        ])
    func language(pattern: String) throws {
        let constraint = try Constraint.regularExpression(pattern)
        let expression = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        var texts = [""]
        var level = texts
        for _ in 0..<6 {
            level = level.flatMap { text in ["a", "b", "c"].map { text + $0 } }
            texts += level
        }
        for text in texts {
            let range = NSRange(location: 0, length: text.utf16.count)
            let isMatch = expression.firstMatch(in: text, range: range) != nil
            #expect(try accepts(constraint, text) == isMatch, "\(text)")
        }
        #expect(try accepts(.regularExpression("[\\u{1F600}-\\u{1F64F}]+\\W"), "😀🙏é"))
    }

    @Test("The tokens allowed are those whose bytes the expression goes on with")
    func allowedTokens() throws {
        for pattern in ["(\\w{1,8}[ ,]){1,5}|é.*", "[^a-z]{1,40}", "(the|cat|sat| on| \\d)+"] {
            let constraint = try Constraint.regularExpression(pattern)
            var writer = try RandomWriter(constraint, seed: 7)
            let tokenizer = try RandomWriter.tokenizer.get()
            var compared = 0
            while compared < 10 {
                _ = try writer.text(limit: 8) { matcher, allowed in
                    compared += 1
                    guard compared <= 10 else { return }
                    var copy = matcher
                    let expected = (0..<Int32(tokenizer.vocabularySize)).filter { id in
                        guard (try? copy.accept(id)) != nil else { return false }
                        copy = matcher
                        return true
                    }
                    #expect(allowed.ids == expected)
                    #expect(allowed.count == expected.count)
                    #expect(allowed.first == expected.first)
                }
            }
        }
    }

    @Test(
        "What is not understood is refused by name, with the place",
        arguments: [
            ("a(?=b)", "regular expressions with look-ahead are not supported (character 4)"),
            ("(?<!a)b", "regular expressions with look-behind are not supported (character 3)"),
            ("(a)\\1", "regular expressions with “\\1” are not supported (character 4)"),
            ("\\bword", "regular expressions with “\\b” are not supported (character 1)"),
            ("\\p{L}+", "regular expressions with “\\p” are not supported (character 1)"),
            ("a|^b", "regular expressions with “^” inside are not supported (character 3)"),
            ("a$b", "regular expressions with “$” inside are not supported (character 2)"),
            ("a++", "regular expressions with possessive repetitions are not supported (character 4)"),
            ("(?i)a", "regular expressions with “(?i” are not supported (character 3)"),
            ("[a[b]]", "regular expressions with classes in classes; write “\\[” are not supported (character 3)"),
            ("a{200000}", "regular expressions with counts above 100000 are not supported (character 8)"),
        ])
    func unsupported(pattern: String, message: String) {
        #expect(throws: ConstraintError(.unsupported, message)) { try Constraint.regularExpression(pattern) }
    }

    @Test(
        "What is no regular expression is refused",
        arguments: [
            "(a", "a)", "[a", "[]", "[z-a]", "[\\d-z]", "*a", "a{", "a{2,1}", "a{,3}", "\\", "\\x4", "\\u{}",
            "\\u{110000}", "\\ud800",
            "(?<name", "a|+",
        ])
    func invalid(pattern: String) {
        let error = #expect(throws: ConstraintError.self) { try Constraint.regularExpression(pattern) }
        #expect(error?.code == .invalid, "\(String(describing: error))")
    }

    @Test("Large and unsatisfiable expressions are refused")
    func limits() {
        for pattern in ["((a{1000}){1000}){1000}", "(.{1000}){1000}", "(a|b{99999}){99999}"] {
            let error = #expect(throws: ConstraintError.self) { try Constraint.regularExpression(pattern) }
            #expect(error?.code == .tooLarge, "\(pattern)")
        }
        #expect(throws: ConstraintError(.unsatisfiable, "no text fulfils the constraint")) {
            try Constraint.regularExpression("a[^\\s\\S]")
        }
        let nested = String(repeating: "(", count: 200_000)
        #expect(throws: ConstraintError.self) { try Constraint.regularExpression(nested) }
        #expect(throws: Never.self) { try Constraint.regularExpression("(){99999}((){99999}){99999}") }
    }

    @Test("An expression with many states at once is followed, and its states are forgotten when there are many")
    func manyStates() throws {
        // The deterministic automaton of this language has 2^17 states.
        var writer = try RandomWriter(try .regularExpression("[ab]*a[ab]{16}"))
        var random = RandomNumbers(seed: 5)
        let tokenizer = writer.tokenizer
        var matcher = writer.matcher
        let (a, b) = (try #require(tokenizer.id(of: "a")), try #require(tokenizer.id(of: "b")))
        var text = ""
        for _ in 0..<3000 {
            let isA = random.unit() < 0.5
            try matcher.accept(isA ? a : b)
            text += isA ? "a" : "b"
            let allowed = try matcher.allowedTokens()
            #expect(allowed.contains(a) && allowed.contains(b) && !allowed.contains(1))
            let isMatch = text.count >= 17 && text.suffix(17).first == "a"
            #expect(matcher.isFulfilled == isMatch)
            #expect(allowed.contains(2) == isMatch)
        }
        let short = try #require(try writer.text(limit: 2000))
        #expect(short.suffix(17).first == "a")
    }
}
