/// Writes out the alternatives of `{a,b}`, nested or not, as shells do.
enum BraceExpansion {
    /// More alternatives than this are a mistake or an attack.
    private static let limit = 1_000

    /// All patterns that `pattern` stands for, in order; nil for too many. A brace without a comma stays as it is.
    static func patterns(of pattern: String) -> [String]? {
        var open = [pattern]
        var done: [String] = []
        while let next = open.popLast() {
            if let alternatives = expandingFirst(in: next) {
                open += alternatives.reversed()
            } else {
                done.append(next)
            }
            guard open.count + done.count <= limit else { return nil }
        }
        return done
    }

    /// The pattern with its first brace group replaced by each alternative; nil if it has none.
    private static func expandingFirst(in pattern: String) -> [String]? {
        let characters = Array(pattern)
        for start in characters.indices where characters[start] == "{" && !isEscaped(start, characters) {
            var depth = 0
            var commas: [Int] = []
            for index in start..<characters.count where !isEscaped(index, characters) {
                switch characters[index] {
                case "{": depth += 1
                case ",": if depth == 1 { commas.append(index) }
                case "}": depth -= 1
                default: break
                }
                guard depth == 0 else { continue }
                if commas.isEmpty { break }
                let bounds = [start] + commas + [index]
                return zip(bounds, bounds.dropFirst()).map { low, high in
                    String(characters[..<start] + characters[(low + 1)..<high] + characters[(index + 1)...])
                }
            }
        }
        return nil
    }

    private static func isEscaped(_ index: Int, _ characters: [Character]) -> Bool {
        index > 0 && characters[index - 1] == "\\"
    }
}
