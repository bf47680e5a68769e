internal import Library

/// The keys of an item under `tests`.
struct TestContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case question, contains, lacks, cites, refuses }
    var question: String
    var contains: OneOrMore<String>?
    var lacks: OneOrMore<String>?
    var cites: OneOrMore<SourceContent>?
    var refuses: Bool?

    init(_ test: ProfileTest) {
        question = test.question
        contains = OneOrMore(test.contains)
        lacks = OneOrMore(test.lacks)
        cites = OneOrMore(test.cites.map(SourceContent.init))
        refuses = test.refuses ? true : nil
    }

    /// - Parameter place: how the item is named in errors, such as "tests.2".
    /// - Throws: an ``AssistantError`` for a test that demands nothing, or what cannot be.
    func test(at place: String) throws -> ProfileTest {
        func wrong(_ reason: String) -> AssistantError { AssistantError(.invalidProfileFolder, "“\(place)” \(reason)") }
        guard question.contains(where: { $0.isLetter || $0.isNumber }) else { throw wrong("has no question") }
        let test = ProfileTest(
            question, contains: contains?.items ?? [], lacks: lacks?.items ?? [],
            cites: try (cites?.items ?? []).map { try $0.source(in: wrong) }, refuses: refuses ?? false)
        let demands = test.contains + test.lacks
        guard !demands.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw wrong("looks for an empty text")
        }
        for demand in demands {
            if let reason = TextDemand(demand).problem { throw wrong("has “\(demand)”, which is \(reason)") }
        }
        let isFree = demands.isEmpty && test.cites.isEmpty
        guard test.refuses || !isFree else {
            throw wrong("demands nothing; give it “contains”, “lacks”, “cites” or “refuses: true”")
        }
        guard !test.refuses || isFree else { throw wrong("is to be refused, so it can demand nothing else") }
        return test
    }
}

/// A source under `cites`: a document's name, or that with a page or lines.
struct SourceContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case document, page, lines }
    var document: String
    var page: Int?
    var lines: OneOrMore<Int>?

    init(_ source: ProfileTest.Source) {
        document = source.document
        page = source.page
        lines = source.lines.flatMap { OneOrMore($0.count == 1 ? [$0.lowerBound] : [$0.lowerBound, $0.upperBound]) }
    }

    init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            document = name
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        document = try container.decode(String.self, forKey: .document)
        page = try container.decodeIfPresent(Int.self, forKey: .page)
        lines = try container.decodeIfPresent(OneOrMore<Int>.self, forKey: .lines)
    }

    func encode(to encoder: any Encoder) throws {
        guard page != nil || lines != nil else {
            var container = encoder.singleValueContainer()
            return try container.encode(document)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encodeIfPresent(page, forKey: .page)
        try container.encodeIfPresent(lines, forKey: .lines)
    }

    func source(in wrong: (String) -> AssistantError) throws -> ProfileTest.Source {
        guard !document.isEmpty else { throw wrong("cites a document without a name") }
        if let page, page < 1 { throw wrong("cites page \(page); pages count from 1") }
        guard let lines = lines?.items else { return ProfileTest.Source(document, page: page) }
        guard let first = lines.first, let last = lines.last, lines.count <= 2, 1 <= first, first <= last else {
            throw wrong("cites lines that are not a first and a last one, such as [40, 52]")
        }
        return ProfileTest.Source(document, page: page, lines: first...last)
    }
}

/// One value, or a list of them.
struct OneOrMore<Item: Codable>: Codable {
    var items: [Item]

    /// Nil where there are none.
    init?(_ items: [Item]) {
        guard !items.isEmpty else { return nil }
        self.items = items
    }

    init(from decoder: any Decoder) throws {
        if let list = try? decoder.singleValueContainer().decode([Item].self) {
            items = list
        } else {
            items = [try decoder.singleValueContainer().decode(Item.self)]
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if items.count == 1 { try container.encode(items[0]) } else { try container.encode(items) }
    }
}
