/// Numbers of pages as people write them.
enum PageList {
    /// How many ranges are shown.
    private static let most = 8

    /// "3, 7–9, 12", with "…" behind the first ranges of many; `numbers` are ascending.
    static func text(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let texts = ranges.prefix(most).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return texts.joined(separator: ", ") + (ranges.count > most ? ", …" : "")
    }
}
