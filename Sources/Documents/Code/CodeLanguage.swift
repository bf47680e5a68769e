/// What tells comments, strings and definitions of a programming language.
struct CodeLanguage {
    /// How its definitions are bounded.
    enum Bounds {
        case braces, indentation
    }

    var bounds = Bounds.braces
    var lineComment: [UInt8] = Array("//".utf8)
    var hasBlockComments = true
    var nestsComments = false
    /// The quotes of strings that end at their line.
    var quotes: Set<UInt8> = [UInt8(ascii: "\"")]
    /// The quote of strings that go over lines; a backtick or, three times, one of `quotes`.
    var hasTripleQuotes = false
    var hasBacktickStrings = false
    /// Whether `'` opens a character or a lifetime, as in Rust, so that it has to be looked at closely.
    var hasLifetimes = false
    /// Whether strings with hashes, as `#"…"#` or `r#"…"#`, or C++'s `R"x(…)x"` are raw.
    var rawStrings = RawStrings.none
    /// What opens code inside a string: `\(` or `${`.
    var interpolation: [UInt8] = []
    var hasRegularExpressions = false
    var hasPreprocessor = false
    /// Words before a definition that are no part of its name.
    var modifiers: Set<String> = []
    /// Words that open what has members.
    var containers: Set<String> = []
    /// Words that open other definitions.
    var functions: Set<String> = []
    /// Whether a name with parentheses and a brace defines a function.
    var hasBareFunctions = false

    enum RawStrings { case none, hashes, rust, cPlusPlus }

    /// The language of a type of documents; other languages are divided by their indentation.
    init(_ type: DocumentType) {
        let singles: Set<UInt8> = [UInt8(ascii: "\""), 0x27]
        switch type {
        case .swift:
            nestsComments = true
            hasTripleQuotes = true
            rawStrings = .hashes
            interpolation = Array("\\(".utf8)
            modifiers = Self.words(
                "public private internal fileprivate open package final static class override mutating nonmutating convenience "
                    + "required indirect async nonisolated lazy weak unowned dynamic optional isolated prefix postfix infix consuming borrowing distributed"
            )
            containers = Self.words("class struct enum protocol extension actor")
            functions = Self.words("func init deinit subscript macro")
        case .python:
            bounds = .indentation
            lineComment = Array("#".utf8)
            hasBlockComments = false
            quotes = singles
            hasTripleQuotes = true
            modifiers = ["async"]
            containers = ["class"]
            functions = ["def"]
        case .javaScript, .typeScript:
            quotes = singles
            hasBacktickStrings = true
            interpolation = Array("${".utf8)
            hasRegularExpressions = true
            modifiers = Self.words(
                "export default async abstract declare public private protected static readonly override get set")
            containers = Self.words("class interface namespace module")
            functions = Self.words("function enum type")
            hasBareFunctions = true
        case .go:
            quotes = singles
            hasBacktickStrings = true
            functions = Self.words("func type")
        case .rust:
            nestsComments = true
            hasLifetimes = true
            rawStrings = .rust
            modifiers = Self.words("pub async unsafe const extern default crate")
            containers = Self.words("impl trait mod")
            functions = Self.words("fn struct enum union macro_rules")
        case .c, .cPlusPlus:
            quotes = singles
            rawStrings = .cPlusPlus
            hasPreprocessor = true
            modifiers = Self.words(
                "static inline extern typedef constexpr virtual explicit friend export public private")
            containers = Self.words("class struct union namespace")
            functions = Self.words("enum")
            hasBareFunctions = true
        case .java:
            quotes = singles
            hasTripleQuotes = true
            modifiers = Self.words(
                "public private protected static final abstract sealed strictfp synchronized native default non-sealed")
            containers = Self.words("class interface enum record")
            hasBareFunctions = true
        default:
            bounds = .indentation
            hasBlockComments = false
            quotes = []
            lineComment = Array("#".utf8)
            modifiers = Self.words(
                "public private protected internal local static abstract sealed data open override suspend inline pub async case create or replace"
            )
            containers = Self.words(
                "class module struct interface trait object enum namespace record protocol defmodule")
            functions = Self.words("def defp fun fn func function sub proc procedure table view index macro")
        }
    }

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
}
