/// Times in a recording as subtitles write them: "00:01:12".
package enum Timecode {
    /// Seconds as hours, minutes and seconds, two digits each or more.
    package static func text(_ seconds: Int) -> String {
        let seconds = max(0, seconds)
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// The seconds of a text such as "00:01:12" or "01:12", nil where it is none.
    package static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var total = 0
        for part in parts {
            guard (1...6).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit), let value = Int(part) else {
                return nil
            }
            total = total * 60 + value
        }
        return total
    }
}
