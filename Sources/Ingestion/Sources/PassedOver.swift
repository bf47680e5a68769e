/// Counts what a walk through folders left out, by reason.
struct PassedOver: Sendable {
    var hidden = 0
    var byName = 0
    var byRule = 0
    var links = 0
    var dangling = 0
    var special = 0
    var unknownTypes = 0

    static func + (a: PassedOver, b: PassedOver) -> PassedOver {
        var sum = a
        sum.hidden += b.hidden
        sum.byName += b.byName
        sum.byRule += b.byRule
        sum.links += b.links
        sum.dangling += b.dangling
        sum.special += b.special
        sum.unknownTypes += b.unknownTypes
        return sum
    }

    /// How many of them look like files and cannot be read as one: other types, pipes, links that lead nowhere.
    var unreadable: Int { unknownTypes + special + dangling }

    /// "3 hidden, 2 by ignore rules"; "nothing is in it" where nothing was left out.
    var description: String {
        let parts = [
            (hidden, "hidden"), (byName, "by name, such as node_modules"), (byRule, "by ignore rules"),
            (links, "links that lead out of it or to folders"), (dangling, "links that lead nowhere"),
            (special, "that are no files"),
            (unknownTypes, "of a type that is not read, or pictures"),
        ].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return "nothing is in it" }
        return "passed over: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
