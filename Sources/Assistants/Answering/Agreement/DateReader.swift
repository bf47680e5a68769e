/// A day or month that a text names: "31 October 2031", "October 31, 2031", "2031-10-31", 2031年10月31日.
struct NamedDate: Hashable, Sendable {
    var year: Int?
    /// 1…12.
    var month: Int
    /// 1…31.
    var day: Int?

    /// Whether another date that is not known to be the same says something else of what both say.
    func contradicts(_ other: NamedDate) -> Bool {
        func differ(_ a: Int?, _ b: Int?) -> Bool { a != nil && b != nil && a != b }
        return month != other.month || differ(day, other.day) || differ(year, other.year)
    }
}

/// Reads dates.
enum DateReader {
    /// The dates of a text that state a month and a day or year.
    static func dates(in text: String) -> Set<NamedDate> {
        var dates: Set<NamedDate> = []
        guard text.contains(where: \.isWholeNumber) else { return dates }
        func add(_ year: Substring?, _ month: Int?, _ day: Substring?) {
            guard let month, (1...12).contains(month) else { return }
            dates.insert(NamedDate(year: year.flatMap { Int($0) }, month: month, day: day.flatMap { Int($0) }))
        }
        for match in text.matches(of: #/\b(\d{4})[-\/.](\d{1,2})[-\/.](\d{1,2})\b/#) {
            add(match.1, Int(match.2), match.3)
        }
        for match in text.matches(of: #/(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号號])?/#)
        where match.1 != nil || match.3 != nil {
            add(match.1, Int(match.2), match.3)
        }
        for match in text.matches(
            of: #/\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(\p{L}{3,9})\.?(?:,?\s+(\d{4}))?\b/#)
        {
            add(match.3, month(match.2), match.1)
        }
        for match in text.matches(of: #/\b(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\b/#) {
            add(match.3, month(match.1), match.2)
        }
        for match in text.matches(of: #/\b(\p{L}{3,9})\.?,?\s+(?:of\s+)?(\d{4})\b/#) {
            let (month, year) = (month(match.1), Int(match.2))
            // "June 1999" in "7 June 1999" is no other date.
            if !dates.contains(where: { $0.day != nil && $0.month == month && $0.year == year }) {
                add(match.2, month, nil)
            }
        }
        return dates
    }

    /// The month of an English name or its first three letters; nil for other words. Small letters are none: "may" is a verb.
    static func month(_ name: some StringProtocol) -> Int? {
        guard name.first?.isUppercase == true else { return nil }
        let lower = name.lowercased()
        return months.firstIndex { $0 == lower || $0.prefix(3) == lower }.map { $0 + 1 }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
