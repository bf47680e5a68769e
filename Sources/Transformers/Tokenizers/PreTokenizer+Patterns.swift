extension PreTokenizer {
    /// The rule of patterns by which a `tokenizer.json` divides text one after the other, as the files of these families spell them;
    /// nil for others.
    init?(patterns: [String]) {
        // Line ends are spelled by some as escapes and by some as they are; both together are one character.
        let patterns = patterns.map {
            $0.replacing("\r\n", with: #"\r\n"#).replacing("\r", with: #"\r"#).replacing("\n", with: #"\n"#)
        }
        guard let rule = Self.rules.first(where: { $0.patterns == patterns })?.rule else { return nil }
        self = rule
    }

    private static let rules: [(patterns: [String], rule: PreTokenizer)] = [
        ([#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#], .gpt2),
        ([llama(letters: #"\p{L}"#, digits: #"\p{N}{1,3}"#, signs: #"\p{L}\p{N}"#)], .llama3),
        ([llama(letters: #"\p{L}"#, digits: #"\p{N}"#, signs: #"\p{L}\p{N}"#)], .qwen2),
        ([llama(letters: #"[\p{L}\p{M}]"#, digits: #"\p{N}"#, signs: #"\p{L}\p{M}\p{N}"#)], .qwen35),
        ([cased(contractions: #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#, digits: #"\p{N}{1,3}"#)], .o200k),
        ([cased(contractions: "", digits: #"\p{N}"#)], .tekken),
        (
            [
                #"\p{N}{1,3}"#, "[一-龥\u{3040}-ゟ゠-ヿ]+",
                ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
                    + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
            ], .deepSeekV3
        ),
    ]

    private static func llama(letters: String, digits: String, signs: String) -> String {
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\#(letters)+|\#(digits)| ?[^\s\#(signs)]+[\r\n]*"#
            + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }

    private static func cased(contractions: String, digits: String) -> String {
        let (capitals, small) = (#"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#, #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#)
        let before = #"[^\r\n\p{L}\p{N}]?"#
        return "\(before)\(capitals)*\(small)+\(contractions)|\(before)\(capitals)+\(small)*\(contractions)|\(digits)"
            + #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }
}
