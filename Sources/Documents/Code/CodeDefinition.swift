/// What a line of a program defines, by the words that it begins with.
struct CodeDefinition {
    /// `class Foo`, `func bar`, `bar()`.
    var label: String
    /// Whether it has members.
    var isContainer: Bool

    private static let maximumBytes = 400
    private static let control: Set<String> = [
        "if", "for", "while", "switch", "catch", "return", "else", "do", "try", "with", "synchronized", "throw", "new",
        "case", "sizeof", "defined", "await", "delete", "using", "foreach", "when", "assert", "super", "this", "import",
    ]

    /// The definition that a line opens, nil if it opens none by its words alone.
    init?(_ content: ArraySlice<UInt8>, language: CodeLanguage) {
        let content = content.prefix(Self.maximumBytes)
        var rest = content
        for _ in 0..<12 {
            rest = rest.drop { $0.isSpace || $0 == UInt8(ascii: "*") }
            if rest.first == UInt8(ascii: "@") || rest.starts(with: "[[".utf8) {
                rest = Self.afterAttribute(rest)
                continue
            }
            let wordBytes = rest.prefix(40).prefix { $0.isWordByte }
            guard !wordBytes.isEmpty else { return nil }
            let word = String(decoding: wordBytes, as: UTF8.self)
            let key = language.bounds == .indentation ? word.lowercased() : word
            rest = rest[wordBytes.endIndex...]
            let isKeyword = language.containers.contains(key) || language.functions.contains(key)
            // Swift's `class func` is no class.
            let next = String(decoding: rest.drop(while: \.isSpace).prefix { $0.isWordByte }, as: UTF8.self)
            if isKeyword, !(key == "class" && language.functions.contains(next)) {
                guard let label = Self.label(word, rest, content: content) else { return nil }
                self.label = label
                isContainer = language.containers.contains(key)
                return
            }
            if ["const", "let", "var"].contains(word), language.hasRegularExpressions {
                guard let name = Self.functionValue(rest) else { return nil }
                label = "\(name)()"
                isContainer = false
                return
            }
            guard language.modifiers.contains(key) else { return nil }
            // As in `pub(crate)` and `extern "C"`.
            if rest.first == UInt8(ascii: "("), let close = rest.firstIndex(of: UInt8(ascii: ")")) {
                rest = rest[(close + 1)...]
            }
            let literal = rest.drop(while: \.isSpace)
            if literal.first == UInt8(ascii: "\""), let close = literal.dropFirst().firstIndex(of: UInt8(ascii: "\"")) {
                rest = literal[(close + 1)...]
            }
        }
        return nil
    }

    /// The function that a header without a keyword defines: the name before its first parenthesis.
    init?(bareHeader header: ArraySlice<UInt8>) {
        var header = header.prefix(Self.maximumBytes)
        while header.first == UInt8(ascii: "@") { header = Self.afterAttribute(header).drop(while: \.isSpace) }
        guard let open = header.firstIndex(of: UInt8(ascii: "(")), open > header.startIndex else { return nil }
        var end = open
        while end > header.startIndex, header[end - 1].isSpace { end -= 1 }
        if end > header.startIndex, header[end - 1] == UInt8(ascii: ">") { end = Self.startOfGenerics(header[..<end]) }
        var start = end
        while start > header.startIndex,
            header[start - 1].isWordByte || header[start - 1] == UInt8(ascii: ":")
                || header[start - 1] == UInt8(ascii: "~") || header[start - 1] == UInt8(ascii: "$")
        {
            start -= 1
        }
        let name = String(decoding: header[start..<end], as: UTF8.self)
        let before = header[..<start]
        guard !name.isEmpty, header[start].isDigit == false, !Self.control.contains(name),
            !before.contains(UInt8(ascii: "=")), !before.contains(UInt8(ascii: "."))
        else { return nil }
        let first = String(decoding: header.prefix { $0.isWordByte }, as: UTF8.self)
        guard !Self.control.contains(first) else { return nil }
        label = "\(name)()"
        isContainer = false
    }

    /// Where the `<` stands that the `>` at the end closes.
    private static func startOfGenerics(_ header: ArraySlice<UInt8>) -> Int {
        var depth = 0
        for index in header.indices.reversed() {
            if header[index] == UInt8(ascii: ">") { depth += 1 }
            if header[index] == UInt8(ascii: "<") { depth -= 1 }
            if depth == 0 { return index }
        }
        return header.startIndex
    }

    private static func afterAttribute(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if rest.first == UInt8(ascii: "[") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return [] }
            return rest[close...].drop { $0 == UInt8(ascii: "]") }
        }
        let name = rest.dropFirst().drop { $0.isWordByte || $0 == UInt8(ascii: ".") }
        guard name.first == UInt8(ascii: "("), let close = name.firstIndex(of: UInt8(ascii: ")")) else { return name }
        return name[(close + 1)...]
    }

    private static func label(_ word: String, _ rest: ArraySlice<UInt8>, content: ArraySlice<UInt8>) -> String? {
        var rest = rest.drop { $0.isSpace || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "*") }
        if word == "impl" || word == "extension" {
            let header = rest.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: ";") }.prefix(120)
            return "\(word) \(String(decoding: header, as: UTF8.self)[...].trimmingSpaces())"
        }
        // Go's receiver, as in `func (s *Server) Start`.
        if word == "func", rest.first == UInt8(ascii: "("), let close = rest.firstIndex(of: UInt8(ascii: ")")) {
            let receiver = rest[..<close].dropFirst().split(separator: 0x20).last ?? []
            let name = rest[(close + 1)...].drop(while: \.isSpace).prefix { $0.isWordByte }
            guard !name.isEmpty else { return nil }
            let type = receiver.drop { $0 == UInt8(ascii: "*") }
            return "func \(String(decoding: type, as: UTF8.self)).\(String(decoding: name, as: UTF8.self))"
        }
        if rest.first == UInt8(ascii: "`") { rest = rest.dropFirst() }
        let name = rest.prefix(120).prefix { $0.isWordByte || ".:$?!-+*/<>=~".utf8.contains($0) }
        var text = String(decoding: name.prefix { $0 != UInt8(ascii: "<") || name.first == $0 }, as: UTF8.self)
        while text.hasSuffix(":") || text.hasSuffix("-") { text.removeLast() }
        if ["init", "deinit", "subscript"].contains(word) { return word }
        // A word that is a name itself, as in `type = 3`.
        guard !text.isEmpty, !text.hasPrefix("="), !text.hasPrefix(":"), !text.hasPrefix(".") else {
            let isBlock = content.last == UInt8(ascii: "{") && text.isEmpty
            return isBlock ? word : nil
        }
        return "\(word) \(text)"
    }

    /// The name in `name = (a) => {` and `name = function`.
    private static func functionValue(_ rest: ArraySlice<UInt8>) -> String? {
        let rest = rest.drop(while: \.isSpace)
        let name = rest.prefix { $0.isWordByte || $0 == UInt8(ascii: "$") }
        let text = String(decoding: rest[name.endIndex...], as: UTF8.self)
        guard !name.isEmpty, text.contains("=>") || text.contains("= function") || text.contains("= async") else {
            return nil
        }
        return String(decoding: name, as: UTF8.self)
    }
}
