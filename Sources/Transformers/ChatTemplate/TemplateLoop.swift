/// What a loop knows of itself: the variable `loop` of its body.
final class TemplateLoop {
    let items: [TemplateValue]
    /// How many recursive loops it stands in; 1 for none.
    let depth: Int
    /// The loop and what it sees, where its body may call it for other items.
    let recursion: (statement: TemplateLoopStatement, scopes: [[String: TemplateValue]])?
    /// The round that is being run; the first one is 0.
    var index = 0
    private var lastSeen: [TemplateValue]?

    init(
        _ items: [TemplateValue], depth: Int,
        recursion: (statement: TemplateLoopStatement, scopes: [[String: TemplateValue]])?
    ) {
        self.items = items
        self.depth = depth
        self.recursion = recursion
    }

    /// What stands behind a dot, apart from methods.
    func attribute(_ name: String) -> TemplateValue {
        switch name {
        case "index": .integer(index + 1)
        case "index0": .integer(index)
        case "first": .bool(index == 0)
        case "last": .bool(index == items.count - 1)
        case "length": .integer(items.count)
        case "revindex": .integer(items.count - index)
        case "revindex0": .integer(items.count - index - 1)
        case "previtem": index > 0 ? items[index - 1] : .undefined
        case "nextitem": index + 1 < items.count ? items[index + 1] : .undefined
        case "depth": .integer(depth)
        case "depth0": .integer(depth - 1)
        case "cycle", "changed": .method(name)
        default: .undefined
        }
    }

    func call(
        _ method: String, _ arguments: [TemplateValue], _ meter: inout TemplateMeter
    ) throws -> TemplateValue {
        switch method {
        case "cycle":
            guard !arguments.isEmpty else { throw TemplateFailure(reason: "“cycle” needs something to go through") }
            return arguments[index % arguments.count]
        case "changed":
            for value in arguments where value.standsAlone { throw TemplateFailure.partOfAnother(value) }
            defer { lastSeen = arguments }
            guard let lastSeen, lastSeen.count == arguments.count else { return .bool(true) }
            for (value, last) in zip(arguments, lastSeen) where !(try value.equals(last, &meter)) {
                return .bool(true)
            }
            return .bool(false)
        default: throw TemplateFailure(reason: "the method “\(method)” of a loop is not supported")
        }
    }
}
