/// The names under which a template finds methods rather than entries.
extension TemplateMethods {
    private static let namesOfTexts: Set<String> = [
        "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "format_map",
        "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric",
        "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition",
        "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip",
        "split",
        "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill",
    ]
    private static let namesOfDictionaries: Set<String> = ["copy", "fromkeys", "get", "items", "keys", "values"]
    private static let changingNamesOfDictionaries: Set<String> = ["clear", "pop", "popitem", "setdefault", "update"]
    private static let namesOfLists: Set<String> = ["copy", "count", "index"]
    private static let changingNamesOfLists: Set<String> = [
        "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort",
    ]

    /// The method of a name, as a value that is not called; nil where the object has none.
    ///
    /// - Throws: for one that would change the object, which templates must not.
    static func method(_ name: String, of object: TemplateValue) throws -> TemplateValue? {
        let (names, changingNames): (Set<String>, Set<String>) =
            switch object {
            case .text: (namesOfTexts, [])
            case .dictionary: (namesOfDictionaries, changingNamesOfDictionaries)
            case .list: (namesOfLists, changingNamesOfLists)
            default: ([], [])
            }
        if changingNames.contains(name) {
            throw TemplateFailure(reason: "“\(name)” would change \(object.kind), which templates must not")
        }
        return names.contains(name) ? .method(name) : nil
    }
}
