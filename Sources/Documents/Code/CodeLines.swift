/// What is known about the lines of a program after its comments and strings are told from its code.
struct CodeLines {
    struct Line {
        var range: Range<Int>
        /// The column of its first character; a tab counts to the next multiple of four.
        var indent = 0
        var isBlank = false
        /// Whether it begins inside a string or comment.
        var startsInside = false
        /// Whether nothing but comment is on it.
        var isComment = false
        /// Open braces at its start and at its end.
        var depth = 0
        var depthAfter = 0
        /// Open parentheses and brackets at its end.
        var parenthesesAfter = 0
    }

    let bytes: [UInt8]
    var lines: [Line] = []

    /// Whether the line begins a statement at a depth of braces.
    func begins(_ index: Int, at depth: Int) -> Bool {
        let line = lines[index]
        return !line.isBlank && !line.startsInside && !line.isComment && line.depth == depth
    }

    /// The bytes of a line from its first visible one on.
    func content(_ index: Int) -> ArraySlice<UInt8> { bytes[lines[index].range].drop(while: \.isSpace) }

    /// Whether the line holds a decorator, an attribute or the like, which belongs to what follows.
    func isAttribute(_ index: Int) -> Bool {
        let content = content(index)
        return content.first == UInt8(ascii: "@") || content.elementsEqual(")".utf8)
            || ["#[", "[[", "template<", "template <", "//", "/*", "*/", "--"].contains {
                content.starts(with: $0.utf8)
            }
    }

    /// Where a definition on a line begins with the comments and attributes directly above it.
    func start(of index: Int, notBefore first: Int) -> Int {
        var start = index
        while start > first, !lines[start - 1].isBlank,
            lines[start - 1].isComment || !lines[start - 1].startsInside && isAttribute(start - 1)
        {
            start -= 1
        }
        return start
    }
}
