/// Values that a template goes through one after another, as one of Python's kinds of sequences. Their depth is bounded, so that
/// no value of a hostile template can exhaust the stack.
struct TemplateList {
    enum Kind {
        case list
        case tuple
        case range
        /// What methods of dictionaries give: it has no places and no spelling.
        case view
        /// What most filters give: it is gone through once, and is true even where nothing is in it.
        case stream(Progress)
    }

    /// Whether a stream was gone through.
    final class Progress {
        var isDone = false
    }

    let kind: Kind
    let depth: Int
    /// The values, for whoever does not go through them for a template.
    let values: [TemplateValue]
    /// Names by which the values are found too.
    let names: [String]

    init(_ values: [TemplateValue], kind: Kind = .list, names: [String] = []) throws {
        self.values = values
        self.kind = kind
        self.names = names
        depth = try TemplateDepth.around(values)
    }

    /// The values to go through; a stream has none left afterwards.
    func taken() -> [TemplateValue] {
        guard case .stream(let progress) = kind else { return values }
        defer { progress.isDone = true }
        return progress.isDone ? [] : values
    }

    /// How many values there are.
    ///
    /// - Throws: for a stream, which does not know.
    func count() throws -> Int {
        if case .stream = kind { throw TemplateFailure(reason: "the length of what a filter gives is not known") }
        return values.count
    }

    var isTrue: Bool { if case .stream = kind { true } else { !values.isEmpty } }

    /// Whether its values have places.
    var isSequence: Bool {
        switch kind {
        case .list, .tuple, .range: true
        case .view, .stream: false
        }
    }

    /// Whether `tojson` can write it.
    var hasJSON: Bool {
        switch kind {
        case .list, .tuple: true
        case .range, .view, .stream: false
        }
    }

    /// Whether values of this and the other kind can be equal.
    func isComparable(with other: TemplateList) -> Bool {
        switch (kind, other.kind) {
        case (.list, .list), (.tuple, .tuple), (.range, .range): true
        default: false
        }
    }
}

/// A dictionary that keeps the order of its entries, bounded in depth as lists are.
struct TemplateDictionary {
    typealias Entry = (key: TemplateText, value: TemplateValue)

    let entries: [Entry]
    let depth: Int

    init(_ entries: [Entry]) throws {
        self.entries = entries
        depth = try TemplateDepth.around(entries.map(\.value))
    }

    func value(of key: TemplateText, _ meter: inout TemplateMeter) throws -> TemplateValue? {
        try meter.charge(entries.count)
        return entries.first { $0.key.isSpelledLike(key) }?.value
    }
}

extension TemplateFailure {
    static func partOfAnother(_ value: TemplateValue) -> TemplateFailure {
        TemplateFailure(reason: "\(value.kind) cannot be part of another value")
    }
}

private enum TemplateDepth {
    private static let maximum = 16

    static func around(_ items: [TemplateValue]) throws -> Int {
        for item in items where item.standsAlone { throw TemplateFailure.partOfAnother(item) }
        let depth = 1 + (items.map(\.depth).max() ?? 0)
        guard depth <= maximum else { throw TemplateFailure(reason: "lists are nested too deep") }
        return depth
    }
}
